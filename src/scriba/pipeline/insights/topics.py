"""Topics of the IAB Content Taxonomy 2.0: a block is about the labels whose descriptions lie next to its sentences.

No example was labelled for this: each label has a short description of our own, and a sentence encoder tells how near a
description and a block are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np

from scriba.core.engines import Meanings
from scriba.core.insights import Insights, TopicBlock, Topics
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.heads import TAXONOMY, TOPICS, matrix
from scriba.pipeline.insights.passage import Passage

MOST_LABELS: Final = 10
"""Labels of a block, and of the whole twice as many, as the contract's examples have."""

_SHARPNESS: Final = 0.03
"""Difference of likenesses that makes a label e times as relevant: the contract's relevances are peaked."""

_DIGITS: Final = 6

_FIRST_LETTER: Final = re.compile(r"[^\W\d_]")


def add_topics(known: Insights, passage: Passage, _options: TranscriptOptions) -> Insights:
    """Add the topics of every block and of the whole."""
    blocks = tuple(_block(passage, block) for block in passage.blocks)
    return replace(known, topics=Topics(blocks=blocks, summary=_summary(blocks)))


@lru_cache(maxsize=1)
def taxonomy() -> tuple[tuple[str, str], ...]:
    """Every label as the contract writes it, parents first and without spaces, with its description."""
    text = (resources.files("scriba.pipeline.insights") / "data" / TAXONOMY).read_text("utf-8")
    path: list[str] = []
    found = []
    for line in text.splitlines():
        name, _, description = line.strip().partition(": ")
        depth = len(line) - len(line.lstrip("\t"))
        path[depth:] = ["".join(_capital(word) for word in name.split())]
        found.append((">".join(path), f"{name}: {description}"))
    return tuple(found)


def relevances(point: Meanings) -> dict[str, float]:
    """The most relevant labels of a point, best first."""
    likeness = _descriptions() @ point
    weights = np.exp((likeness - likeness.max()) / _SHARPNESS)
    weights /= weights.sum()
    best = np.argsort(-weights, kind="stable")[:MOST_LABELS]
    return {taxonomy()[number][0]: round(float(weights[number]), _DIGITS) for number in best}


@lru_cache(maxsize=1)
def _descriptions() -> Meanings:
    """Points of the descriptions, rows of length 1 again after they were rounded to bytes."""
    rows: Meanings = matrix(TOPICS).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _capital(word: str) -> str:
    return _FIRST_LETTER.sub(lambda letter: letter.group().upper(), word, count=1) if word != "eSports" else word


def _block(passage: Passage, block: range) -> TopicBlock:
    return TopicBlock(
        text=passage.text(block),
        start=passage.sentences[block.start].start,
        end=passage.sentences[block.stop - 1].end,
        labels=relevances(passage.meaning(block)),
    )


def _summary(blocks: tuple[TopicBlock, ...]) -> dict[str, float]:
    """Relevances over all blocks, long ones more; the first label has 1."""
    total: dict[str, float] = {}
    for block in blocks:
        for label, relevance in block.labels.items():
            total[label] = total.get(label, 0.0) + relevance * max(1, block.end - block.start)
    best = sorted(total.items(), key=lambda item: -item[1])[: 2 * MOST_LABELS]
    return {label: round(weight / best[0][1], _DIGITS) for label, weight in best}

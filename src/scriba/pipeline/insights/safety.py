"""Content safety: a linear model over the points of sentences tells what delicate things they speak of.

`tools/train_insights.py` trains it on seed sentences of our own. How severe something is, is a rule of thumb: how much of
the stretch is about it, how sure that is, and which grave or mild words stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np

from scriba.core.insights import (
    NOT_SEVERE,
    SAFETY_LABELS,
    Insights,
    Safety,
    SafetyLabel,
    SensitiveBlock,
    SensitiveLabel,
)
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.heads import SAFETY, Scores, chances, scores
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.text.profanities import profanities
from scriba.pipeline.text.safety_words import CUES, GRAVE, MILD

PROFANITY: Final = "profanity"
HEADS: Final[tuple[SafetyLabel, ...]] = tuple(label for label in SAFETY_LABELS if label != PROFANITY)
"""Labels of the linear model, in the order of its columns; profane words are listed."""

COLUMNS: Final[Mapping[str, int]] = MappingProxyType({label: number for number, label in enumerate(HEADS)})

DEFAULT_PERCENT: Final = 50
"""Least confidence where the request names none, by the contract."""

_UNNAMED: Final = 2.5
"""What a label loses in log-odds where nothing of its kind is named."""

_WHOLE: Final = 0.15
"""How much a block counts as a whole, beside its clearest sentence."""

_PROFANE: Final = (0.9, 0.02)
"""Confidence of one profane word, and of each further one: they are listed words, in whatever sense."""

_DIGITS: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]\*{2,}|[^\W\d_]+(?:['’][^\W\d_]+)?")


def add_safety(known: Insights, passage: Passage, options: TranscriptOptions) -> Insights:
    """Add what is delicate, as far as it is as sure as asked for."""
    least = (options.content_safety_confidence or DEFAULT_PERCENT) / 100
    found = [_sensitive(Block(passage, block), least) for block in passage.blocks]
    blocks = tuple(block for block in found if block.labels)
    summary: dict[str, float] = {}
    for label in (label for block in blocks for label in block.labels):
        summary[label.label] = max(label.confidence, summary.get(label.label, 0.0))
    ranked = dict(sorted(summary.items(), key=lambda item: -item[1]))
    return replace(known, safety=Safety(blocks=blocks, summary=ranked, severities=_severities(blocks)))


def log_odds(passage: Passage, block: range) -> Scores:
    """What the model says of each sentence of a block, and last of all of them together; columns as HEADS."""
    points = np.vstack([passage.meanings[block.start : block.stop], passage.meaning(block)])
    texts = [*(sentence.text for sentence in passage.sentences[block.start : block.stop]), passage.text(block)]
    found = scores(SAFETY, points)
    for label, cue in CUES.items():
        unnamed = np.array([cue.search(text) is None for text in texts])
        found[unnamed, COLUMNS[label]] -= _UNNAMED
    return found


@dataclass(frozen=True, eq=False)
class Block:
    """Sentences in a row, judged together."""

    passage: Passage
    numbers: range

    @cached_property
    def odds(self) -> Scores:
        """As `log_odds`."""
        return log_odds(self.passage, self.numbers)

    @cached_property
    def confidences(self) -> Mapping[SafetyLabel, float]:
        """How surely it speaks of each label."""
        together = (1 - _WHOLE) * self.odds[:-1].max(axis=0) + _WHOLE * self.odds[-1]
        found: dict[SafetyLabel, float] = dict(zip(HEADS, chances(together).tolist(), strict=True))
        if self.profane:
            found["profanity"] = min(1.0, _PROFANE[0] + _PROFANE[1] * (len(self.profane) - 1))
        return found

    @cached_property
    def profane(self) -> Sequence[str]:
        """The profane words, masked ones too."""
        listed = profanities(self.passage.transcript.language)
        return [word for word in _WORD.findall(self.text) if _is_profane(word, listed)]

    @cached_property
    def text(self) -> str:
        """What is said."""
        return self.passage.text(self.numbers)

    def severity(self, label: SafetyLabel) -> float | None:
        """How severely it speaks of a label, 0 to 1: a rule of thumb."""
        if label in NOT_SEVERE:
            return None
        if label == PROFANITY:
            return round(min(1.0, 0.2 + 0.15 * len(self.profane)), _DIGITS)
        column = self.odds[:-1, COLUMNS[label]]
        grave = min(3, len(GRAVE.findall(self.text)))
        mild = min(2, len(MILD.findall(self.text)))
        severity = 0.1 + 0.3 * float((column >= 0).mean()) + 0.2 * self.confidences[label] + 0.15 * grave - 0.1 * mild
        return round(min(1.0, max(0.0, severity)), _DIGITS)


def _is_profane(word: str, listed: Mapping[str, bool]) -> bool:
    if "*" in word:
        return True
    always = listed.get(word.casefold().replace("’", "'"))
    return always is True or (always is False and not word[:1].isupper())


def _sensitive(block: Block, least: float) -> SensitiveBlock:
    sure = sorted(block.confidences.items(), key=lambda item: -item[1])
    sentences = block.passage.sentences
    return SensitiveBlock(
        text=block.text,
        start=sentences[block.numbers.start].start,
        end=sentences[block.numbers.stop - 1].end,
        first=block.numbers.start,
        last=block.numbers.stop - 1,
        labels=tuple(
            SensitiveLabel(label=label, confidence=round(confidence, _DIGITS), severity=block.severity(label))
            for label, confidence in sure
            if confidence >= least
        ),
    )


def _severities(blocks: Sequence[SensitiveBlock]) -> dict[str, tuple[float, float, float]]:
    """Of each label how much is low, medium and high: a severity of 0 is all low, 0.5 all medium, 1 all high."""
    found: dict[str, list[float]] = {}
    for label in (label for block in blocks for label in block.labels):
        if label.severity is not None:
            found.setdefault(label.label, []).append(label.severity)
    return {label: _shares(severities) for label, severities in found.items()}


def _shares(severities: Sequence[float]) -> tuple[float, float, float]:
    low = round(sum(max(0.0, 1 - 2 * severity) for severity in severities) / len(severities), _DIGITS)
    high = round(sum(max(0.0, 2 * severity - 1) for severity in severities) / len(severities), _DIGITS)
    return low, round(1 - low - high, _DIGITS), high

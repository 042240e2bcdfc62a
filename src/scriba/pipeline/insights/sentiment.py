"""How each sentence feels: two linear models, one over its point, one over words and pairs of words, negation included.

The point knows what a sentence means in words that nobody rated, the words know how strong each of them is. Both were trained
on sentences that people rated (`tools/train_sentiment.py`), the first on seed sentences of our own too
(`tools/train_insights.py`).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final

import numpy as np

from scriba.core.engines import Meanings
from scriba.core.insights import SENTIMENTS, Insights, Sentiment
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Span
from scriba.pipeline.insights.heads import SENTIMENT, Scores, scores
from scriba.pipeline.insights.passage import Passage

CLASSES: Final = SENTIMENTS
WEIGHTS: Final = "sentiment.json.gz"

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NEGATIONS: Final = frozenset({
    "not", "no", "never", "nothing", "nobody", "none", "nor", "neither", "hardly", "barely", "without", "cannot",
})  # fmt: skip
_BREAK: Final = re.compile(r"[,.;:!?]")
_NEGATED: Final = 3
"""Words after a negation that it turns round."""

WORDS_COUNT: Final = 0.5
"""How much the words' log-odds count beside those of the point: best on a tenth of the rated sentences, not on those told."""

Weights = Mapping[str, Sequence[float]]


def add_sentiments(known: Insights, passage: Passage, _options: TranscriptOptions) -> Insights:
    """Add the sentiment of every sentence."""
    chances = probabilities([sentence.text for sentence in passage.sentences], passage.meanings)
    return replace(
        known,
        sentiments=tuple(
            _judged(sentence, row.tolist()) for sentence, row in zip(passage.sentences, chances, strict=True)
        ),
    )


def features(text: str) -> list[str]:
    """What the model knows of a sentence: words, pairs of words, words turned round by a negation, its length."""
    words: list[str] = []
    for clause in _BREAK.split(text.lower()):
        turned = 0
        for match in _WORD.finditer(clause):
            word = match.group().replace("’", "'")
            words.append(f"~{word}" if turned else word)
            is_negation = word in _NEGATIONS or word.endswith("n't")
            turned = _NEGATED if is_negation else max(0, turned - 1)
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    marks = [mark for mark in "!?" if mark in text]
    return [f"<{min(len(words), 24) // 4}>", *marks, *words, *pairs]


def probabilities(texts: Sequence[str], points: Meanings) -> Scores:
    """How probable each of CLASSES is, a row for each text; the points are those of the texts."""
    weights = packaged_weights()
    words = np.array([word_scores(text, weights) for text in texts]).reshape(len(texts), len(CLASSES))
    logits = scores(SENTIMENT, points) + WORDS_COUNT * words
    found: Scores = np.exp(logits - logits.max(axis=1, keepdims=True))
    found /= found.sum(axis=1, keepdims=True)
    return found


def word_scores(text: str, weights: Weights) -> list[float]:
    """What the words say for each of CLASSES."""
    found = [0.0] * len(CLASSES)
    for name in set(features(text)):
        for index, weight in enumerate(weights.get(name, ())):
            found[index] += weight
    return found


@lru_cache(maxsize=1)
def packaged_weights() -> Weights:
    """The weights that come with Scriba; one object for the process, which nobody changes."""
    content = (resources.files("scriba.pipeline.insights") / "data" / WEIGHTS).read_bytes()
    weights: Weights = json.loads(gzip.decompress(content))
    return weights


def _judged(sentence: Span, chances: Sequence[float]) -> Sentiment:
    best = max(chances)
    return Sentiment(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        sentiment=CLASSES[chances.index(best)],
        confidence=round(best, 4),
        speaker=sentence.speaker,
        channel=sentence.channel,
    )

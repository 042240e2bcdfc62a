"""How each sentence feels: a linear model over words and pairs of words, negation included.

`tools/train_sentiment.py` made its weights from sentences that people rated.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final

from scriba.core.insights import SENTIMENTS, Insights, Sentiment
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Span
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

Weights = Mapping[str, Sequence[float]]


def add_sentiments(known: Insights, passage: Passage, _options: TranscriptOptions) -> Insights:
    """Add the sentiment of every sentence."""
    weights = packaged_weights()
    return replace(known, sentiments=tuple(_judged(sentence, weights) for sentence in passage.sentences))


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


def probabilities(text: str, weights: Weights) -> list[float]:
    """How probable each of CLASSES is."""
    scores = [0.0] * len(CLASSES)
    for name in set(features(text)):
        for index, weight in enumerate(weights.get(name, ())):
            scores[index] += weight
    highest = max(scores)
    chances = [math.exp(score - highest) for score in scores]
    return [chance / sum(chances) for chance in chances]


@lru_cache(maxsize=1)
def packaged_weights() -> Weights:
    """The weights that come with Scriba; one object for the process, which nobody changes."""
    content = (resources.files("scriba.pipeline.insights") / "data" / WEIGHTS).read_bytes()
    weights: Weights = json.loads(gzip.decompress(content))
    return weights


def _judged(sentence: Span, weights: Weights) -> Sentiment:
    chances = probabilities(sentence.text, weights)
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

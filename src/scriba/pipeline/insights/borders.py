"""Where the words of a text change: text tiling.

The method is that of M. Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages" (1997), over lemmas of
sentences: a border lies where what is said before it and behind it have few words in common.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import mean, pstdev
from typing import Final

from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.phrases import MEANINGFUL, lemma_of

_BLOCK: Final = 8
"""Sentences before and behind a border that are compared."""
_LEAST_SENTENCES: Final = 6
_LEAST_MS: Final = 30_000
"""Nothing between two borders is shorter, but for a text that is."""
_DEEP: Final = 0.5
"""Standard deviations above the mean from which a dip between blocks is a border."""
_LEAST_DEPTH: Final = 0.1


def borders(passage: Passage) -> list[int]:
    """Numbers of the sentences with which a new subject begins."""
    if len(passage.sentences) < 2 * _LEAST_SENTENCES:
        return []
    depths = _depths(passage)
    limit = max(_LEAST_DEPTH, mean(depths) + _DEEP * pstdev(depths))
    chosen: list[int] = []
    for gap in _deepest_first(depths):
        border = gap + 1
        if depths[gap] >= limit and _fits(passage, border, chosen):
            chosen.append(border)
    return sorted(chosen)


def borders_of(passage: Passage, parts: int) -> list[int]:
    """The same where the text is to have so many parts: the deepest borders, none of them closer than a third of a part.

    Fewer where there is no room for them.
    """
    count = len(passage.sentences)
    least = max(1, count // (3 * parts))
    chosen: list[int] = []
    for gap in _deepest_first(_depths(passage)) if count > 1 else []:
        border = gap + 1
        if len(chosen) < parts - 1 and all(abs(border - edge) >= least for edge in (0, *chosen, count)):
            chosen.append(border)
    return sorted(chosen)


def _depths(passage: Passage) -> list[float]:
    likeness = _likeness(_vectors(passage))
    return [_depth(likeness, gap) for gap in range(len(likeness))]


def _deepest_first(depths: Sequence[float]) -> list[int]:
    return sorted(range(len(depths)), key=lambda gap: -depths[gap])


def _vectors(passage: Passage) -> list[Mapping[str, float]]:
    """Of each sentence its meaningful lemmas, rare ones more."""
    counts = [
        Counter(lemma_of(token)[0] for token in parsed.tokens if token.part in MEANINGFUL) for parsed in passage.grammar
    ]
    frequencies = Counter(lemma for sentence in counts for lemma in sentence)
    return [
        {lemma: said * math.log(len(counts) / frequencies[lemma] + 1) for lemma, said in sentence.items()}
        for sentence in counts
    ]


def _likeness(vectors: Sequence[Mapping[str, float]]) -> list[float]:
    """For each gap between two sentences, the cosine of what stands on both sides."""
    return [
        _cosine(_sum(vectors[max(0, gap - _BLOCK) : gap]), _sum(vectors[gap : gap + _BLOCK]))
        for gap in range(1, len(vectors))
    ]


def _sum(vectors: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    total: dict[str, float] = {}
    for vector in vectors:
        for lemma, weight in vector.items():
            total[lemma] = total.get(lemma, 0.0) + weight
    return total


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other[lemma] for lemma, weight in one.items() if lemma in other) / length if length else 0.0


def _depth(likeness: Sequence[float], gap: int) -> float:
    """How far the likeness rises on both sides before it falls again."""
    left = right = likeness[gap]
    for value in reversed(likeness[:gap]):
        if value < left:
            break
        left = value
    for value in likeness[gap + 1 :]:
        if value < right:
            break
        right = value
    return left + right - 2 * likeness[gap]


def _fits(passage: Passage, border: int, chosen: Sequence[int]) -> bool:
    edges = sorted([0, *chosen, border, len(passage.sentences)])
    place = edges.index(border)
    return all(
        last - first >= _LEAST_SENTENCES
        and passage.sentences[last - 1].end - passage.sentences[first].start >= _LEAST_MS
        for first, last in ((edges[place - 1], border), (border, edges[place + 1]))
    )

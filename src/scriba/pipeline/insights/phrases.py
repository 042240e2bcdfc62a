"""Key phrases by TextRank: words that stand near many others rank high, and phrases inherit the rank of their words.

The method is that of R. Mihalcea and P. Tarau, "TextRank: Bringing Order into Texts" (2004), over lemmas, with noun phrases
as candidates and a discount for the words in them that carry no meaning, as the PyTextRank library has it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scriba.core.engines import ParsedToken
from scriba.core.insights import KeyPhrase, Stretch
from scriba.pipeline.insights.passage import Passage, stretch

MEANINGFUL: Final = frozenset({"ADJ", "NOUN", "PROPN", "VERB"})
_NAMING: Final = frozenset({"NOUN", "PROPN"})
_REACH: Final = 3
"""Words further apart than so many are not near each other."""
_DAMPING: Final = 0.85
_ROUNDS: Final = 100
_STILL: Final = 1e-6

Lemma = tuple[str, str]
"""A dictionary form and its part of speech."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A phrase where it is said; `size` counts the words of the noun phrase that it comes from."""

    text: str
    lemmas: tuple[Lemma, ...]
    size: int
    when: Stretch

    @property
    def key(self) -> str:
        """The same for singular and plural."""
        before, _, _ = self.text.lower().rpartition(" ")
        return f"{before} {self.lemmas[-1][0]}".strip()


def key_phrases(passage: Passage, most: int) -> tuple[KeyPhrase, ...]:
    """The key phrases, best first."""
    ranks = lemma_ranks([sentence.tokens for sentence in passage.grammar])
    mentions: dict[str, list[_Mention]] = {}
    for mention in _mentions(passage):
        mentions.setdefault(mention.key, []).append(mention)
    parts = {part for key in mentions if " " in key for part in key.split()}
    # Single words say little: they only fill up where a text has few phrases, and not where a phrase holds them.
    kept = sorted(
        ((" " not in key, _phrase(said, ranks)) for key, said in mentions.items() if key not in parts),
        key=lambda each: (each[0], -each[1].rank, each[1].timestamps[0]),
    )
    return tuple(sorted((phrase for _, phrase in kept[:most]), key=lambda each: (-each.rank, each.timestamps[0])))


def lemma_ranks(sentences: Sequence[Sequence[ParsedToken]]) -> Mapping[Lemma, float]:
    """PageRank of the meaningful lemmas, each tied to those near it in a sentence; the ranks add up to 1."""
    numbers: dict[Lemma, int] = {}
    ties: Counter[tuple[int, int]] = Counter()
    for tokens in sentences:
        places = [
            (position, numbers.setdefault(lemma_of(token), len(numbers)))
            for position, token in enumerate(tokens)
            if token.part in MEANINGFUL
        ]
        for index, (position, number) in enumerate(places):
            for later, other in places[index + 1 : index + 1 + _REACH]:
                if later - position <= _REACH and other != number:
                    ties[number, other] += 1
                    ties[other, number] += 1
    return dict(zip(numbers, _page_rank(len(numbers), ties).tolist(), strict=True))


def _page_rank(count: int, ties: Mapping[tuple[int, int], int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if not count:
        return np.zeros(0)
    pairs = np.array(list(ties), dtype=np.int64).reshape(-1, 2)
    sources, targets = pairs[:, 0], pairs[:, 1]
    weights = np.array(list(ties.values()), dtype=np.float64)
    outgoing = np.bincount(sources, weights, minlength=count)
    shares = weights / outgoing[sources]
    alone = outgoing == 0
    ranks = np.full(count, 1 / count)
    for _ in range(_ROUNDS):
        passed = np.bincount(targets, ranks[sources] * shares, minlength=count) + ranks[alone].sum() / count
        moved = (1 - _DAMPING) / count + _DAMPING * passed
        change = float(np.abs(moved - ranks).sum())
        ranks = moved
        if change < count * _STILL:
            break
    return ranks


def _mentions(passage: Passage) -> list[_Mention]:
    found = []
    for sentence, parsed in zip(passage.sentences, passage.grammar, strict=True):
        for first, last in parsed.noun_phrases:
            inner = _trimmed(parsed.tokens[first : last + 1])
            if not any(token.part in _NAMING for token in inner):
                continue
            start, end = inner[0].start, inner[-1].end
            text = sentence.text[start:end]
            if passage.is_hidden(text) or not text[0].isalnum():
                continue
            lemmas = tuple(lemma_of(token) for token in inner)
            found.append(_Mention(text, lemmas, last - first + 1, stretch(sentence, start, end)))
    return found


def _trimmed(tokens: Sequence[ParsedToken]) -> Sequence[ParsedToken]:
    """Without articles, pronouns and the like at either end."""
    kept = [index for index, token in enumerate(tokens) if token.part in MEANINGFUL]
    return tokens[kept[0] : kept[-1] + 1] if kept else ()


def lemma_of(token: ParsedToken) -> Lemma:
    """What is the same in "bed" and "beds"."""
    return (token.lemma.lower(), token.part)


def _phrase(said: Sequence[_Mention], ranks: Mapping[Lemma, float]) -> KeyPhrase:
    return KeyPhrase(
        text=Counter(mention.text for mention in said).most_common(1)[0][0],
        count=len(said),
        rank=round(max(_rank(mention, ranks) for mention in said), 2),
        timestamps=tuple(mention.when for mention in said),
    )


def _rank(mention: _Mention, ranks: Mapping[Lemma, float]) -> float:
    """Root of the mean over the words, less where many of them carry no meaning."""
    meaningful = sum(part in MEANINGFUL for _, part in mention.lemmas)
    empty = mention.size - meaningful
    total = sum(ranks.get(lemma, 0.0) for lemma in mention.lemmas)
    discount = mention.size / (mention.size + 2.0 * empty + 1.0)
    return math.sqrt(total / (mention.size + empty)) * discount

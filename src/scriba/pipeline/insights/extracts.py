"""Sentences that stand for a text: those with its central words, each saying something new."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from scriba.core.transcript import Span
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.phrases import MEANINGFUL, Lemma, key_phrases, lemma_of, lemma_ranks

_GOOD_LENGTH: Final = range(6, 36)
"""Words of a sentence that can stand alone."""

_LEANING: Final = frozenset(
    {
        "and",
        "but",
        "so",
        "or",
        "because",
        "it",
        "he",
        "she",
        "they",
        "this",
        "that",
        "these",
        "then",
        "well",
        "yeah",
        "which",
    }
)
"""First words that lean on the sentence before."""

_LEAD: Final = 0.5
"""How much more the first sentence counts; half as much the second, and so on."""

_REPETITION: Final = 0.7
"""How much a sentence loses that says what was chosen already."""


@dataclass(frozen=True, eq=False)
class Extract:
    """Sentences of a passage with what each is worth."""

    passage: Passage

    @cached_property
    def lemmas(self) -> Sequence[frozenset[Lemma]]:
        """The meaningful lemmas of each sentence."""
        return [
            frozenset(lemma_of(token) for token in parsed.tokens if token.part in MEANINGFUL)
            for parsed in self.passage.grammar
        ]

    @cached_property
    def worths(self) -> Sequence[float]:
        """How much each sentence stands for the text."""
        ranks = lemma_ranks([parsed.tokens for parsed in self.passage.grammar])
        return [
            sum(ranks[lemma] for lemma in sorted(lemmas))
            / math.sqrt(len(lemmas) + 1)
            * self._alone(sentence)
            * _lead(number)
            for number, (sentence, lemmas) in enumerate(zip(self.passage.sentences, self.lemmas, strict=True))
        ]

    def best(self, most: int, allowed: Callable[[Span], bool] = lambda _: True) -> list[int]:
        """Numbers of the sentences that say most together, best first."""
        return self._best(most, [number for number, each in enumerate(self.passage.sentences) if allowed(each)], [])

    def spread(self, count: int) -> list[int]:
        """Numbers of so many sentences that say most together, one from each part of the text, in order."""
        total = len(self.passage.sentences)
        chosen: list[int] = []
        for part in range(min(count, total)):
            numbers = range(part * total // count, (part + 1) * total // count) if count < total else [part]
            chosen += self._best(1, numbers, chosen)
        return chosen

    def gist(self) -> str:
        """The best key phrase, or the start of the best sentence where there is none."""
        phrases = key_phrases(self.passage, 1)
        if phrases:
            return phrases[0].text
        return " ".join(self.passage.sentences[self.best(1)[0]].text.split()[:6]) if self.passage.sentences else ""

    def _best(self, most: int, numbers: Iterable[int], known: Sequence[int]) -> list[int]:
        left, chosen = list(numbers), list(known)
        while left and len(chosen) - len(known) < most:
            number = max(left, key=lambda each: (self._new(each, chosen), -each))
            chosen.append(number)
            left.remove(number)
        return chosen[len(known) :]

    def _new(self, number: int, chosen: Sequence[int]) -> float:
        own = self.lemmas[number]
        said = max((len(own & self.lemmas[each]) / max(1, len(own)) for each in chosen), default=0.0)
        return self.worths[number] * (1 - _REPETITION * said)

    def _alone(self, sentence: Span) -> float:
        worth = 1.0 if len(sentence.words) in _GOOD_LENGTH else 0.5
        worth *= 0.6 if sentence.words[0].text.strip(",").lower() in _LEANING else 1.0
        worth *= 0.6 if sentence.text.endswith("?") else 1.0
        return worth * (0.6 if self.passage.is_hidden(sentence.text) else 1.0)


def _lead(number: int) -> float:
    return 1 + _LEAD / (number + 1)

"""How far the borders of heard words lie from where they were spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from benchmarks.scoring import normalized

WITHIN: Final = 0.2
"""A border is good enough below this error, in seconds."""


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word, or several that are one after the other, and when they are said, in seconds.

    None where it is not known.
    """

    text: str
    start: float | None
    end: float | None

    def moved(self, seconds: float) -> TimedWord:
        """The same so much later."""
        start, end = (None if time is None else time + seconds for time in (self.start, self.end))
        return TimedWord(self.text, start, end)


@dataclass(frozen=True, slots=True)
class Fit:
    """Of all compared borders the errors, heard minus spoken, in seconds."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]
    words: int
    """Reference words, compared or not."""

    @property
    def errors(self) -> Sequence[float]:
        """Without their signs."""
        return [abs(error) for error in (*self.starts, *self.ends)]

    @property
    def median(self) -> float:
        """Median error of all borders; NaN without any."""
        return float(np.median(self.errors)) if self.errors else float("nan")

    @property
    def share(self) -> float:
        """How many of the borders are good enough."""
        return sum(error <= WITHIN for error in self.errors) / max(1, len(self.errors))


def fit(spoken: Sequence[TimedWord], heard: Sequence[TimedWord], language: str = "en") -> Fit:
    """Compare the borders of words that were heard right.

    Where digits were written, the borders of the whole number or date are compared with those of its words.
    """
    expected, found = list(_tokens(spoken, language)), list(_tokens(heard, language))
    starts: list[float] = []
    ends: list[float] = []
    for first, last, begin, stop in _pairs([token.text for token in expected], [token.text for token in found]):
        for time, other, errors in (
            (expected[first].start, found[begin].start, starts),
            (expected[last - 1].end, found[stop - 1].end, ends),
        ):
            if time is not None and other is not None:
                errors.append(other - time)
    return Fit(starts=tuple(starts), ends=tuple(ends), words=len(expected))


def whole(fits: Iterable[Fit]) -> Fit:
    """All recordings together."""
    listed = list(fits)
    return Fit(
        starts=tuple(error for one in listed for error in one.starts),
        ends=tuple(error for one in listed for error in one.ends),
        words=sum(one.words for one in listed),
    )


def _tokens(words: Iterable[TimedWord], language: str) -> Iterator[TimedWord]:
    """Words as they are compared: what a text begins with has its start, what it ends with its end."""
    for word in words:
        parts = normalized(word.text, language).split()
        for number, part in enumerate(parts):
            start = word.start if number == 0 else None
            end = word.end if number == len(parts) - 1 else None
            yield TimedWord(part, start, end)


def _pairs(expected: Sequence[str], found: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Half-open ranges of tokens that say the same: single words, and numbers however they are written."""
    for kind, first, last, begin, stop in SequenceMatcher(a=expected, b=found, autojunk=False).get_opcodes():
        if kind == "equal":
            for offset in range(last - first):
                yield first + offset, first + offset + 1, begin + offset, begin + offset + 1
        elif kind == "replace" and any(map(_has_digit, found[begin:stop])):
            yield first, last, begin, stop


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))

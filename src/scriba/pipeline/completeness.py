"""Nothing dropped: speech that a recognizer left without words is recognized again, by itself.

Decoders that write a whole window at once sometimes end before it does, or leave a sentence out, most often where several
people speak in turn. The words' times show where: there is detected speech, and no word in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from scriba.core.audio import Region, Window
from scriba.core.transcript import Word

MISSED_MS: Final = 900
"""So much speech in a row without a word was missed; less is a breath, a laugh or a slow word."""

REST_MS: Final = 400
"""Less than that at the edge of a region is the end of a word."""

WORD_MS: Final = 250
LETTER_MS: Final = 90
DIGIT_MS: Final = 500
"""The longest that a word takes: alignment stretches the words before and after what was left out."""


Hear = Callable[[Sequence[Window]], list[tuple[Word, ...]]]
"""The words of each window."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a window, from pause to pause, in which words are missing."""

    window: Window

    def around(self, words: Sequence[Word]) -> list[Word]:
        """Those of the window's words that do not lie in the gap, cut off where they reach into it."""
        start, end = self.window.start, self.window.end
        return [
            replace(word, end=min(word.end, start)) if word.start < start else replace(word, start=max(word.start, end))
            for word in words
            if not self._holds(word)
        ]

    def within(self, words: Sequence[Word]) -> list[Word]:
        """Those that do."""
        return [word for word in words if self._holds(word)]

    def _holds(self, word: Word) -> bool:
        return self.window.start <= (word.start + _end(word)) // 2 < self.window.end


def complete(windows: Sequence[Window], hear: Hear) -> list[tuple[Word, ...]]:
    """The words of each window; what was left out is heard again, all of it at once, down to single pauses."""
    found = hear(windows)
    missed = [(number, gap) for number, words in enumerate(found) for gap in gaps(words, windows[number])]
    if not missed:
        return found
    more = complete([gap.window for _, gap in missed], hear)  # ends, as gaps are smaller than their windows
    for (number, gap), words in zip(missed, more, strict=True):
        found[number] = completed(found[number], gap, words)
    return found


def gaps(words: Sequence[Word], window: Window) -> list[Gap]:
    """Where speech of a window has no words, in order, without overlaps."""
    borders = [window.start, *_pauses(window), window.end]
    found: list[Gap] = []
    clock = window.start
    for start, end in [*((word.start, _end(word)) for word in words), (window.end, window.end)]:
        bare = _bare(window.regions, clock, start)
        if sum(stop - begin for begin, stop in bare) >= MISSED_MS:
            first = max(border for border in borders if border <= bare[0][0])
            last = min(border for border in borders if border >= bare[-1][1])
            is_all = (first, last) == (
                window.start,
                window.end,
            )  # nothing was heard at all: the recognizer's own verdict
            if not is_all and (not found or first >= found[-1].window.end):
                found.append(Gap(_part(window, first, last)))
        clock = max(clock, end)
    return found


def completed(words: Sequence[Word], gap: Gap, more: Sequence[Word]) -> tuple[Word, ...]:
    """A window's words with those heard in a gap, if these say more than was there."""
    if _letters(more) <= _letters(gap.within(words)):
        return tuple(words)
    return tuple(sorted([*gap.around(words), *more], key=lambda word: (word.start, word.end)))


def _end(word: Word) -> int:
    digits = sum(map(str.isdigit, word.text))
    return min(word.end, word.start + WORD_MS + LETTER_MS * len(word.text) + DIGIT_MS * digits)


def _pauses(window: Window) -> list[int]:
    """The middles of the pauses between a window's regions."""
    return [(one.end + other.start) // 2 for one, other in zip(window.regions, window.regions[1:], strict=False)]


def _bare(regions: Sequence[Region], start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of speech between two words; the rest of a region after a word's end is none."""
    parts = [(max(region.start, start), min(region.end, end)) for region in regions]
    return [(first, last) for first, last in parts if last - first >= REST_MS]


def _part(window: Window, start: int, end: int) -> Window:
    regions = [region for region in window.regions if region.end > start and region.start < end]
    return Window(
        start=start,
        end=end,
        regions=tuple(Region(start=max(region.start, start), end=min(region.end, end)) for region in regions),
    )


def _letters(words: Sequence[Word]) -> int:
    return sum(sum(map(str.isalnum, word.text)) for word in words)

"""Nothing dropped: speech that a recognizer left without words is recognized again, by itself.

Decoders that write a whole window at once sometimes end before it does, or leave a sentence out, most often where several
people speak in turn. The words' times show where: there is detected speech, and no word in it, or a stretch of speech from
pause to pause has far fewer letters than anybody needs so long for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean
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

THIN_MS: Final = 130
"""Nobody takes so long for a letter, all in all: a stretch that does has lost words, though alignment covers it."""

THIN_LEAST_MS: Final = 100
"""So much more, at least."""

DIGIT_LETTERS: Final = 4
SIGN_LETTERS: Final = 3
"""A digit, and a letter of a script that writes syllables or no vowels, take as long as so many letters."""

OTHER_SCRIPTS: Final = 0x530
"""Before it lie Latin, Greek and Cyrillic."""

SHORT_MS: Final = 1_000
LEAST_CONFIDENCE: Final = 0.5
"""In less speech than that it may be a breath or a laugh: what is heard in it must be believed, on average."""

SAYS_MORE: Final = 2
"""So many times the letters that were there are something left out; fewer may be another hearing of the same words, worse
for being cut out, and must be believed as well."""

PAD_MS: Final = 200
"""What a region has before and after its speech, together."""

SAID_TWICE: Final = 2
"""So many words in a row, the same as those beside a gap, are those: alignment had put them on its other side."""


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
    """Where speech of a window has no words, or too few, in order, without overlaps."""
    bare = _bare_gaps(words, window)
    thin = [
        gap
        for gap in _thin_gaps(words, window)
        if not any(gap.window.start < one.window.end and one.window.start < gap.window.end for one in bare)
    ]
    return sorted([*bare, *thin], key=lambda gap: gap.window.start)


def _bare_gaps(words: Sequence[Word], window: Window) -> list[Gap]:
    """From pause to pause around speech between two words."""
    borders = _borders(window)
    found: list[Gap] = []
    clock = window.start
    for start, end in [*((word.start, _end(word)) for word in words), (window.end, window.end)]:
        bare = _bare(window.regions, clock, start)
        if sum(stop - begin for begin, stop in bare) >= MISSED_MS:
            first = max(border for border in borders if border <= bare[0][0])
            last = min(border for border in borders if border >= bare[-1][1])
            # A gap as wide as the window: nothing was heard at all, which is the recognizer's own verdict.
            is_all = (first, last) == (window.start, window.end)
            if not is_all and (not found or first >= found[-1].window.end):
                found.append(Gap(_part(window, first, last)))
        clock = max(clock, end)
    return found


def _thin_gaps(words: Sequence[Word], window: Window) -> list[Gap]:
    """Stretches between two pauses that last much longer than what was heard in them; not a whole window."""
    if not words:  # the recognizer's own verdict
        return []
    parts = [Gap(_part(window, first, last)) for first, last in pairwise(_borders(window)) if first < last]
    if len(parts) == 1:  # it would be heard the same again
        return []
    return [gap for gap in parts if _needs(words, gap.window) + THIN_LEAST_MS < gap.window.speech - PAD_MS]


def _needs(words: Sequence[Word], window: Window) -> float:
    """The longest that saying them, or what of them is in the window, takes, ms."""
    total = 0.0
    for word in words:
        share = (min(word.end, window.end) - max(word.start, window.start)) / (word.end - word.start)
        if share > 0:
            total += share * THIN_MS * sum(_weight(character) for character in word.text if character.isalnum())
    return total


def _weight(character: str) -> int:
    """How many letters of an alphabet with vowels take as long."""
    if character.isdigit():
        return DIGIT_LETTERS
    return 1 if ord(character) < OTHER_SCRIPTS else SIGN_LETTERS


def completed(words: Sequence[Word], gap: Gap, more: Sequence[Word]) -> tuple[Word, ...]:
    """A window's words with those heard in a gap, if these say more than was there."""
    around = gap.around(words)
    before = [word for word in around if word.start < gap.window.start]
    new = _unsaid(more, before, around[len(before) :])
    if not _counts(new, gap.within(words), gap.window):
        return tuple(words)
    return tuple(sorted([*around, *new], key=lambda word: (word.start, word.end)))


def _counts(new: Sequence[Word], old: Sequence[Word], window: Window) -> bool:
    """Whether words take the place of those that stood in a window."""
    if _letters(new) <= _letters(old):
        return False
    is_plain = window.speech >= SHORT_MS and _letters(new) >= SAYS_MORE * _letters(old)
    return is_plain or fmean(word.confidence for word in new) >= LEAST_CONFIDENCE


def _unsaid(words: Sequence[Word], before: Sequence[Word], after: Sequence[Word]) -> Sequence[Word]:
    """Words without those at either end that stand there already."""
    new, ahead, behind = ([_spelled(word) for word in some] for some in (words, before, after))
    first, last = 0, len(new)
    for count in range(SAID_TWICE, len(new) + 1):
        if new[:count] == ahead[-count:]:
            first = count
        if new[-count:] == behind[:count]:
            last = len(new) - count
    return words[first:last]


def _spelled(word: Word) -> str:
    return "".join(filter(str.isalnum, word.text)).casefold()


def _end(word: Word) -> int:
    digits = sum(map(str.isdigit, word.text))
    return min(word.end, word.start + WORD_MS + LETTER_MS * len(word.text) + DIGIT_MS * digits)


def _borders(window: Window) -> list[int]:
    """A window's start, the middles of the pauses between its regions, and its end."""
    middles = [(one.end + other.start) // 2 for one, other in pairwise(window.regions)]
    return [window.start, *middles, window.end]


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

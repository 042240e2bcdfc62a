"""Which stretches of a recording nobody may hear, and what is heard there instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from scriba.core.audio import Region
from scriba.core.transcript import Word
from scriba.pipeline.mixing import Excerpt

Method = Literal["beep", "silence"]

MARGIN_MS: Final = 150
"""Least time that is covered before and after a redacted word: how far off word times commonly are."""

PAUSE_MS: Final = 400
"""Most of a pause beside a redacted word that is covered: a word's first or last sounds may be taken for pause."""

JOIN_MS: Final = 250
"""Stretches no further apart become one: what is left between them is hardly a word."""

_BEEP_HZ: Final = 1000
_BEEP_LEVEL: Final = 0.2
"""Of full scale: as loud as speech."""

_FADE_MS: Final = 4

Sound = npt.NDArray[np.int32]
"""Samples of 16 or 32 bits; shape [n, channels]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A stretch whose sound goes; `start` and `end` in ms, None up to the recording's end."""

    start: int
    end: int | None
    method: Method


def stretch(words: Sequence[Word], first: int, last: int) -> Region:
    """Where the words from `first` to `last` may be heard: with pauses beside them, at least with a margin."""
    inside = words[first : last + 1]
    start, end = min(word.start for word in inside), max(word.end for word in inside)
    before = [word.end for word in words[max(0, first - 1) : first] if word.channel == inside[0].channel]
    after = [word.start for word in words[last + 1 : last + 2] if word.channel == inside[-1].channel]
    return Region(
        start=max(0, start - _reach(start - before[0] if before else PAUSE_MS)),
        end=end + _reach(after[0] - end if after else PAUSE_MS),
    )


def joined(stretches: Iterable[Region]) -> list[Region]:
    """The stretches in order, those that touch or nearly do as one."""
    found: list[Region] = []
    for each in sorted(stretches, key=lambda region: region.start):
        if found and each.start - found[-1].end <= JOIN_MS:
            found[-1] = Region(start=found[-1].start, end=max(found[-1].end, each.end))
        else:
            found.append(each)
    return found


def covers(stretches: Iterable[Region], method: Method, excerpt: Excerpt) -> list[Cover]:
    """What to cover, in order; outside the excerpt nobody knows what is said, so all of that is silent."""
    found = [Cover(start=each.start, end=each.end, method=method) for each in joined(stretches)]
    if excerpt.start:
        found.insert(0, Cover(start=0, end=excerpt.start, method="silence"))
    if excerpt.end is not None:
        found.append(Cover(start=excerpt.end, end=None, method="silence"))
    return found


class Muter:
    """Covers blocks of a recording, one after the other."""

    def __init__(self, wanted: Iterable[Cover], rate: int, peak: int) -> None:
        self._rate = rate
        self._peak = peak
        self._place = 0
        self._open = [
            (cover.start * rate // 1000, None if cover.end is None else -(-cover.end * rate // 1000), cover.method)
            for cover in wanted
        ]

    def mute(self, block: Sound) -> Sound:
        """The next block, covered where it must be."""
        begin, end = self._place, self._place + len(block)
        self._place = end
        self._open = [cover for cover in self._open if cover[1] is None or cover[1] > begin]
        hit = [cover for cover in self._open if cover[0] < end]
        if not hit:
            return block
        muted = block.copy()
        for first, last, method in hit:
            low, high = max(first, begin), end if last is None else min(last, end)
            muted[low - begin : high - begin] = self._tone(low, high, first, last) if method == "beep" else 0
        return muted

    def _tone(self, low: int, high: int, first: int, last: int | None) -> Sound:
        """The beep's samples from `low` to `high`, rising and falling within its stretch; shape [n, 1]."""
        places = np.arange(low, high)
        fade = max(1, _FADE_MS * self._rate // 1000)
        edge = np.minimum(places - first, (last or high) - 1 - places)
        level = self._peak * _BEEP_LEVEL * np.clip(edge / fade, 0, 1)
        # The phase repeats every second: it stays exact in recordings of hours.
        tone = np.sin(2 * np.pi * _BEEP_HZ * (places % self._rate) / self._rate)
        return np.rint(level * tone).astype(np.int32)[:, None]


def _reach(pause: int) -> int:
    return min(max(pause, MARGIN_MS), PAUSE_MS)

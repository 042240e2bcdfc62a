"""Where words lie that a model gives no times for, and words whose times know no pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scriba.backends.runtime.whisper_alignment import place
from scriba.core.audio import Region, Window
from scriba.core.transcript import Word

__all__ = ["place", "spread"]

_SOUNDLESS = 1
"""Letters' worth of time between two words."""


def spread(words: Sequence[Word], window: Window) -> tuple[Word, ...]:
    """Share the detected speech among words by their letters, across pauses: a guess, where nothing knows better."""
    regions = window.regions or (Region(start=window.start, end=window.end),)
    lengths = [len(word.text) + _SOUNDLESS for word in words]
    whole, spoken = sum(lengths), sum(region.end - region.start for region in regions)
    found, done = [], 0
    for word, length in zip(words, lengths, strict=True):
        start = _at(regions, spoken * done // whole)
        done += length
        end = _at(regions, spoken * done // whole)
        found.append(replace(word, start=start - window.start, end=max(end, start + 1) - window.start))
    return place(found, window)


def _at(regions: Sequence[Region], spoken: int) -> int:
    """The time at which so many ms of the regions are over."""
    for region in regions:
        if spoken <= region.end - region.start:
            return region.start + spoken
        spoken -= region.end - region.start
    return regions[-1].end

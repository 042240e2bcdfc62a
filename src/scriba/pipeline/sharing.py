"""Stretches in common windows: what the segmenter says for and against their being one speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scriba.pipeline.segmentation import FRAME_MS, WINDOW_FRAMES, Segmentation
from scriba.pipeline.tracks import ON, Stretch, Tracks

SECONDS_A_FRAME: Final = FRAME_MS / 1000

LEAST_FRAMES: Final = 6
"""Frames of a stretch inside a window below which the window says nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BondOptions:
    """Log likelihood ratios a second of common evidence, and how many seconds count."""

    same: float = 1.0
    apart: float = 0.1
    overlapping: float = 1.5
    most_seconds: float = 1.5
    most_overlap: float = 1.0


DEFAULT_BONDS: Final = BondOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch inside a window: which local speaker it is there, and for how many frames."""

    stretch: int
    local: int
    frames: int


@dataclass(slots=True)
class _Evidence:
    """Of a pair of stretches, over all common windows: seconds."""

    together: float = 0.0
    apart: float = 0.0
    overlap: float = 0.0
    longest: float = 0.0

    def add(self, seconds: float, overlap: float, *, is_same: bool) -> None:
        """Take in one window."""
        self.longest = max(self.longest, seconds)
        if is_same:
            self.together += seconds
        else:
            self.apart += seconds
            self.overlap += seconds * min(overlap, seconds)

    def bond(self, options: BondOptions) -> float:
        """Evidence for one speaker less that for two."""
        seen = self.together + self.apart
        balance = (self.together - self.apart) / seen * self.longest
        balance = max(-options.most_seconds, min(options.most_seconds, balance))
        value = balance * (options.same if balance > 0 else options.apart)
        return value - options.overlapping * min(self.overlap / seen, options.most_overlap)


def places(segmentation: Segmentation, tracks: Tracks, stretches: Sequence[Stretch]) -> dict[int, list[Place]]:
    """By window, the stretches that lie in it."""
    found: dict[int, list[Place]] = defaultdict(list)
    step, last = segmentation.step, len(tracks.numbers) - 1
    for number, stretch in enumerate(stretches):
        first_frame, last_frame = stretch.runs[0][0], stretch.runs[-1][1]
        for window in range(max(0, (first_frame - WINDOW_FRAMES) // step), min(last, last_frame // step) + 1):
            frames = stretch.frames_within(window * step, window * step + WINDOW_FRAMES)
            locals_ = np.flatnonzero(tracks.numbers[window] == stretch.track)
            if frames and len(locals_):
                found[window].append(Place(stretch=number, local=int(locals_[0]), frames=frames))
    return found


def bonds(
    segmentation: Segmentation, placed: Mapping[int, Sequence[Place]], options: BondOptions = DEFAULT_BONDS
) -> dict[tuple[int, int], float]:
    """By pairs of stretches that share windows, the first being the earlier: a log likelihood ratio for one speaker."""
    found: dict[tuple[int, int], _Evidence] = defaultdict(_Evidence)
    for window, inside in placed.items():
        together = overlaps(segmentation, window)
        for one, other in _pairs([place for place in inside if place.frames >= LEAST_FRAMES]):
            found[one.stretch, other.stretch].add(
                min(one.frames, other.frames) * SECONDS_A_FRAME,
                float(together[one.local, other.local]),
                is_same=one.local == other.local,
            )
    return {pair: evidence.bond(options) for pair, evidence in found.items()}


def overlaps(segmentation: Segmentation, window: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Seconds in which two local speakers of a window speak at once; shape [3, 3]."""
    is_on = (segmentation.levels[window] >= ON).astype(np.float64)
    return np.asarray(is_on.T @ is_on * SECONDS_A_FRAME)


def _pairs(inside: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    for number, one in enumerate(inside):
        for other in inside[number + 1 :]:
            yield one, other

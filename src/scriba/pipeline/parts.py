"""Diarization in parts: the costly models run over minutes at a time, what they found is joined before voices are grouped.

A part owns some windows of the recording's one grid of windows and the frames that begin in them. It hears a few windows
more on both sides, so that nothing changes at its borders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from scriba.core.audio import Audio, Samples
from scriba.core.engines import Embedder, Segmenter
from scriba.core.speakers import Embedding
from scriba.pipeline.segmentation import (
    FRAME_MS,
    STEP_FRAMES,
    WINDOW_FRAMES,
    WINDOW_MS,
    Segmentation,
    frame_time,
    segment,
)
from scriba.pipeline.tracks import Numbers, Stretch, Tracks, clouded, follow, solo, stretches

PART_MS: Final = 180_000
"""How much of a recording is a part: some seconds of work."""

STRETCHES_A_CALL: Final = 16

SEGMENTATION_SHARE: Final = 0.5
"""Of the time that a part takes: the rest goes into voices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The windows from `first` to `last` (half-open) of `count` in the recording, every `step` frames."""

    first: int
    last: int
    count: int
    step: int = STEP_FRAMES

    @property
    def heard(self) -> range:
        """Its windows and all those around it that see a frame of them."""
        around = -(-WINDOW_FRAMES // self.step)
        return range(max(0, self.first - around), min(self.count, self.last + around))

    @property
    def frames(self) -> tuple[int, int]:
        """Its frames; half-open. Those of the last window belong to the last part."""
        last = self.last * self.step if self.last < self.count else (self.count - 1) * self.step + WINDOW_FRAMES
        return self.first * self.step, last


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the models found; all that follows is cheap. `points` are of the clean, then of the clouded stretches.

    Frames of stretches count from the start of the recording.
    """

    segmentation: Segmentation
    tracks: Tracks
    clean: tuple[Stretch, ...]
    clouded: tuple[Stretch, ...]
    points: Embedding


def parts(duration: int, step: int = STEP_FRAMES) -> tuple[Part, ...]:
    """The parts of a recording of so many ms, in order."""
    count = 1 + max(0, -(-(duration - WINDOW_MS) // _step_ms(step)))
    length = max(1, PART_MS // _step_ms(step))
    return tuple(
        Part(first=first, last=min(count, first + length), count=count, step=step) for first in range(0, count, length)
    )


def hear(
    audio: Audio,
    part: Part,
    segmenter: Segmenter,
    embedder: Embedder,
    advance: Callable[[float], None] = lambda _: None,
) -> Heard:
    """Run both models over a part of a recording."""
    around = part.heard
    step_ms = _step_ms(part.step)
    nearby = audio.within(around.start * step_ms, (around.stop - 1) * step_ms + WINDOW_MS)
    segmentation = segment(nearby, segmenter, lambda done: advance(SEGMENTATION_SHARE * done), part.step)
    tracks = follow(segmentation)
    alone = solo(segmentation, tracks)
    first, last = (frame - around.start * part.step for frame in part.frames)
    alone[:first], alone[last:] = -1, -1
    clean = stretches(alone)
    behind = [one for one in clouded(segmentation, tracks, clean) if first <= one.runs[0][0] < last]
    points = _points(nearby, [*clean, *behind], embedder, advance)
    own = slice(part.first - around.start, part.last - around.start)
    return Heard(
        segmentation=Segmentation(levels=segmentation.levels[own], step=part.step),
        tracks=Tracks(numbers=tracks.numbers[own], count=tracks.count),
        clean=tuple(moved(one, around.start * part.step, 0) for one in clean),
        clouded=tuple(moved(one, around.start * part.step, 0) for one in behind),
        points=points,
    )


def join(heard: Sequence[Heard]) -> Heard:
    """The parts of a recording, in order, as one."""
    first_tracks = np.cumsum([0, *(one.tracks.count for one in heard)]).tolist()
    clean = [moved(one, 0, first) for part, first in zip(heard, first_tracks, strict=False) for one in part.clean]
    behind = [moved(one, 0, first) for part, first in zip(heard, first_tracks, strict=False) for one in part.clouded]
    numbers: list[Numbers] = [
        np.where(part.tracks.numbers < 0, -1, part.tracks.numbers + first)
        for part, first in zip(heard, first_tracks, strict=False)
    ]
    points = [part.points[: len(part.clean)] for part in heard] + [part.points[len(part.clean) :] for part in heard]
    return Heard(
        segmentation=replace(
            heard[0].segmentation, levels=np.concatenate([part.segmentation.levels for part in heard])
        ),
        tracks=Tracks(numbers=np.concatenate(numbers), count=first_tracks[-1]),
        clean=tuple(clean),
        clouded=tuple(behind),
        points=np.concatenate([some for some in points if len(some)] or [heard[0].points]),
    )


def _points(
    audio: Audio, everything: Sequence[Stretch], embedder: Embedder, advance: Callable[[float], None]
) -> Embedding:
    found: list[Embedding] = []
    for first in range(0, len(everything), STRETCHES_A_CALL):
        clips = [_samples(audio, one) for one in everything[first : first + STRETCHES_A_CALL]]
        found.append(embedder.embed(clips))
        advance(SEGMENTATION_SHARE + (1 - SEGMENTATION_SHARE) * first / len(everything))
    return np.concatenate(found) if found else np.zeros((0, 1), dtype=np.float32)


def _samples(audio: Audio, stretch: Stretch) -> Samples:
    """A stretch without what lies between its runs."""
    return np.concatenate([audio.cut(frame_time(start), frame_time(end)) for start, end in stretch.runs])


def moved(stretch: Stretch, frames: int, tracks: int) -> Stretch:
    """The same stretch so many frames later, its track counted on by `tracks`."""
    runs = tuple((start + frames, end + frames) for start, end in stretch.runs)
    return Stretch(track=stretch.track + tracks, runs=runs)


def _step_ms(step: int) -> int:
    return round(step * FRAME_MS)

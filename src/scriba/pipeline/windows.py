"""Where somebody speaks, and how that is cut into windows for a recognizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scriba.core.audio import SAMPLES_PER_MS, Audio, Region, Samples, Window
from scriba.core.engines import Detector

FRAME_MS = 32
"""A detector's frame."""

STRETCH_MS = 4 * 60_000
"""How much of a recording a detector gets at once: 15 MB of samples."""

WARM_UP_MS = 4_000
"""What a detector hears before a stretch begins, so that it knows the voice and the noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionOptions:
    """When speech begins and ends; times in ms. Low thresholds: a missed word costs more than a heard pause."""

    onset: float = 0.35
    offset: float = 0.2
    min_speech: int = 64
    min_silence: int = 200
    pad: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """How regions are packed; times in ms."""

    longest: int = 29_000
    """Whisper takes 30 s; a second is left for the silence that ends a window."""
    shortest_cut: int = 5_000
    """A window is not cut before this; later ones are cut where the pause is longest (ADR 0011)."""
    max_pause: int = 3_000
    """A longer pause always ends a window: nobody speaks in it, and the model invents."""
    pad: int = 400
    """Quiet beginnings and ends that the detector misses."""


DEFAULT_REGIONS = RegionOptions()
DEFAULT_WINDOWS = WindowOptions()


def speech_probabilities(
    audio: Audio, detector: Detector, advance: Callable[[float], None] = lambda _fraction: None
) -> Samples:
    """Speech probability of each frame of a recording of any length, in bounded memory."""
    stretch, warm_up = (length // FRAME_MS * FRAME_MS for length in (STRETCH_MS, WARM_UP_MS))
    found: list[Samples] = []
    for start in range(0, max(audio.duration, 1), stretch):
        before = min(start, warm_up)
        heard = detector.probabilities(audio.cut(start - before, start + stretch))
        found.append(heard[before // FRAME_MS :])
        advance((start + stretch) / max(audio.duration, 1))
    return np.concatenate(found)


def speech_regions(probabilities: Samples, duration: int, options: RegionOptions = DEFAULT_REGIONS) -> list[Region]:
    """Stretches of speech, padded, in order, not overlapping, inside the recording."""
    runs = [(first * FRAME_MS, last * FRAME_MS) for first, last in _runs(probabilities, options)]
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < options.min_silence:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    speech = [(start, end) for start, end in joined if end - start >= options.min_speech and start < duration]
    ends = [0, *(end for _, end in speech)]
    starts = [*(start for start, _ in speech), 2 * duration]
    return [
        Region(
            start=max(0, start - min(options.pad, (start - before) // 2)),
            end=min(duration, end + min(options.pad, (after - end) // 2)),
        )
        for (start, end), before, after in zip(speech, ends, starts[1:], strict=False)
    ]


def _runs(probabilities: Samples, options: RegionOptions) -> list[tuple[int, int]]:
    """Runs of frames that stay at the offset threshold or above and reach the onset threshold; half-open."""
    above = np.concatenate(([False], probabilities >= options.offset, [False]))
    edges = np.flatnonzero(above[1:] != above[:-1]).tolist()
    runs = zip(edges[::2], edges[1::2], strict=True)
    return [(first, last) for first, last in runs if probabilities[first:last].max() >= options.onset]


def pack(regions: Sequence[Region], audio: Audio, options: WindowOptions = DEFAULT_WINDOWS) -> list[Window]:
    """Windows that cover all regions, in order; each at most `longest` long and cut at a pause where there is one."""
    groups: list[list[Region]] = []
    waiting = [piece for region in regions for piece in _pieces(region, audio, options)]
    while waiting:
        count = _fitting(waiting, options)
        groups.append(waiting[:count])
        waiting = waiting[count:]
    ends = [0, *(group[-1].end for group in groups)]
    starts = [*(group[0].start for group in groups), 2 * audio.duration]
    return [
        Window(
            start=group[0].start - min(options.pad, (group[0].start - before) // 2),
            end=min(audio.duration, group[-1].end + min(options.pad, (after - group[-1].end) // 2)),
            regions=tuple(group),
        )
        for group, before, after in zip(groups, ends, starts[1:], strict=False)
    ]


def _fitting(regions: Sequence[Region], options: WindowOptions) -> int:
    """How many of the regions go into one window: all that fit, or those before the longest late pause."""
    start = regions[0].start
    best, widest = 1, -1
    for count, (region, following) in enumerate(pairwise(regions), start=1):
        pause = following.start - region.end
        if pause > options.max_pause:
            return count
        if region.end - start >= options.shortest_cut and pause >= widest:
            best, widest = count, pause
        elif widest < 0:
            best = count
        if following.end - start > options.longest:
            return best
    return len(regions)


def _pieces(region: Region, audio: Audio, options: WindowOptions) -> list[Region]:
    """The region, cut at its quietest moments where it is too long for a window."""
    pieces: list[Region] = []
    start = region.start
    while region.end - start > options.longest:
        cut = _quietest(audio, start + options.shortest_cut, start + options.longest)
        pieces.append(Region(start=start, end=cut))
        start = cut
    return [*pieces, Region(start=start, end=region.end)]


def _quietest(audio: Audio, start: int, end: int) -> int:
    """The middle of the 96 ms with the least energy between two times."""
    samples = audio.cut(start, end)
    length = FRAME_MS * SAMPLES_PER_MS
    frames = np.square(samples[: len(samples) // length * length]).reshape(-1, length).sum(axis=1)
    smooth = np.convolve(frames, np.ones(3), mode="valid")
    return start + (int(smooth.argmin()) + 1) * FRAME_MS + FRAME_MS // 2

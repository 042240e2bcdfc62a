"""Local speakers followed from window to window, and the stretches in which one of them speaks alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, permutations
from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.pipeline.segmentation import LOCAL_SPEAKERS, WINDOW_FRAMES, Levels, Segmentation

Numbers = npt.NDArray[np.int64]

ON: Final = 128
"""Level at which a local speaker speaks."""

ALONE: Final = 64
"""Level that all others together stay below where one speaks alone."""

CLOUDED: Final = 96
"""Level from which a track that never speaks alone is heard at all."""

SHORTEST_ACTIVITY: Final = 4
"""Frames below which a local speaker of a window is noise."""

AGREEMENT: Final = 0.5
"""Share of common frames (Dice) from which local speakers of neighbouring windows are one."""

LONGEST_STRETCH: Final = 200
"""Frames of speech embedded at once, 3.4 s: the embedder was trained on 3 s."""

WIDEST_STRETCH: Final = 220
"""Frames from the first to the last of a stretch."""

SHORTEST_STRETCH: Final = 12
"""Frames, 0.2 s: with less, nothing is known of a voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """`numbers` [windows, 3]: the track of each local speaker, -1 for silent ones; tracks count from 0."""

    numbers: Numbers
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Frames that the same windows see: `levels` [frames, ids], each id's mean over those windows."""

    first: int
    ids: Numbers
    levels: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Frames in which one track speaks alone: `runs` are half-open, in order."""

    track: int
    runs: tuple[tuple[int, int], ...]

    @property
    def length(self) -> int:
        """Frames of speech."""
        return sum(end - start for start, end in self.runs)

    def frames_within(self, first: int, last: int) -> int:
        """Frames of speech between two frames."""
        return sum(max(0, min(end, last) - max(start, first)) for start, end in self.runs)


def follow(segmentation: Segmentation) -> Tracks:
    """Join local speakers that agree where neighbouring windows overlap."""
    levels, step = segmentation.levels, segmentation.step
    numbers = np.full((len(levels), LOCAL_SPEAKERS), -1, dtype=np.int64)
    count = 0
    for window, level in enumerate(levels):
        is_active = (level >= ON).sum(axis=0) >= SHORTEST_ACTIVITY
        if window:
            for before, now in _agreeing(levels[window - 1], level, step):
                if is_active[now]:
                    numbers[window, now] = numbers[window - 1, before]
        for local in np.flatnonzero(is_active & (numbers[window] < 0)):
            numbers[window, local] = count
            count += 1
    return Tracks(numbers=numbers, count=count)


def _agreeing(before: Levels, now: Levels, step: int) -> list[tuple[int, int]]:
    first = before[step:] >= ON
    second = now[: WINDOW_FRAMES - step] >= ON
    common = (first[:, :, None] & second[:, None, :]).sum(axis=0)
    sizes = first.sum(axis=0)[:, None] + second.sum(axis=0)[None, :]
    dice = 2 * common / np.maximum(1, sizes)
    # Three local speakers have six ways to be matched: trying all is cheaper than loading a library for it.
    match = max(permutations(range(LOCAL_SPEAKERS)), key=lambda columns: _matched(common, columns))
    return [(row, column) for row, column in enumerate(match) if dice[row, column] >= AGREEMENT]


def _matched(common: Numbers, columns: Sequence[int]) -> int:
    return sum(int(common[row, column]) for row, column in enumerate(columns))


def blocks(segmentation: Segmentation, numbers: Numbers) -> Iterator[Block]:
    """Levels by track, or whatever `numbers` [windows, 3] gives local speakers to, over the whole recording in order."""
    levels, step = segmentation.levels, segmentation.step
    reach = -(-WINDOW_FRAMES // step)
    for block in range(-(-segmentation.frames // step)):
        windows = range(max(0, block - reach + 1), min(len(levels), block + 1))
        ids = np.unique(numbers[windows.start : windows.stop])
        ids = ids[ids >= 0]
        length = min(step, segmentation.frames - block * step)
        sums = np.zeros((length, len(ids)), dtype=np.float32)
        seen = np.zeros((length, 1), dtype=np.float32)
        for window in windows:
            part = levels[window, (block - window) * step :][:length]
            seen[: len(part)] += 1
            for local in np.flatnonzero(numbers[window] >= 0):
                sums[: len(part), np.searchsorted(ids, numbers[window, local])] += part[:, local]
        yield Block(first=block * step, ids=ids, levels=np.asarray(sums / np.maximum(1, seen), dtype=np.float32))


def solo(segmentation: Segmentation, tracks: Tracks) -> Numbers:
    """The track that speaks alone in each frame, -1 where none does; shape [frames]."""
    found = np.full(segmentation.frames, -1, dtype=np.int64)
    for block in blocks(segmentation, tracks.numbers):
        if len(block.ids) == 0:
            continue
        best = block.levels.argmax(axis=1)
        top = block.levels.max(axis=1)
        others = block.levels.sum(axis=1) - top
        is_alone = (top >= ON) & (others < ALONE)
        found[block.first : block.first + len(best)] = np.where(is_alone, block.ids[best], -1)
    return found


def stretches(alone: Numbers) -> list[Stretch]:
    """What is embedded: the runs of each track in `alone`, cut where long and taken together where short."""
    edges = np.flatnonzero(np.diff(alone, prepend=-2, append=-2))
    runs = [
        (int(alone[start]), piece)
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        if alone[start] >= 0
        for piece in _pieces(start, end)
    ]
    found: list[Stretch] = []
    for track, group in groupby(sorted(runs), key=lambda run: run[0]):
        gathered: list[tuple[int, int]] = []
        for _, (start, end) in group:
            length = sum(last - first for first, last in gathered) + end - start
            if gathered and (length > LONGEST_STRETCH or end - gathered[0][0] > WIDEST_STRETCH):
                found.append(Stretch(track=track, runs=tuple(gathered)))
                gathered = []
            gathered.append((start, end))
        found.append(Stretch(track=track, runs=tuple(gathered)))
    return sorted((one for one in found if one.length >= SHORTEST_STRETCH), key=lambda one: one.runs[0])


def clouded(segmentation: Segmentation, tracks: Tracks, clean: Sequence[Stretch]) -> list[Stretch]:
    """One stretch for each track that never speaks alone: all that it says, others speaking at the same time."""
    heard = {stretch.track for stretch in clean}
    runs: dict[int, list[tuple[int, int]]] = {}
    for block in blocks(segmentation, tracks.numbers):
        for column, track in enumerate(block.ids.tolist()):
            if track in heard:
                continue
            edges = np.flatnonzero(np.diff(block.levels[:, column] >= CLOUDED, prepend=False, append=False))
            found = (block.first + edges).tolist()
            runs.setdefault(track, []).extend(zip(found[::2], found[1::2], strict=True))
    stretches = [Stretch(track=track, runs=tuple(found)) for track, found in sorted(runs.items()) if found]
    return [one for one in stretches if one.length >= SHORTEST_STRETCH]


def _pieces(start: int, end: int) -> list[tuple[int, int]]:
    count = -(-(end - start) // LONGEST_STRETCH)
    borders = np.linspace(start, end, count + 1).round().astype(int).tolist()
    return list(pairwise(borders))

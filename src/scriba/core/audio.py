"""Audio as the pipeline sees it: mono, 16 kHz, int16 on disk, float32 views in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
"""Samples a second of everything inside the pipeline; all models of the field take 16 kHz."""

SAMPLES_PER_MS = SAMPLE_RATE // 1000

MIN_AUDIO_MS = 160
"""The contract's shortest recording."""

Samples = npt.NDArray[np.float32]
"""Mono samples in [-1, 1), shape [n]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of detected speech; `start` and `end` in ms."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a recognizer takes at once: at most 30 s; `start` and `end` in ms.

    `regions` are the stretches of detected speech inside it.
    """

    start: int
    end: int
    regions: tuple[Region, ...] = ()

    @property
    def speech(self) -> int:
        """Milliseconds of detected speech."""
        return sum(region.end - region.start for region in self.regions)


class Audio:
    """One channel of a recording, over a memory-mapped int16 file or an int16 array."""

    def __init__(self, pcm: npt.NDArray[np.int16]) -> None:
        self._pcm = pcm

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a raw little-endian int16 file; raises FileNotFoundError."""
        if path.stat().st_size == 0:
            return cls(np.zeros(0, dtype=np.int16))
        return cls(np.memmap(path, dtype="<i2", mode="r"))

    @property
    def duration(self) -> int:
        """Length in ms, rounded down."""
        return len(self._pcm) // SAMPLES_PER_MS

    def cut(self, start: int, end: int) -> Samples:
        """Samples from `start` to `end` (ms), clipped to the recording; shape [n]."""
        first = max(0, start) * SAMPLES_PER_MS
        last = max(0, end) * SAMPLES_PER_MS
        return self._pcm[first:last].astype(np.float32) / np.float32(32768.0)

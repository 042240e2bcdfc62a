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

_BYTES = 2

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


Pcm = npt.NDArray[np.int16]
"""Mono samples as they lie on disk, shape [n]."""


class Audio:
    """One channel of a recording, or a part of it, over an int16 array or a raw little-endian int16 file."""

    def __init__(self, source: Pcm | Path, first: int = 0, length: int | None = None) -> None:
        self._source = source
        self._first = first
        whole = source.stat().st_size // _BYTES if isinstance(source, Path) else len(source)
        self._length = whole - first if length is None else length

    @classmethod
    def open(cls, path: Path) -> Self:
        """A file of raw samples; raises FileNotFoundError."""
        return cls(path)

    @property
    def duration(self) -> int:
        """Length in ms, rounded down."""
        return self._length // SAMPLES_PER_MS

    def within(self, start: int, end: int) -> Audio:
        """The part from `start` to `end` (ms), clipped to the recording; its times begin at 0."""
        first, last = self._clip(start, end)
        return Audio(self._source, self._first + first, last - first)

    def cut(self, start: int, end: int) -> Samples:
        """Samples from `start` to `end` (ms), clipped to the recording; shape [n]."""
        first, last = self._clip(start, end)
        return self._read(self._first + first, self._first + last).astype(np.float32) / np.float32(32768.0)

    def _clip(self, start: int, end: int) -> tuple[int, int]:
        first = min(max(0, start) * SAMPLES_PER_MS, self._length)
        return first, max(first, min(max(0, end) * SAMPLES_PER_MS, self._length))

    def _read(self, first: int, last: int) -> Pcm:
        if not isinstance(self._source, Path):
            return self._source[first:last]
        if first == last:
            return np.zeros(0, dtype=np.int16)
        # Only this stretch is mapped, and let go at once: a map of the whole file would grow into memory as it is read.
        return np.memmap(self._source, dtype="<i2", mode="r", offset=first * _BYTES, shape=(last - first,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of a recording, or all of them mixed, ready for recognition.

    `name` is "1", "2" and on, None where all are mixed; `start` is the time of the recording, ms, at which `audio`
    begins. The times of `windows` count from there.
    """

    audio: Audio
    windows: tuple[Window, ...] = ()
    name: str | None = None
    start: int = 0

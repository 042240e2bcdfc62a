"""Decoded frames as 16 kHz samples: mixed to one channel, or every channel by itself; and what channels have in common."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import IO, Final

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from scriba.core.audio import SAMPLE_RATE, SAMPLES_PER_MS

Block = npt.NDArray[np.int16]
"""Samples at 16 kHz; shape [n, channels]."""

MARGIN_MS: Final = 500
"""What is resampled before an excerpt begins, so that the resampler's filter has settled."""

OUT_OF_PHASE: Final = -0.5
"""Correlation of two channels below which their sum has less of the sound left than their difference."""

SAME: Final = 0.999
"""Correlation of two channels from which on they are one sound."""


class Mix(Enum):
    """What becomes of the channels."""

    MONO = auto()
    """All of them mixed, as FFmpeg does for their layout."""
    SPLIT = auto()
    """Every one by itself."""
    DIFFERENCE = auto()
    """Of two channels out of phase, half of their difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The part of a recording that is wanted; times in ms, `end` None for all the rest."""

    start: int = 0
    end: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.start == 0 and self.end is None


WHOLE: Final = Excerpt()


@dataclass(slots=True)
class Products:
    """Sums of products of each two channels' samples: who is loud, who is like whom; shape [channels, channels]."""

    sums: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def add(self, samples: npt.NDArray[np.float32]) -> None:
        """Take in samples of shape [channels, n]."""
        if not len(self.sums):
            self.sums = np.zeros((len(samples), len(samples)))
        if len(samples) == len(self.sums):
            self.sums += samples @ samples.T

    def correlation(self, one: int, other: int) -> float:
        """Between -1 and 1; 0 where one of the channels is silent."""
        power = float(self.sums[one, one] * self.sums[other, other])
        return float(self.sums[one, other]) / power**0.5 if power > 0 else 0.0

    @property
    def is_out_of_phase(self) -> bool:
        """Whether two channels would cancel each other out."""
        return len(self.sums) == 2 and self.correlation(0, 1) < OUT_OF_PHASE  # noqa: PLR2004  stereo

    def copies(self) -> list[int]:
        """Channels that sound the same as one before them, and those; numbers from 0."""
        pairs = [
            {one, other}
            for one in range(len(self.sums))
            for other in range(one + 1, len(self.sums))
            if self.correlation(one, other) >= SAME
        ]
        return sorted(set().union(*pairs))


@dataclass(slots=True)
class Heard:
    """What is known once all frames have gone by: the length of the whole recording, and its channels."""

    ms: float = 0.0
    channels: int = 0
    changes_channels: bool = False
    products: Products = field(default_factory=Products)

    @property
    def duration(self) -> int:
        """Length of all that went by, whole ms."""
        return int(round(self.ms, 3))

    def pass_by(self, frame: AudioFrame) -> float:
        """Count a frame; returns the ms at which it begins."""
        start = self.ms
        self.ms += frame.samples * 1000 / frame.sample_rate
        count = frame.layout.nb_channels
        self.changes_channels |= self.channels not in {0, count}
        self.channels = self.channels or count
        return start


def blocks(frames: Iterator[AudioFrame], mix: Mix, excerpt: Excerpt, heard: Heard) -> Iterator[Block]:
    """The excerpt's samples. All frames are consumed: only then is the recording's length known."""
    place = -1
    for start, block in _resampled(frames, mix, excerpt, heard):
        if start is not None:
            place = round(start * SAMPLES_PER_MS)
        first = max(0, excerpt.start * SAMPLES_PER_MS - place)
        last = len(block) if excerpt.end is None else max(0, excerpt.end * SAMPLES_PER_MS - place)
        place += len(block)
        wanted = block[first:last]
        if len(wanted):
            if mix is Mix.SPLIT:
                heard.products.add(wanted.T.astype(np.float32))
            yield wanted


def _resampled(
    frames: Iterator[AudioFrame], mix: Mix, excerpt: Excerpt, heard: Heard
) -> Iterator[tuple[float | None, Block]]:
    """Blocks, the first with the ms at which it begins; frames far from the excerpt are passed over."""
    resampler: AudioResampler | None = None
    shape: tuple[object, ...] = ()
    begun: float | None = None
    for frame in frames:
        start = heard.pass_by(frame)
        if heard.ms < excerpt.start - MARGIN_MS or (excerpt.end is not None and start > excerpt.end + MARGIN_MS):
            continue
        if mix is Mix.MONO and frame.layout.nb_channels == 2:  # noqa: PLR2004  stereo
            heard.products.add(_planes(frame))
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None:
            begun = start
        if resampler is None or found != shape:  # a stream may change its format half-way
            yield from _blocks_of(resampler, None, mix, heard.channels, begun)
            layout = "mono" if mix is Mix.MONO else frame.layout
            resampler, shape = AudioResampler(format="s16", layout=layout, rate=SAMPLE_RATE), found
        frame.pts = None
        for place, block in _blocks_of(resampler, frame, mix, heard.channels, begun):
            begun = None
            yield place, block
    yield from _blocks_of(resampler, None, mix, heard.channels, begun)


def _blocks_of(
    resampler: AudioResampler | None, frame: AudioFrame | None, mix: Mix, channels: int, begun: float | None
) -> Iterator[tuple[float | None, Block]]:
    for piece in resampler.resample(frame) if resampler else ():
        block = piece.to_ndarray().astype("<i2", copy=False).reshape(-1, piece.layout.nb_channels)
        yield begun, _mixed(block, mix, channels)
        begun = None


def _mixed(block: Block, mix: Mix, channels: int) -> Block:
    """As many columns as the recording began with: a stream that changes half-way keeps its number of channels."""
    if mix is Mix.MONO:
        return block
    if block.shape[1] != channels:
        block = np.pad(block[:, :channels], ((0, 0), (0, max(0, channels - block.shape[1]))))
    if mix is Mix.SPLIT:
        return block
    return ((block[:, :1].astype(np.int32) - block[:, 1:2]) // 2).astype("<i2")


def _planes(frame: AudioFrame) -> npt.NDArray[np.float32]:
    """A stereo frame's samples in whatever unit they have; shape [2, n]."""
    samples = frame.to_ndarray().astype(np.float32)
    if frame.format.name.startswith("u8"):
        samples -= 128
    return samples if frame.format.is_planar else samples.reshape(-1, 2).T


class Outputs:
    """A file for every channel, raw little-endian int16; a single one has the target's own name."""

    def __init__(self, target: Path, *, is_split: bool) -> None:
        self._target = target
        self._is_split = is_split
        self._stack = ExitStack()
        self._files: list[IO[bytes]] = []
        self.paths: tuple[Path, ...] = ()
        self.samples = 0

    def write(self, block: Block) -> None:
        """Append samples of every channel."""
        if not self._files:
            self._open(block.shape[1])
        for file, column in zip(self._files, block.T, strict=True):
            file.write(np.ascontiguousarray(column).tobytes())
        self.samples += len(block)

    def finish(self) -> None:
        """Make what was written durable; without any samples there is one empty file."""
        if not self._files:
            self._open(1)
        for file in self._files:
            file.flush()
            os.fsync(file.fileno())
        self._stack.close()

    def discard(self) -> None:
        """Leave nothing."""
        self._stack.close()
        for path in self.paths:
            path.unlink(missing_ok=True)

    def _open(self, channels: int) -> None:
        if self._is_split:
            stem, suffix = self._target.stem, self._target.suffix
            self.paths = tuple(self._target.with_name(f"{stem}.{number + 1}{suffix}") for number in range(channels))
        else:
            self.paths = (self._target,)
        self._files = [self._stack.enter_context(path.open("wb")) for path in self.paths]

"""Recordings whose samples say who speaks, and models that read it there."""

from collections.abc import Sequence

import numpy as np
from typing_extensions import override

from scriba.core.audio import SAMPLE_RATE, Audio, Samples
from scriba.core.engines import Activity, Embedder, Segmenter
from scriba.core.speakers import Embedding

FRAMES = 589
STEP = 270
UNIT = 1 / 64
SPEAKERS = 5

Line = tuple[float, float, Sequence[int]]
"""Start and end in seconds, and who speaks."""


def conversation(seconds: float, lines: Sequence[Line]) -> Audio:
    """A recording in which each speaker is a bit of the samples' value."""
    samples = np.zeros(int(seconds * SAMPLE_RATE), dtype=np.int16)
    for start, end, speakers in lines:
        value = sum(1 << speaker for speaker in speakers)
        samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)] = value * int(UNIT * 32768)
    return Audio(samples)


def _bits(samples: Samples) -> Samples:
    values = np.rint(samples / UNIT).astype(int)
    return np.stack([(values >> speaker) & 1 for speaker in range(SPEAKERS)], axis=-1).astype(np.float32)


class FakeSegmenter(Segmenter):
    """Sees at most three speakers a window and two at once, numbered anew in each window."""

    def __init__(self) -> None:
        self.windows = 0

    @override
    def activity(self, windows: Samples) -> Activity:
        self.windows += len(windows)
        found = np.zeros((len(windows), FRAMES, 3), dtype=np.float32)
        centres = np.arange(FRAMES) * STEP + 495
        for number, window in enumerate(windows):
            bits = _bits(window[centres])
            order = np.roll(np.flatnonzero(bits.any(axis=0)), number)[:3]
            found[number, :, : len(order)] = bits[:, order]
        return found


class FakeEmbedder(Embedder):
    """A corner for each speaker; of a mixture the one that is heard most, if barely."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @override
    def embed(self, clips: Sequence[Samples]) -> Embedding:
        self.seconds += sum(len(clip) for clip in clips) / SAMPLE_RATE
        rows = []
        for clip in clips:
            row = np.full(SPEAKERS + 8, 0.15) + 0.05 * np.sin(len(clip) * np.arange(SPEAKERS + 8))
            row[:SPEAKERS] += _bits(clip).mean(axis=0)
            rows.append(row / np.linalg.norm(row))
        return np.stack(rows).astype(np.float32)

"""Who speaks inside each of many overlapping windows of a recording, kept small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.core.audio import SAMPLE_RATE, SAMPLES_PER_MS, Audio
from scriba.core.engines import Segmenter

WINDOW_MS: Final = 10_000
WINDOW_FRAMES: Final = 589
LOCAL_SPEAKERS: Final = 3

FRAME_MS: Final = 270 / SAMPLES_PER_MS
"""A frame of the segmenter: 270 samples, 16.875 ms."""

FIRST_FRAME_MS: Final = (991 - 270) / 2 / SAMPLES_PER_MS
"""Where frame 0 begins: the network sees 991 samples around each frame."""

STEP_FRAMES: Final = 112
"""Frames between windows, 1890 ms: a multiple of 8, so that windows begin at whole milliseconds."""

WINDOWS_A_CALL: Final = 16

Levels = npt.NDArray[np.uint8]
"""Probabilities in 255ths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """Local speakers of all windows. `levels` [windows, 589, 3]; window n begins at frame n * `step`."""

    levels: Levels
    step: int

    @property
    def frames(self) -> int:
        """Frames of the whole recording."""
        return (len(self.levels) - 1) * self.step + WINDOW_FRAMES


def frame_time(frame: float) -> int:
    """Where a frame begins, ms."""
    return round(FIRST_FRAME_MS + frame * FRAME_MS)


def segment(
    audio: Audio,
    segmenter: Segmenter,
    advance: Callable[[float], None] = lambda _fraction: None,
    step: int = STEP_FRAMES,
) -> Segmentation:
    """Run the segmenter over a recording of any length; the last window is filled up with silence."""
    step_ms = round(step * FRAME_MS)
    count = 1 + max(0, -(-(audio.duration - WINDOW_MS) // step_ms))
    levels = np.empty((count, WINDOW_FRAMES, LOCAL_SPEAKERS), dtype=np.uint8)
    length = WINDOW_MS * SAMPLE_RATE // 1000
    for first in range(0, count, WINDOWS_A_CALL):
        last = min(count, first + WINDOWS_A_CALL)
        windows = np.zeros((last - first, length), dtype=np.float32)
        for row, start in enumerate(range(first * step_ms, last * step_ms, step_ms)):
            samples = audio.cut(start, start + WINDOW_MS)
            windows[row, : len(samples)] = samples
        levels[first:last] = np.rint(np.clip(segmenter.activity(windows), 0, 1) * 255)
        advance(last / count)
    return Segmentation(levels=levels, step=step)

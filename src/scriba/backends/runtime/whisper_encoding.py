"""From samples to what the decoder listens to, without encoding silence over and over.

Whisper was trained on windows of 30 s; a shorter one is filled up with silence. With too little of it the decoder does
not notice the end and says things twice; encoding it costs as much as encoding speech. So a window is encoded with a
second of silence, and the rest is put behind it from an encoding of nothing but silence, made once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import ctranslate2
import numpy as np
import numpy.typing as npt

from scriba.backends.runtime.mel import FRAMES_PER_SECOND, HOP_LENGTH, LogMel
from scriba.core.audio import Samples

Encoding = npt.NDArray[np.generic]
"""What the encoder made of a window, in the model's own type of float; shape [positions, width]."""

MAX_FRAMES: Final = 30 * FRAMES_PER_SECOND

FRAMES_PER_POSITION: Final = 2

MARGIN: Final = 2 * FRAMES_PER_SECOND
"""Silence after a window that is encoded with it; half of it made a fiftieth more errors."""

BORROWED: Final = 15 * FRAMES_PER_SECOND // FRAMES_PER_POSITION
"""Positions of silence that are put behind a window: with 8 s some texts are still said twice (ADR 0010)."""

FRAME_STEP: Final = 10
"""Lengths are rounded up to tenths of a second: few different shapes, and an even number of frames."""


def frames_of(samples: Samples) -> int:
    """Feature frames of a window, silence not counted."""
    return min(MAX_FRAMES, math.ceil(len(samples) / HOP_LENGTH))


class Encoder:
    """The encoder of a loaded model."""

    def __init__(self, model: ctranslate2.models.Whisper) -> None:
        self._model = model
        self._log_mel = LogMel(model.n_mels)
        self._silence: Encoding | None = None

    def short(self, clips: Sequence[Samples]) -> list[Encoding]:
        """Encode each window at its own length."""
        return [self._encode([samples], _rounded(frames_of(samples) + MARGIN))[0] for samples in clips]

    def full(self, clips: Sequence[Samples]) -> list[Encoding]:
        """Encode windows filled up to 30 s, as the model was trained."""
        return self._encode(clips, MAX_FRAMES)

    def memory(self, encodings: Sequence[Encoding], silence: int = BORROWED) -> ctranslate2.StorageView:
        """What the decoder listens to: the encodings as a batch, filled up to one length and followed by silence.

        `silence` counts positions. Known text needs none: there is no end to notice.
        """
        longest = MAX_FRAMES // FRAMES_PER_POSITION
        positions = min(longest, max(len(each) for each in encodings) + silence)
        filled = [np.concatenate([each, self._quiet()[len(each) : positions]]) for each in encodings]
        return ctranslate2.StorageView.from_array(np.stack(filled))

    def _encode(self, clips: Sequence[Samples], frames: int) -> list[Encoding]:
        features = np.stack([self._log_mel(samples, frames) for samples in clips])
        return list(np.array(self._model.encode(ctranslate2.StorageView.from_array(features), to_cpu=True)))

    def _quiet(self) -> Encoding:
        """Half a minute of silence: what a window borrows has the same place in it as behind the window."""
        if self._silence is None:
            (self._silence,) = self._encode([np.zeros(0, np.float32)], MAX_FRAMES)
        return self._silence


def _rounded(frames: int) -> int:
    return min(MAX_FRAMES, math.ceil(frames / FRAME_STEP) * FRAME_STEP)

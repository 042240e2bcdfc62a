"""From samples to what the decoder listens to, without encoding silence over and over.

Whisper was trained on windows of 30 s; a shorter one is filled up with silence. With too little of it the decoder does
not notice the end and says things twice; encoding it costs as much as encoding speech. So a window is encoded with two
seconds of silence, and the rest is put behind it from an encoding of nothing but silence, made once.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import Final

import ctranslate2
import numpy as np

from scriba.backends.runtime.mel import FRAMES_PER_SECOND, HOP_LENGTH, LogMel
from scriba.backends.runtime.whisper_network import Encode, Encoding
from scriba.core.audio import Samples

MAX_FRAMES: Final = 30 * FRAMES_PER_SECOND

FRAMES_PER_POSITION: Final = 2

PLACES_PER_SECOND: Final = FRAMES_PER_SECOND // FRAMES_PER_POSITION

MARGIN: Final = 2 * FRAMES_PER_SECOND
"""Silence after a window that is encoded with it; half of it made a fiftieth more errors."""

PLACES: Final = (320, 640, 1_024, 1_500)
"""How many positions the decoder listens to: few sizes, so that windows of about the same length share a batch."""

LEAST_SILENCE: Final = 48
"""Positions of silence behind a window, unless it fills half a minute: fewer or more end in more loops (ADR 0010)."""

FRAME_STEP: Final = 10
"""Lengths are rounded up to tenths of a second: few different shapes, and an even number of frames."""


def frames_of(samples: Samples) -> int:
    """Feature frames of a window, silence not counted."""
    return min(MAX_FRAMES, math.ceil(len(samples) / HOP_LENGTH))


def places_of(samples: Samples) -> int:
    """Positions that the decoder listens to: the window's own, and some of borrowed silence."""
    own = _rounded(frames_of(samples) + MARGIN) // FRAMES_PER_POSITION
    return next((places for places in PLACES if places >= own + LEAST_SILENCE), PLACES[-1])


class Encoder:
    """The encoder of a loaded model, for features of so many bands."""

    def __init__(self, encode: Encode, bands: int) -> None:
        self._encode_features = encode
        self._log_mel = LogMel(bands)
        self._silence: Encoding | None = None
        self._lock = threading.Lock()

    def short(self, clips: Sequence[Samples]) -> list[Encoding]:
        """Encode each window at its own length."""
        return [self._encode([samples], _rounded(frames_of(samples) + MARGIN))[0] for samples in clips]

    def full(self, clips: Sequence[Samples]) -> list[Encoding]:
        """Encode windows filled up to 30 s, as the model was trained."""
        return self._encode(clips, MAX_FRAMES)

    def memory(self, encodings: Sequence[Encoding], places: int) -> ctranslate2.StorageView:
        """What the decoder listens to: each encoding, and behind it silence up to so many positions.

        The silence is spread: it lasts until the half minute is over, and few positions of it stand for all.
        """
        return ctranslate2.StorageView.from_array(np.stack([self._filled(each, places) for each in encodings]))

    def _filled(self, encoding: Encoding, places: int) -> Encoding:
        quiet = self._quiet()
        silence = np.linspace(len(encoding), len(quiet) - 1, places - len(encoding)).astype(np.int64)
        return np.concatenate([encoding, quiet[silence]])

    def _quiet(self) -> Encoding:
        """Half a minute of silence, encoded once somebody needs it: that takes memory which an idle server does not."""
        with self._lock:
            if self._silence is None:
                (self._silence,) = self._encode([np.zeros(0, np.float32)], MAX_FRAMES)
            return self._silence

    def _encode(self, clips: Sequence[Samples], frames: int) -> list[Encoding]:
        return list(self._encode_features(np.stack([self._log_mel(samples, frames) for samples in clips])))


def _rounded(frames: int) -> int:
    return min(MAX_FRAMES, math.ceil(frames / FRAME_STEP) * FRAME_STEP)

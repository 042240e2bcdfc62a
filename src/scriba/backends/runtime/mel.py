"""Whisper's input: the logarithm of the energies in mel bands, 100 frames a second.

The mel scale is Slaney's: linear to 1 kHz, logarithmic above, with bands of equal area. Constants: 25 ms Hann
windows every 10 ms at 16 kHz, and energies clipped 80 dB under the loudest one (Radford et al. 2022, section 2.2).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.core.audio import SAMPLE_RATE, Samples

FRAME_LENGTH = 400
HOP_LENGTH = 160
FRAMES_PER_SECOND = SAMPLE_RATE // HOP_LENGTH

_LINEAR_HZ_PER_MEL = 200.0 / 3.0
_BREAK_HZ = 1000.0
_BREAK_MEL = _BREAK_HZ / _LINEAR_HZ_PER_MEL
_LOG_STEP = np.log(6.4) / 27.0
"""27 mels span the logarithmic part from 1 to 6.4 kHz."""


def mel_to_hz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Slaney's scale."""
    logarithmic = _BREAK_HZ * np.exp(_LOG_STEP * (mels - _BREAK_MEL))
    return np.where(mels < _BREAK_MEL, mels * _LINEAR_HZ_PER_MEL, logarithmic)


def mel_filters(bands: int) -> npt.NDArray[np.float32]:
    """Triangular filters from 0 Hz to half the sample rate; shape [bands, FRAME_LENGTH // 2 + 1]."""
    top_mel = _BREAK_MEL + np.log(SAMPLE_RATE / 2 / _BREAK_HZ) / _LOG_STEP
    corners = mel_to_hz(np.linspace(0.0, top_mel, bands + 2))
    frequencies = np.fft.rfftfreq(FRAME_LENGTH, d=1 / SAMPLE_RATE)
    low, centre, high = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    rising = (frequencies - low) / (centre - low)
    falling = (high - frequencies) / (high - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * 2.0 / (high - low), dtype=np.float32)


BLOCK: Final = 16
"""Frames that are filtered at once.

OpenBLAS splits products of more than 2^18 multiplications among threads, which then spin for some 20 ms on cores where
the encoder is already at work; that made one-by-one recognition a sixth slower.
"""


class LogMel:
    """Turns samples into the features of one model, which has 80 or 128 bands."""

    def __init__(self, bands: int) -> None:
        self._filters = mel_filters(bands)
        self._window = np.hanning(FRAME_LENGTH + 1)[:-1].astype(np.float32)

    def __call__(self, samples: Samples, frames: int) -> npt.NDArray[np.float32]:
        """Features of exactly `frames` frames, the rest being silence; shape [bands, frames]."""
        margin = FRAME_LENGTH // 2
        length = frames * HOP_LENGTH
        padded = np.zeros(length + 2 * margin, dtype=np.float32)
        inside = samples[:length]
        padded[margin : margin + len(inside)] = inside
        padded[:margin] = padded[2 * margin : margin : -1]
        slices = np.lib.stride_tricks.sliding_window_view(padded, FRAME_LENGTH)[::HOP_LENGTH][:frames]
        spectrum = np.fft.rfft(slices * self._window, axis=1)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        blocks = [self._filters @ power[first : first + BLOCK].T for first in range(0, frames, BLOCK)]
        energies = np.log10(np.maximum(np.concatenate(blocks, axis=1), 1e-10))
        clipped = np.maximum(energies, energies.max(initial=-10.0) - 8.0)
        return np.asarray((clipped + 4.0) / 4.0, dtype=np.float32)

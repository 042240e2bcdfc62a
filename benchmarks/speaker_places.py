"""What a microphone hears of a constructed conversation: rooms, tables, telephones, noise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, sosfilt

from scriba.core.audio import SAMPLE_RATE

Signal = npt.NDArray[np.float64]

ROOT_MEAN_SQUARE: Final = 0.06

PLACES: Final = ("clean", "room", "table", "phone", "noise", "headsets", "mixed")
"""`table`: one far microphone, quiet, everybody at another distance; `headsets`: a sum of near microphones; `mixed`: such
a sum in a room, in which every microphone hears everybody."""

NOISE_DB: Final = {
    "clean": (60, 60),
    "phone": (35, 35),
    "room": (14, 30),
    "noise": (8, 20),
    "table": (12, 25),
    "headsets": (25, 40),
    "mixed": (15, 32),
}
"""How far the noise lies below speech."""

HANDLED: Final = frozenset({"table", "headsets", "mixed", "noise"})
"""Where people breathe into microphones, type, and put things on tables."""


def recorded(tracks: Mapping[str, Signal], place: str, rng: np.random.Generator) -> Signal:
    """All speakers together, as a microphone in that place hears them."""
    tracks = {name: _heard(track, place, rng) for name, track in tracks.items()}
    whole = np.sum(list(tracks.values()), axis=0)
    if place == "phone":
        whole = _telephone(whole)
    whole = whole + _noise(len(whole), float(rng.uniform(*NOISE_DB[place])), rng)
    if place in HANDLED:
        whole = whole + _knocks(len(whole), rng)
    if place in ("table", "mixed"):
        whole *= 10 ** (-rng.uniform(6, 26) / 20)
    return np.asarray(whole * min(1.0, 0.95 / (np.abs(whole).max() + 1e-9)))


def _heard(track: Signal, place: str, rng: np.random.Generator) -> Signal:
    """One speaker at the microphone."""
    if place == "room":
        return _reverberant(track, float(rng.uniform(0.15, 0.5)), float(rng.uniform(0.4, 1.1)), rng)
    if place == "table":
        far = _reverberant(track, float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.7, 1.8)), rng)
        return np.asarray(_coloured(far, rng) * 10 ** (rng.uniform(-6, 3) / 20))
    if place == "headsets":
        return np.asarray(_coloured(track, rng) * 10 ** (rng.uniform(-6, 6) / 20))
    if place == "mixed":
        near = _coloured(track, rng) * 10 ** (rng.uniform(-9, 6) / 20)
        return np.asarray(near + _leaks(near, rng))
    return track


def _leaks(near: Signal, rng: np.random.Generator) -> Signal:
    """A voice in the microphones of the others: later, lower, with the room, each in another colour."""
    found = np.zeros(len(near))
    for _ in range(3):
        far = _coloured(_reverberant(near, float(rng.uniform(0.2, 0.6)), float(rng.uniform(0.6, 1.5)), rng), rng)
        delay = int(rng.uniform(0.002, 0.012) * SAMPLE_RATE)
        found[delay:] += far[: len(far) - delay] * 10 ** (rng.uniform(-22, -10) / 20)
    return found


def _reverberant(track: Signal, decay: float, strength: float, rng: np.random.Generator) -> Signal:
    """With a tail of noise that falls by 60 dB in `decay` seconds, of `strength` times the direct sound."""
    times = np.arange(int(decay * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(len(times)) * np.exp(-6.9 * times / decay)
    tail *= strength / np.sqrt((tail**2).sum())
    tail[0] += 1.0
    return np.asarray(fftconvolve(track, tail)[: len(track)])


def _coloured(track: Signal, rng: np.random.Generator) -> Signal:
    """Through a microphone that favours low or high sounds."""
    pole = float(rng.uniform(-0.5, 0.5))
    return np.asarray(sosfilt([[1.0, 0.0, 0.0, 1.0, -pole, 0.0]], track) * (1 - abs(pole)))


def _telephone(whole: Signal) -> Signal:
    band = sosfilt(butter(6, [300, 3400], btype="band", fs=SAMPLE_RATE, output="sos"), whole)
    loud = np.clip(band * 2, -1, 1)
    coded = np.round(np.sign(loud) * np.log1p(255 * np.abs(loud)) / np.log(256) * 127) / 127
    return np.asarray(np.sign(coded) * (256 ** np.abs(coded) - 1) / 255 / 2)


def _noise(length: int, below: float, rng: np.random.Generator) -> Signal:
    """Rumble and hiss so many dB below speech."""
    hiss = np.cumsum(rng.standard_normal(length))
    hiss = sosfilt(butter(1, 60, btype="high", fs=SAMPLE_RATE, output="sos"), hiss) + rng.standard_normal(length)
    return np.asarray(hiss / (hiss.std() + 1e-9) * ROOT_MEAN_SQUARE * 10 ** (-below / 20))


def _knocks(length: int, rng: np.random.Generator) -> Signal:
    """Short sounds that are no speech: up to one a second, from a click to a breath."""
    found = np.zeros(length)
    for _ in range(int(rng.uniform(0, 1) * length / SAMPLE_RATE)):
        duration = int(rng.uniform(0.02, 0.5) * SAMPLE_RATE)
        start = int(rng.integers(0, max(1, length - duration)))
        times = np.arange(duration) / duration
        burst = rng.standard_normal(duration) * np.exp(-rng.uniform(2, 8) * times) * np.minimum(1, 20 * times)
        burst *= ROOT_MEAN_SQUARE * 10 ** (-rng.uniform(5, 30) / 20) / (burst.std() + 1e-9)
        found[start : start + duration] += burst[: length - start]
    return found

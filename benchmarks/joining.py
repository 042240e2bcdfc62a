"""Recordings one after the other, as one long recording whose parts are known."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.manifest import Item
from scriba.core.audio import SAMPLE_RATE, SAMPLES_PER_MS, Audio
from scriba.pipeline.decode import decode

PAUSES_MS: Final = (200, 1_200)


@dataclass(frozen=True, slots=True)
class Part:
    """Where a recording lies in the long one, in seconds."""

    item: Item
    start: float
    end: float


def join(items: Sequence[Item], target: Path, *, seconds: float | None = None, seed: int = 5) -> list[Part]:
    """Write a 16 kHz WAV of the items in an order of chance, with pauses of chance between them.

    With `seconds` they are repeated until it is that long, and the last one is cut.
    """
    rng = np.random.default_rng(seed)
    parts: list[Part] = []
    limit = None if seconds is None else round(seconds * SAMPLE_RATE)
    with wave.open(str(target), "wb") as long:
        long.setnchannels(1)
        long.setsampwidth(2)
        long.setframerate(SAMPLE_RATE)
        clock = 0
        while limit is None or clock < limit:
            for number in rng.permutation(len(items)):
                item = items[number]
                audio = Audio.open(decode(item.audio, target.with_suffix(".pcm"), name=item.audio.name).files[0])
                samples = (audio.cut(0, audio.duration) * 32768).astype("<i2")
                samples = samples[: None if limit is None else limit - clock]
                long.writeframes(samples.tobytes())
                parts.append(Part(item, clock / SAMPLE_RATE, (clock + len(samples)) / SAMPLE_RATE))
                pause = int(rng.integers(*PAUSES_MS)) * SAMPLES_PER_MS
                pause = pause if limit is None else max(0, min(pause, limit - clock - len(samples)))
                long.writeframes(bytes(2 * pause))
                clock += len(samples) + pause
                if clock == limit:
                    return parts
            if limit is None:
                break
    return parts

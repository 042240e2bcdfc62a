"""A bench to run stages on, and recordings for it."""

import wave

import numpy as np
import pytest

from tests.fakes.bench import Bench
from tests.fakes.recordings import write_channels

RATE = 16_000


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.database.close()


@pytest.fixture
def recording(tmp_path):
    def write(*stretches):
        """Stretches of (seconds, how loud)."""
        noise = np.random.default_rng(1)
        parts = [noise.uniform(-0.8, 0.8, seconds * RATE) * level for seconds, level in stretches]
        path = tmp_path / "recording.wav"
        with wave.open(str(path), "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(2)
            target.setframerate(RATE)
            target.writeframes((np.concatenate(parts) * 32767).astype("<i2").tobytes())
        return path

    return write


@pytest.fixture
def channels(tmp_path):
    def write(*tracks):
        """For each channel its stretches of (seconds, how loud), all of the same length."""
        noise = np.random.default_rng(1)
        samples = [
            np.concatenate([noise.uniform(-0.8, 0.8, round(seconds * RATE)) * level for seconds, level in stretches])
            for stretches in tracks
        ]
        return write_channels(tmp_path / "channels.wav", np.stack(samples), RATE)

    return write

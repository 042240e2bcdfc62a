"""Long recordings made of short ones."""

import wave

import numpy as np
import pytest

from benchmarks.invention import write
from benchmarks.joining import join
from benchmarks.manifest import Item


@pytest.fixture
def items(tmp_path):
    paths = [write(tmp_path / f"{level}.wav", np.full(16_000, level)) for level in (0.1, 0.2, 0.3)]
    return [
        Item(id=path.stem, audio=path, text="", language="en", domain="", kind="", is_overlapped=False)
        for path in paths
    ]


def samples_of(path):
    with wave.open(str(path)) as stream:
        return np.frombuffer(stream.readframes(stream.getnframes()), dtype="<i2") / 32768


def test_every_recording_lies_where_its_part_says(items, tmp_path):
    parts = join(items, tmp_path / "long.wav")
    samples = samples_of(tmp_path / "long.wav")
    assert sorted(part.item.id for part in parts) == ["0.1", "0.2", "0.3"]
    for part in parts:
        piece = samples[round(part.start * 16_000) : round(part.end * 16_000)]
        assert len(piece) == 16_000
        assert piece == pytest.approx(float(part.item.id), abs=1e-3)


def test_recordings_are_repeated_to_the_length_asked_for(items, tmp_path):
    parts = join(items, tmp_path / "long.wav", seconds=10)
    assert len(samples_of(tmp_path / "long.wav")) == 160_000
    assert len(parts) > 3
    assert parts[-1].end <= 10

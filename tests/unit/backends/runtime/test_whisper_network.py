"""The encoder in ONNX Runtime beside CTranslate2's, on real weights and a bundled recording."""

import ctranslate2
import numpy as np
import pytest

from scriba.backends.runtime import whisper_network
from scriba.backends.runtime.mel import LogMel
from scriba.backends.runtime.whisper_network import encoder_of
from scriba.core.audio import Audio
from scriba.core.engines import EngineOptions
from scriba.pipeline.decode import decode

OPTIONS = EngineOptions(threads=2)

# CTranslate2's own eight bits differ from its floats by 0.06 to 0.1 on this recording.
MOST = 0.12


@pytest.fixture(scope="module")
def features(two_cities, tmp_path_factory):
    target = tmp_path_factory.mktemp("speech") / "a.pcm"
    decode(two_cities, target)
    audio = Audio.open(target)
    return np.stack([LogMel(80)(audio.cut(start, start + 6_000), 800) for start in (900, 12_000)])


@pytest.fixture(scope="module")
def model(tiny_english_weights):
    return ctranslate2.models.Whisper(str(tiny_english_weights), compute_type="float32", intra_threads=1)


@pytest.fixture(scope="module")
def exact(model, features):
    return np.array(model.encode(ctranslate2.StorageView.from_array(features), to_cpu=True))


@pytest.fixture(scope="module")
def encode(model, tiny_english_weights):
    return encoder_of(model, tiny_english_weights, OPTIONS)


def distance(one, other):
    return np.linalg.norm(one - other) / np.linalg.norm(other)


def is_exactly(one, other):
    return one.shape == other.shape and np.array_equal(one, other)


def test_integers_come_close_to_floats(encode, features, exact):
    found = encode(features)
    assert found.shape == exact.shape
    assert found.dtype == np.float32
    assert 0 < max(distance(*pair) for pair in zip(found, exact, strict=True)) < MOST


def test_a_window_does_not_depend_on_its_company(encode, features):
    assert is_exactly(encode(features)[1:], encode(features[1:]))


def test_threads_change_nothing(model, tiny_english_weights, encode, features):
    alone = encoder_of(model, tiny_english_weights, EngineOptions(threads=1))
    assert distance(alone(features), encode(features)) < 1e-4


def test_silence_has_finite_encodings(encode):
    silence = LogMel(80)(np.zeros(0, np.float32), 200)[None]
    assert np.isfinite(encode(silence)).all()


@pytest.mark.parametrize("options", [EngineOptions(compute_type="float32"), EngineOptions(device="cuda")])
def test_ctranslate2_encodes_what_is_not_in_integers_on_a_processor(
    model, tiny_english_weights, features, exact, options
):
    assert is_exactly(encoder_of(model, tiny_english_weights, options)(features), exact)


def test_ctranslate2_encodes_where_integers_overflow(model, tiny_english_weights, features, exact, monkeypatch):
    monkeypatch.setattr(whisper_network, "_multiplies_exactly", lambda: False)
    assert is_exactly(encoder_of(model, tiny_english_weights, OPTIONS)(features), exact)


@pytest.mark.parametrize("content", [b"\7\0\0\0", b""])
def test_ctranslate2_encodes_weights_in_a_form_that_only_it_knows(model, tmp_path, features, exact, content):
    (tmp_path / "model.bin").write_bytes(content)
    assert is_exactly(encoder_of(model, tmp_path, OPTIONS)(features), exact)

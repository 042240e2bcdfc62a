"""Folders that onnx-asr loads, through the library itself: two of its model families, tiny and without sense."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from scriba import backends
from scriba.backends import onnx_asr
from scriba.backends.onnx_asr import tokens, words
from scriba.bootstrap.models import build_routing, load_recognizer
from scriba.core.audio import Audio, Region, Window
from scriba.core.engines import EngineOptions, Recognizer
from scriba.core.errors import ModelError, WeightsMissingError
from scriba.core.operator_errors import SettingsError
from scriba.settings import Settings
from tests.fakes.onnx_models import write_ctc, write_tdt

AUDIO = Audio(np.random.default_rng(5).normal(0, 3_000, 16_000 * 12).astype(np.int16))


def window(start: int, end: int) -> Window:
    return Window(start=start, end=end, regions=(Region(start=start, end=end),))


@pytest.fixture(scope="module", params=[write_ctc, write_tdt], ids=["ctc", "tdt"])
def settings(request, tmp_path_factory) -> Settings:
    models = tmp_path_factory.mktemp("models")
    request.param(models / "harbour")
    return Settings(
        data_dir=models / "data",
        models_dir=models,
        threads=1,
        recognizers={"universal-2": "harbour", "universal-3-pro": "whisper-base"},
        onnx_asr_models={"harbour": ["en", "de"]},
    )


def nobody(name: str) -> Recognizer:
    raise AssertionError(name)


@pytest.fixture
def recognizer(settings):
    return load_recognizer(settings, "harbour", nobody)


def test_a_folder_is_a_recognizer_when_the_settings_name_it(settings):
    route = build_routing(settings).route(["universal-2"], "de")
    assert (route.recognizer.name, route.recognizer.backend) == ("harbour", "onnx-asr")


def test_words_lie_in_order_inside_their_windows(recognizer):
    bounds = [window(500, 4_000), window(4_000, 11_000)]
    found = recognizer.recognize(AUDIO, bounds, "en")
    for spoken, one in zip(found, bounds, strict=True):
        assert len(spoken) > 3
        assert all(one.start <= word.start < word.end <= one.end for word in spoken)
        assert all(before.end <= after.start for before, after in pairwise(spoken))
        assert all(0.0 < word.confidence <= 1.0 for word in spoken)
        assert {word.text.rstrip(".") for word in spoken} & {"the", "tide", "came", "in"}


def test_times_are_those_of_the_model_s_frames(recognizer):
    (spoken,) = recognizer.recognize(AUDIO, [window(1_000, 4_000)], "en")
    # A frame of 80 ms may hold several words, which then last 40 ms each at least.
    assert {(word.start - 1_000) % 80 for word in spoken} <= {0, 40}


def test_the_same_windows_give_the_same_words_from_every_thread(recognizer):
    bounds = [[window(500, 4_000)], [window(4_000, 11_000)]]
    alone = [recognizer.recognize(AUDIO, one, "en") for one in bounds]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda one: recognizer.recognize(AUDIO, one, "en"), bounds)) == alone


@pytest.mark.parametrize("bounds", [(0, 0), (60_000, 61_000)])
def test_a_window_without_samples_has_no_words(recognizer, bounds):
    assert recognizer.recognize(AUDIO, [window(*bounds)], "en") == [()]


def test_silence_has_no_words_and_a_moment_of_sound_does_no_harm(recognizer):
    silence = Audio(np.zeros(32_000, np.int16))
    assert recognizer.recognize(silence, [window(0, 2_000)], "en") == [()]
    (spoken,) = recognizer.recognize(AUDIO, [window(100, 120)], "en")
    assert all(100 <= word.start < word.end <= 120 for word in spoken)


def test_pieces_are_joined_to_words():
    result = SimpleNamespace(
        text="the tides came.",
        tokens=[" the", " tide", "s", " ", "came", "."],
        timestamps=[0.08, 0.4, 0.48, 1.6, 1.68, 1.76],
        logprobs=[0.0, -0.7, -0.1, 0.0, 0.0, 0.0],
    )
    found = words(tokens(result))
    assert [(word.text, word.start, word.end) for word in found] == [
        ("the", 80, 240),
        ("tides", 400, 640),
        ("came.", 1_600, 1_920),
    ]
    assert found[1].confidence == pytest.approx((np.exp(-0.7) + np.exp(-0.1)) / 2)


def test_words_share_the_speech_when_the_model_tells_no_times():
    silent = SimpleNamespace(text="in they came", tokens=[" in", " they", " came"], timestamps=None, logprobs=[0.0] * 3)
    model = SimpleNamespace(recognize=lambda _clip, **_options: silent)
    (spoken,) = onnx_asr.OnnxAsrRecognizer(model).recognize(AUDIO, [window(1_000, 2_300)], "en")
    assert [(word.text, word.start, word.end) for word in spoken] == [
        ("in", 1_000, 1_300),
        ("they", 1_300, 1_800),
        ("came", 1_800, 2_300),
    ]


def test_a_folder_that_is_none_of_the_library_s_is_refused(tmp_path):
    card = backends.folder_card("mine", frozenset({"en"}))
    with pytest.raises(ModelError, match="cannot be loaded by onnx-asr"):
        backends.load_recognizer(card, tmp_path, EngineOptions())


def test_a_folder_that_is_not_there_is_told(tmp_path):
    settings = Settings(data_dir=tmp_path, onnx_asr_models={"mine": ["en"]})
    with pytest.raises(WeightsMissingError, match=r"There is no folder .*mine"):
        load_recognizer(settings, "mine", nobody)


def test_a_folder_may_not_take_a_recognizer_s_name(tmp_path):
    with pytest.raises(SettingsError, match="rename the folder"):
        build_routing(Settings(data_dir=tmp_path, onnx_asr_models={"whisper-base": ["en"]}))


def test_the_extra_is_named_when_the_library_is_missing(tmp_path, monkeypatch):
    def missing(_table, _name):
        raise ModuleNotFoundError(name="onnx_asr")

    monkeypatch.setattr(backends, "resolve", missing)
    with pytest.raises(ModelError, match=r"pip install 'scriba\[onnx-asr\]'"):
        backends.load_recognizer(backends.folder_card("mine", frozenset({"en"})), tmp_path, EngineOptions())

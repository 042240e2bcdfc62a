"""Which language, from which windows."""

import pytest

from scriba.core.audio import Channel, Region, Window
from scriba.core.errors import NoSpeechError
from scriba.pipeline.language import spoken_language, spread
from tests.fakes.engines import ScriptedIdentifier, sound


def window(start, speech=10_000):
    return Window(start=start, end=start + 20_000, regions=(Region(start=start, end=start + speech),))


AUDIO = sound(("loud", 300_000))


def channel(*windows):
    return Channel(audio=AUDIO, windows=windows)


def test_probabilities_are_averaged_over_windows():
    identifier = ScriptedIdentifier({"en": 0.9, "de": 0.1}, {"en": 0.0, "de": 1.0}, {"en": 0.2, "de": 0.8})
    found = spoken_language([channel(window(0), window(100_000), window(200_000))], identifier)
    assert found.code == "de"
    assert found.confidence == pytest.approx(1.9 / 3)
    assert sum(found.distribution.values()) == pytest.approx(1.0)


def test_a_window_weighs_as_much_as_it_has_speech():
    identifier = ScriptedIdentifier({"en": 1.0}, {"de": 1.0})
    found = spoken_language([channel(window(0, speech=1_000), window(100_000, speech=9_000))], identifier)
    assert found.code == "de"
    assert found.confidence == pytest.approx(0.9)


def test_the_likeliest_expected_language_wins_when_some_are_expected():
    identifier = ScriptedIdentifier({"en": 0.6, "de": 0.3, "nl": 0.1})
    found = spoken_language([channel(window(0))], identifier, ["de", "nl", "xx"])
    assert found.code == "de"
    assert found.confidence == pytest.approx(0.75)
    assert set(found.distribution) == {"de", "nl"}


def test_all_languages_count_when_no_expected_one_is_known():
    assert spoken_language([channel(window(0))], ScriptedIdentifier({"en": 1.0}), ["xx"]).code == "en"


def test_silence_has_no_language():
    with pytest.raises(NoSpeechError):
        spoken_language([channel()], ScriptedIdentifier({"en": 1.0}))


def test_windows_are_taken_from_all_over_the_recording_where_most_is_said():
    windows = [window(index * 20_000, speech=9_000 if index in {1, 5, 6} else 3_000) for index in range(9)]
    mine = channel(*windows)
    assert spread([(mine, each) for each in windows]) == [(mine, windows[index]) for index in (1, 5, 6)]


def test_all_channels_are_heard_when_there_are_several():
    quiet, busy = channel(window(0, speech=500)), channel(window(10_000, speech=9_500))
    found = spoken_language([quiet, busy], ScriptedIdentifier({"en": 1.0}, {"de": 1.0}))
    assert found.code == "de"
    assert found.confidence == pytest.approx(0.95)


def test_clips_last_30_s_at_most():
    identifier = ScriptedIdentifier({"en": 1.0})
    spoken_language([channel(Window(start=0, end=100_000))], identifier)
    assert identifier.clips == [30 * 16_000]


def test_more_windows_are_heard_when_the_first_ones_disagree():
    answers = [{"es": 1.0}, *[{"en": 1.0}] * 2, *[{"es": 1.0}] * 4, *[{"en": 1.0}] * 5]
    identifier = ScriptedIdentifier(*answers)
    found = spoken_language([channel(*(window(index * 20_000) for index in range(12)))], identifier)
    assert len(identifier.clips) == 12
    assert found.code == "en"
    assert found.confidence == pytest.approx(7 / 12)


def test_a_language_is_as_strong_as_in_its_two_best_windows():
    identifier = ScriptedIdentifier({"en": 0.9, "es": 0.1}, {"en": 0.2, "es": 0.8}, {"en": 0.6, "es": 0.4})
    found = spoken_language([channel(window(0), window(30_000), window(60_000))], identifier)
    assert found.strongest == pytest.approx({"en": 0.75, "es": 0.6})

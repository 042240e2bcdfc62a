"""Two languages in one recording."""

import pytest

from scriba.core.audio import Region, Window
from scriba.core.engines import NO_HINTS
from scriba.core.transcript import Word
from scriba.pipeline.language import SpokenLanguage
from scriba.pipeline.switching import joined, spoken_languages, switching_pair
from scriba.pipeline.transcribe import recognize_switching
from tests.fakes.engines import EchoRecognizer, ScriptedIdentifier, sound

PAIR = ["en", "es"]


def window(start, length=5_000, speech=None):
    region = Region(start=start, end=start + (length if speech is None else speech))
    return Window(start=start, end=start + length, regions=(region,))


def row(*lengths):
    """Windows one behind the other."""
    windows, start = [], 0
    for length in lengths:
        windows.append(window(start, length))
        start += length
    return windows


def likely(share):
    """So likely Spanish, the rest English; other languages do not count."""
    return {"en": 0.5 * (1 - share), "es": 0.5 * share, "fr": 0.5}


def test_each_window_has_the_language_that_it_sounds_like():
    heard = [likely(share) for share in (0.05, 0.1, 0.95, 0.9, 0.1)]
    assert spoken_languages(row(*[5_000] * 5), heard, PAIR) == ["en", "en", "es", "es", "en"]


def test_a_doubtful_window_goes_with_those_around_it():
    heard = [likely(share) for share in (0.05, 0.6, 0.05)]
    assert spoken_languages(row(5_000, 5_000, 5_000), heard, PAIR) == ["en", "en", "en"]


def test_a_short_window_says_less_than_a_long_one():
    heard = [likely(share) for share in (0.05, 0.97, 0.05)]
    assert spoken_languages(row(5_000, 600, 5_000), heard, PAIR)[1] == "en"
    assert spoken_languages(row(5_000, 5_000, 5_000), heard, PAIR)[1] == "es"


def test_a_long_pause_makes_a_change_likelier():
    heard = [likely(0.05), likely(0.72), likely(0.72)]
    near, far = row(5_000, 3_000, 600), [window(0), window(30_000, 3_000), window(33_000, 600)]
    assert spoken_languages(near, heard, PAIR) == ["en", "en", "en"]
    assert spoken_languages(far, heard, PAIR) == ["en", "es", "es"]


def test_windows_are_as_likely_either_when_they_sound_like_neither():
    assert spoken_languages(row(5_000, 5_000), [{"fr": 1.0}, {"en": 0.9, "es": 0.1}], PAIR) == ["en", "en"]
    assert spoken_languages([], [], PAIR) == []


def test_neighbours_of_one_language_become_one_window_as_long_as_it_may_be():
    windows = [*row(*[8_000] * 6), window(60_000)]
    found = joined(windows, ["en"] * 4 + ["es"] * 3)
    assert [(language, each.start, each.end) for language, each in found] == [
        ("en", 0, 24_000),
        ("en", 24_000, 32_000),
        ("es", 32_000, 48_000),
        ("es", 60_000, 65_000),
    ]
    assert [region for _, each in found for region in each.regions] == [each.regions[0] for each in windows]


@pytest.mark.parametrize(
    ("strongest", "threshold", "codes"),
    [
        ({"en": 0.9, "es": 0.35, "fr": 0.05}, 0.3, ["en", "es"]),
        ({"en": 0.9, "es": 0.15, "fr": 0.05}, 0.3, ["en"]),
        ({"en": 0.9, "es": 0.15, "fr": 0.05}, 0.0, ["en", "es"]),
        ({"es": 0.9, "pt": 0.5, "en": 0.1}, 0.3, ["es"]),
        ({"es": 0.9, "pt": 0.1, "en": 0.5}, 0.3, ["es", "en"]),
        ({"en": 1.0}, 0.0, ["en"]),
        ({"es": 0.9, "pt": 0.4}, 0.0, ["es"]),
    ],
)
def test_one_of_two_languages_is_english_and_the_second_is_heard_surely_enough(strongest, threshold, codes):
    spoken = SpokenLanguage(code=next(iter(strongest)), confidence=0.6, strongest=strongest)
    found = switching_pair(spoken, threshold)
    assert [one.code for one in found] == codes
    assert [one.confidence for one in found] == [strongest[code] for code in codes]


class Named(EchoRecognizer):
    def recognize(self, audio, windows, language, hints=None):
        return [
            tuple(
                Word(text=f"{language}{window.start}", start=start, end=start + 500, confidence=1)
                for start in range(window.start, window.end, 500)
            )
            for window in windows
        ]


def test_each_window_is_recognized_in_its_own_language_and_order():
    windows = row(*[8_000] * 4)
    identifier = ScriptedIdentifier(likely(0.05), likely(0.95), likely(0.95), likely(0.05))
    words = recognize_switching(sound(("loud", 32_000)), windows, identifier, dict.fromkeys(PAIR, (Named(), NO_HINTS)))
    assert list(dict.fromkeys(word.text for each in words for word in each)) == ["en0", "es8000", "en24000"]

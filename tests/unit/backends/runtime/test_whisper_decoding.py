"""Judging what a decoder came up with."""

from dataclasses import replace

import pytest

from scriba.backends.runtime.whisper_decoding import Attempt, Hypothesis

SHORT = Attempt(is_short=True)
FULL = Attempt()
GOOD = Hypothesis(tokens=(1, 2, 3, 4, 5, 6, 7), text=" The quick brown fox", log_probability=-0.2, no_speech=0.01)


def test_a_likely_text_is_sound():
    assert GOOD.is_sound(SHORT)
    assert GOOD.is_sound(FULL)
    assert not GOOD.is_silence


def test_an_unlikely_text_is_not():
    assert not replace(GOOD, log_probability=-1.2).is_sound(FULL)


@pytest.mark.parametrize("tokens", [(1, 2, 3, 1, 2, 3), (9, 1, 2, 3, 1, 2, 3, 8), (1, 2, 3, 4, 5, 1, 2, 3, 4, 5)])
def test_something_said_twice_is_doubted_only_when_the_encoding_was_short(tokens):
    twice = replace(GOOD, tokens=tokens)
    assert not twice.is_sound(SHORT)
    assert twice.is_sound(FULL)


@pytest.mark.parametrize("text", [" 8 8", " 7. 7.", " Yes, yes!", " 好好"])
def test_a_short_text_that_is_all_repetition_is_doubted(text):
    assert not replace(GOOD, tokens=(1, 2), text=text).is_sound(SHORT)


@pytest.mark.parametrize("tokens", [(5, 5, 5, 5, 5), (1, 2, 1, 2, 1, 2), (1, 2, 3, 4, 2, 3, 4)[:5]])
def test_single_words_may_be_said_again(tokens):
    assert replace(GOOD, tokens=(*tokens, 9)).is_sound(FULL)


def test_a_run_that_comes_four_times_is_a_loop():
    assert replace(GOOD, tokens=(7, *(1, 2, 3) * 4)).is_loop
    assert not replace(GOOD, tokens=(7, *(1, 2, 3) * 3)).is_loop


def test_a_text_that_compresses_well_is_a_loop():
    assert replace(GOOD, text=" going round" * 30).is_loop


def test_the_model_s_own_doubt_makes_silence_when_the_text_is_unlikely_too():
    assert replace(GOOD, no_speech=0.9, log_probability=-1.5).is_silence
    assert not replace(GOOD, no_speech=0.9).is_silence
    assert replace(GOOD, tokens=(), text="").is_silence

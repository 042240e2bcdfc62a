"""What is tried with a window, and which result is kept."""

from dataclasses import replace

import numpy as np
import pytest

from scriba.backends.runtime.whisper_clips import ATTEMPTS, FULL_PLACES, Clip, Decoded, attempts
from scriba.backends.runtime.whisper_decoding import MAX_TOKENS, NOTHING, Hypothesis
from scriba.backends.runtime.whisper_guidance import Guidance
from scriba.backends.runtime.whisper_terms import Glossary
from scriba.core.audio import Region, Window
from scriba.core.engines import NO_HINTS
from scriba.core.transcript import Word

GUIDANCE = Guidance(language="en", start=(1, 2), before=(), temperature=0.0, glossary=Glossary(NO_HINTS))
SURE = Hypothesis(tokens=(5, 6, 7), text=" one two three", log_probability=-0.1, no_speech=0.0)
UNLIKELY = replace(SURE, log_probability=-1.5)
WORDS = (Word(text="one", start=0, end=100, confidence=0.9),)


def clip(seconds=5.0, guidance=GUIDANCE, speech=4_000):
    window = Window(start=0, end=int(seconds * 1000), regions=(Region(start=0, end=speech),))
    return Clip(window, np.zeros(int(seconds * 16_000), np.float32), guidance)


def decoded(hypothesis, attempt, words=WORDS):
    return Decoded(hypothesis, attempt, words)


def test_one_attempt_is_enough_when_its_result_is_sound():
    one = clip()
    assert one.attempt.is_short
    assert not one.take(decoded(SURE, one.attempt))
    assert one.words == WORDS


def test_silence_ends_the_attempts():
    one = clip()
    assert not one.take(decoded(replace(UNLIKELY, no_speech=0.9), one.attempt, ()))
    assert one.words == ()


def test_every_attempt_is_made_when_none_is_sound_and_the_likeliest_is_kept():
    one = clip()
    made = 1
    while one.take(decoded(UNLIKELY if made != 3 else replace(UNLIKELY, log_probability=-1.2), one.attempt, ())):
        made += 1
    assert made == len(ATTEMPTS)
    assert one.best.hypothesis.log_probability == -1.2


def test_a_text_before_is_tried_first():
    prompted = attempts(replace(GUIDANCE, before=(9, 9)))
    assert [each.is_prompted for each in prompted] == [True, False, False, False, False]


def test_a_text_before_counts_only_when_its_result_is_sound():
    one = clip(guidance=replace(GUIDANCE, before=(9, 9)))
    assert one.take(decoded(UNLIKELY, one.attempt))
    assert one.best.hypothesis is NOTHING


def test_windows_share_a_batch_when_they_listen_to_as_much_and_are_told_the_same():
    assert clip(5.0).key == clip(5.5).key
    assert clip(5.0).key != clip(25.0).key
    assert clip().key != clip(guidance=replace(GUIDANCE, start=(1, 3))).key
    assert clip().key == clip(guidance=replace(GUIDANCE, glossary=Glossary(NO_HINTS))).key


def test_the_key_changes_with_the_attempt():
    one = clip()
    before = one.key
    one.take(decoded(UNLIKELY, one.attempt))
    assert one.key != before


def test_the_full_half_minute_costs_as_much_for_every_window():
    one = clip(2.0)
    assert one.cost < FULL_PLACES
    one.take(decoded(UNLIKELY, one.attempt))
    assert not one.attempt.is_short
    assert one.cost == FULL_PLACES


@pytest.mark.parametrize(("seconds", "least"), [(1.0, 40), (28.0, MAX_TOKENS)])
def test_a_window_has_room_for_as_many_tokens_as_can_be_said_in_it(seconds, least):
    assert least <= clip(seconds).longest <= MAX_TOKENS


def test_what_nobody_believes_of_a_window_with_hardly_any_speech_is_dropped():
    one = clip(speech=500)
    one.best = decoded(UNLIKELY, ATTEMPTS[-1])
    assert one.words == ()
    one.best = decoded(SURE, ATTEMPTS[0])
    assert one.words == WORDS


def test_likely_words_are_dropped_when_neither_the_detector_nor_the_model_hears_anybody():
    window = Window(start=0, end=5_000)
    one = Clip(window, np.zeros(80_000, np.float32), GUIDANCE)
    one.best = decoded(replace(SURE, no_speech=0.9), ATTEMPTS[0])
    assert not one.words
    one.best = decoded(SURE, ATTEMPTS[0])
    assert one.words == WORDS


def test_a_window_that_was_never_tried_has_no_words():
    assert clip().best.hypothesis is NOTHING
    assert clip().words == ()


def test_an_encoding_is_kept_when_the_next_attempt_listens_to_as_much():
    one = clip(guidance=replace(GUIDANCE, before=(9, 9)))
    kept = []
    for number in range(len(one.attempts)):
        if one.encoding is None:
            one.encoding = np.full((1, 1), number, np.float32)
        one.take(decoded(UNLIKELY, one.attempt))
        kept.append(None if one.encoding is None else int(one.encoding[0, 0]))
    # With the text before and without it, then three times the full half minute; nothing once all is tried.
    assert kept == [0, None, 2, 2, None]

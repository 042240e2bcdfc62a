"""Errors of word times."""

import math

import pytest

from benchmarks.time_scoring import TimedWord, fit, whole


def test_borders_of_words_heard_right_are_compared():
    spoken = [TimedWord("Good", 1.0, 1.3), TimedWord("morning", 1.3, 1.9)]
    found = fit(spoken, [TimedWord("good", 1.05, 1.2), TimedWord("evening.", 1.2, 1.8)])
    assert found.starts == pytest.approx([0.05])
    assert found.ends == pytest.approx([-0.1])
    assert found.words == 2


def test_a_number_is_compared_as_a_whole_when_it_was_written_in_digits():
    said = ("at", "seven", "forty", "five", "we", "left")
    spoken = [TimedWord(text, start, start + 1) for start, text in enumerate(said)]
    heard = [TimedWord(*one) for one in (("at", 0, 1), ("7:45", 1.1, 3.8), ("we", 4, 5), ("left", 5, 6))]
    found = fit(spoken, heard)
    assert found.starts == pytest.approx([0, 0.1, 0, 0])
    assert found.ends == pytest.approx([0, -0.2, 0, 0])


def test_only_the_outer_borders_of_an_utterance_are_known():
    spoken = [TimedWord("so it is", 1.0, 2.0), TimedWord("yes", None, 3.0)]
    heard = [
        TimedWord(text, start, start + 0.3) for start, text in ((1.1, "So"), (1.4, "it"), (1.6, "is."), (2.6, "Yes."))
    ]
    found = fit(spoken, heard)
    assert found.starts == pytest.approx([0.1])
    assert found.ends == pytest.approx([-0.1, -0.1])


def test_median_and_share_are_of_all_recordings():
    first = fit([TimedWord("a b", 0.0, 1.0)], [TimedWord("a", 0.1, 0.5), TimedWord("b", 0.5, 1.3)])
    second = fit([TimedWord("c", 0.0, 1.0)], [TimedWord("c", 0.0, 1.0)])
    both = whole([first, second])
    assert both.median == pytest.approx(0.05)
    assert both.share == 0.75


def test_there_is_no_median_when_nothing_was_heard_right():
    assert math.isnan(fit([TimedWord("a", 0.0, 1.0)], []).median)

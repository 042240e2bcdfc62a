"""What counts as lost."""

from pathlib import Path

import pytest

from benchmarks.coverage import Found, found, shares
from benchmarks.joining import Part
from benchmarks.manifest import Item
from benchmarks.time_scoring import TimedWord


def part(start, end):
    item = Item(id="a", audio=Path("a"), text="", language="en", domain="", kind="", is_overlapped=False)
    return Part(item, start, end)


def test_three_missing_words_in_a_row_are_lost_and_fewer_are_not():
    one = found("we went home and then they slept until noon", "we home and then noon", "en")
    assert (one.words, one.missing, one.lost) == (9, 4, 3)
    assert one.figures["coverage"] == pytest.approx(1 - 3 / 9, abs=1e-5)


def test_wrong_words_are_errors_and_not_lost():
    one = found("we went home", "we want hum", "en")
    assert (one.errors, one.missing, one.lost) == (2, 0, 0)


def test_figures_add_up():
    assert Found(words=2, missing=1) + Found(words=3, lost=3, errors=4) == Found(words=5, errors=4, missing=1, lost=3)


def test_words_go_to_the_recording_that_they_lie_in_or_nearest_to():
    words = [
        TimedWord("one", 0.2, 0.4),
        TimedWord("two", 0.9, 1.3),
        TimedWord("three", 2.6, 2.8),
        TimedWord("four", 9, 9.1),
    ]
    assert shares([part(0, 1), part(3, 4)], words) == ["one two", "three four"]

"""Turns from what windows say, where windows disagree."""

import itertools

import numpy as np
import pytest

from scriba.pipeline.segmentation import WINDOW_FRAMES, Segmentation
from scriba.pipeline.turns import turns

NO_LABELS = np.zeros(0, dtype=np.int64)
STEP = 112
TEN_SECONDS = 10_000


def told(levels, numbers, **options):
    """Speaker, start and end of each turn."""
    segmentation = Segmentation(levels=np.asarray(levels, dtype=np.uint8), step=STEP)
    found = turns(segmentation, np.asarray(numbers), (), NO_LABELS, duration=60_000, **options)
    return [(turn.speaker, turn.start, turn.end) for turn in found]


def windows(count, *locals_):
    """The same in all windows: the level of each local speaker."""
    level = np.zeros((count, WINDOW_FRAMES, 3), dtype=np.uint8)
    for number, value in enumerate(locals_):
        level[:, :, number] = value
    return level


def test_somebody_speaks_when_windows_agree_on_that_and_not_on_who():
    # Six windows see the middle: three take the voice for speaker 0, three for speaker 1.
    found = told(windows(6, 250), [[0, -1, -1]] * 3 + [[1, -1, -1]] * 3)
    assert found
    covered = sorted((start, end) for _, start, end in found)
    assert covered[0][0] < 100
    assert max(end for _, end in covered) > TEN_SECONDS
    gaps = [after[0] - before[1] for before, after in itertools.pairwise(covered)]
    assert max(gaps, default=0) <= 20


def test_two_speak_at_once_when_the_sum_says_so():
    assert {speaker for speaker, _, _ in told(windows(2, 240, 200), [[0, 1, -1]] * 2)} == {0, 1}
    assert {speaker for speaker, _, _ in told(windows(2, 240, 100), [[0, 1, -1]] * 2)} == {0}


def test_no_more_than_two_speak_at_once_when_three_are_heard():
    assert {speaker for speaker, _, _ in told(windows(2, 200, 190, 180), [[0, 1, 2]] * 2)} == {0, 1}


def test_nobody_speaks_when_the_sum_is_low():
    assert told(windows(2, 60, 60), [[0, 1, -1]] * 2) == []


def test_nobody_is_made_up_when_both_local_speakers_are_one_person():
    assert {speaker for speaker, _, _ in told(windows(2, 240, 240), [[3, 3, -1]] * 2)} == {3}


def test_a_local_speaker_whom_nobody_knows_counts_for_the_likeliest():
    # Of two windows that see the same time, one does not know whom it hears.
    assert told(windows(2, 200), [[4, -1, -1], [-1, -1, -1]])[0][0] == 4
    [(_, _, end)] = told(windows(2, 200), [[4, -1, -1], [-1, -1, -1]])
    assert end > TEN_SECONDS - 200


def spoken_by(*runs):
    """One window in which local speakers 0 and 1 speak in these (local, first, last) frames."""
    level = np.zeros((1, WINDOW_FRAMES, 3), dtype=np.uint8)
    for local, first, last in runs:
        level[0, first:last, local] = 250
    return told(level, [[0, 1, -1]])


@pytest.mark.parametrize(("pause", "turns"), [(30, 1), (59, 1), (60, 2)])
def test_a_pause_of_a_second_belongs_to_a_turn_when_nobody_speaks_in_it(pause, turns):
    assert len(spoken_by((0, 0, 100), (0, 100 + pause, 300))) == turns


def test_a_turn_ends_when_somebody_else_speaks_in_its_pause():
    assert [speaker for speaker, _, _ in spoken_by((0, 0, 100), (1, 110, 130), (0, 150, 300))] == [0, 1, 0]


def test_a_turn_goes_on_over_half_a_second_when_somebody_else_speaks_in_its_pause():
    assert [speaker for speaker, _, _ in spoken_by((0, 0, 100), (1, 105, 120), (0, 125, 300))] == [0, 1]


def test_a_turn_ends_when_only_a_click_follows_it():
    [(_, _, end)] = spoken_by((0, 0, 100), (0, 145, 150))
    assert end < 100 * 17 + 30

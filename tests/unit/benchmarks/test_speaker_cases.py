import itertools

import numpy as np
import pytest

from benchmarks.speaker_cases import Conversation, merged
from benchmarks.speaker_places import PLACES, recorded
from benchmarks.speaker_voices import Piece
from scriba.core.audio import SAMPLE_RATE


def voices(*, text: str = ""):
    """Four speakers with a minute of pieces of a second each, all of one value."""
    return {name: [Piece(np.full(SAMPLE_RATE, 0.1), text)] * 60 for name in "abcd"}


def conversation(seed: int = 1, kind: str = "talk", *, text: str = "") -> Conversation:
    made = Conversation(kind, voices(text=text), np.random.default_rng(seed))
    made.fill()
    return made


@pytest.mark.parametrize("seed", range(5))
def test_speech_is_where_the_reference_says_when_a_conversation_is_built(seed):
    made = conversation(seed)
    tracks = made.tracks()
    for name in {turn[2] for turn in made.turns}:
        is_on = np.zeros(len(tracks[name]), dtype=bool)
        for start, end, who in made.turns:
            if who == name:
                is_on[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE) + 1] = True
        assert not tracks[name][~is_on].any()
        assert (tracks[name][is_on] != 0).mean() > 0.95


def test_words_are_whole_when_whole_clips_are_said():
    made = conversation(text="good morning")
    assert {text for _, _, text in made.texts} == {"good morning"}
    assert {round(end - start, 3) for start, end, _ in made.turns} == {1.0}


def test_turns_with_short_pauses_are_one_in_the_reference():
    turns = [(0.0, 1.0, "a"), (1.4, 2.0, "a"), (0.5, 3.0, "b"), (2.6, 3.0, "a")]
    assert sorted(merged(turns)) == [(0.0, 2.0, "a"), (0.5, 3.0, "b"), (2.6, 3.0, "a")]


def test_turns_with_a_second_between_them_are_one_when_nobody_speaks_there():
    assert list(merged([(0.0, 1.0, "a"), (2.0, 3.0, "a"), (4.1, 5.0, "a")])) == [(0.0, 3.0, "a"), (4.1, 5.0, "a")]


@pytest.mark.parametrize("kind", ["debate", "meeting"])
def test_several_speak_at_once_in_meetings(kind):
    found = sorted(turn for seed in range(8) for turn in conversation(seed, kind).turns)
    assert any(one[1] > other[0] and one[2] != other[2] for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("place", sorted(set(PLACES)))
def test_nothing_is_clipped_wherever_the_microphone_is(place):
    made = conversation(3)
    found = recorded(made.tracks(), place, np.random.default_rng(1))
    assert len(found) == len(next(iter(made.tracks().values())))
    assert 0.001 < np.abs(found).max() <= 0.95
    assert np.isfinite(found).all()

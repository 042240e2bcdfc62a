import numpy as np
import pytest

from scriba.core.speakers import SpeakerCount, SpeakerTurn
from scriba.pipeline.diarize import diarize
from scriba.pipeline.stages import StageEvent, observed
from tests.fakes.voices import FakeEmbedder, FakeSegmenter, Line, conversation


def told(seconds: float, lines: list[Line], count: SpeakerCount | None = None) -> tuple[SpeakerTurn, ...]:
    audio = conversation(seconds, lines)
    return diarize(audio, FakeSegmenter(), FakeEmbedder(), options=count or SpeakerCount()).turns


def is_near(turn: SpeakerTurn, start: float, end: float, speaker: int) -> bool:
    return abs(turn.start - 1000 * start) < 60 and abs(turn.end - 1000 * end) < 60 and turn.speaker == speaker


def test_turns_are_found_when_two_speak_in_turn():
    turns = told(40, [(1, 8, [2]), (9, 20, [0]), (21, 30, [2]), (31, 38, [0])])
    assert len(turns) == 4
    expected = [(1, 8, 0), (9, 20, 1), (21, 30, 0), (31, 38, 1)]
    assert all(is_near(turn, *one) for turn, one in zip(turns, expected, strict=True))


def test_both_have_the_time_when_they_speak_at_once():
    turns = told(30, [(1, 8, [0]), (8, 10, [0, 1]), (10, 20, [1]), (22, 29, [0])])
    assert [turn.speaker for turn in turns] == [0, 1, 0]
    assert is_near(turns[0], 1, 10, 0)
    assert is_near(turns[1], 8, 20, 1)


def test_somebody_who_only_speaks_behind_another_is_a_speaker():
    turns = told(30, [(1, 12, [0]), (12, 14, [0, 1]), (14, 28, [0])])
    assert {turn.speaker for turn in turns} == {0, 1}
    assert any(is_near(turn, 12, 14, 1) for turn in turns)


def test_five_are_told_apart_when_no_window_hears_them_all():
    lines: list[Line] = [(6 * number + 0.5, 6 * number + 5.5, [number % 5]) for number in range(15)]
    turns = told(92, lines)
    assert [turn.speaker for turn in turns] == [number % 5 for number in range(15)]


def test_short_pauses_belong_to_a_turn_and_long_ones_do_not():
    turns = told(20, [(1, 4, [0]), (4.3, 8, [0]), (10, 14, [0])])
    assert len(turns) == 2
    assert is_near(turns[0], 1, 8, 0)


def test_there_is_nothing_when_nobody_speaks():
    found = diarize(conversation(12, []), FakeSegmenter(), FakeEmbedder())
    assert found.turns == ()
    assert found.embeddings == ()


@pytest.mark.parametrize("seconds", [0, 0.2, 1.5, 9.99, 10, 10.01])
def test_recordings_of_any_length_are_taken(seconds: float):
    turns = told(seconds, [(0, seconds, [0])])
    assert len(turns) == (1 if seconds > 0.3 else 0)
    assert all(0 <= turn.start < turn.end <= 1000 * seconds for turn in turns)


def test_no_more_speakers_are_told_than_the_caller_allows():
    lines: list[Line] = [(8 * number + 0.5, 8 * number + 7.5, [number % 3]) for number in range(9)]
    turns = told(74, lines, SpeakerCount(maximum=2))
    assert {turn.speaker for turn in turns} == {0, 1}


def test_a_voice_comes_with_every_speaker_in_their_order():
    found = diarize(conversation(30, [(1, 12, [3]), (13, 28, [1])]), FakeSegmenter(), FakeEmbedder())
    assert [int(voice[:5].argmax()) for voice in found.embeddings] == [3, 1]
    assert all(np.linalg.norm(voice) == pytest.approx(1) for voice in found.embeddings)


def test_clean_speech_is_embedded_once_and_overlapping_speech_not_at_all():
    embedder = FakeEmbedder()
    diarize(conversation(60, [(0, 20, [0]), (20, 24, [0, 1]), (24, 60, [1])]), FakeSegmenter(), embedder)
    assert 55 < embedder.seconds < 56.5


def test_progress_goes_from_nothing_to_all():
    events: list[StageEvent] = []
    with observed(events.append):
        diarize(conversation(90, [(1, 80, [0])]), FakeSegmenter(), FakeEmbedder())
    assert {event.name for event in events} == {"diarize"}
    fractions = [event.fraction for event in events]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 1)
    assert len(set(fractions)) > 5


def test_an_observer_that_raises_ends_the_work():
    def stop(event: StageEvent) -> None:
        if event.fraction > 0:
            raise InterruptedError

    segmenter = FakeSegmenter()
    with observed(stop), pytest.raises(InterruptedError):
        diarize(conversation(200, [(1, 190, [0])]), segmenter, FakeEmbedder())
    assert segmenter.windows < 40

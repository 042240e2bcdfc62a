import json
from pathlib import Path

import pytest

from benchmarks.speaker_scoring import Errors, diarization_errors, read_rttm, total, word_errors_by_speaker


def test_nothing_is_wrong_when_only_names_differ():
    reference = [(0, 1000, "x"), (1200, 3000, "y")]
    found = diarization_errors(reference, [(0, 1000, "7"), (1200, 3000, "3")])
    assert found == Errors(speech=2800)
    assert found.rate == 0


def test_each_kind_of_error_is_counted_when_all_occur():
    reference = [(0, 4000, "x"), (4000, 6000, "y"), (7000, 8000, "x")]
    found = diarization_errors(reference, [(0, 5000, "a"), (5000, 6500, "b")])
    # y says 4000..5000 but a is heard; nobody is heard at 7000..8000; b goes on for half a second too long
    assert found == Errors(missed=1000, false_alarm=500, confusion=1000, speech=7000)
    assert found.rate == pytest.approx(2500 / 7000)


def test_both_speakers_count_when_they_overlap():
    reference = [(0, 2000, "x"), (1000, 3000, "y")]
    one = diarization_errors(reference, [(0, 3000, "a")])
    assert (one.speech, one.missed, one.confusion) == (4000, 1000, 1000)
    assert diarization_errors(reference, [(0, 2000, "a"), (1000, 3000, "b")]).rate == 0


def test_the_mapping_is_the_best_one_when_a_greedy_one_is_worse():
    reference = [(0, 5000, "x"), (5000, 9000, "y")]
    found = [(0, 1000, "b"), (1000, 5000, "a"), (5000, 8500, "a"), (8500, 9000, "c")]
    # a has x for 4000 and y for 3500; with b on x for 1000, giving a to x and c to y agrees for 4500, a to y for 4500
    assert diarization_errors(reference, found).confusion == 4500


def test_edges_are_not_scored_when_there_is_a_collar():
    reference = [(1000, 3000, "x")]
    assert diarization_errors(reference, [(800, 3200, "a")], collar=250) == Errors(speech=1500)
    late = diarization_errors(reference, [(1500, 3000, "a")], collar=250)
    assert (late.missed, late.speech) == (250, 1500)


def test_collars_touch_when_turns_are_close():
    reference = [(0, 1000, "x"), (1100, 2000, "y")]
    assert diarization_errors(reference, [(0, 1000, "a"), (1100, 2000, "b")], collar=250).speech == 500 + 400


def test_everything_is_missed_or_invented_when_one_side_is_empty():
    assert diarization_errors([(0, 1000, "x")], []) == Errors(missed=1000, speech=1000)
    assert diarization_errors([], [(0, 1000, "x")]).false_alarm == 1000
    assert diarization_errors([], []).rate == 0


def test_recordings_are_weighted_by_speech_when_joined():
    joined = total([Errors(missed=100, speech=1000), Errors(confusion=100, speech=3000)])
    assert joined.rate == pytest.approx(200 / 4000)


def test_turns_are_read_when_the_file_has_other_lines(tmp_path: Path):
    path = tmp_path / "a.rttm"
    path.write_text("SPKR-INFO a 1 <NA>\nSPEAKER a 1 0.500 1.250 <NA> <NA> anna <NA> <NA>\n")
    assert read_rttm(path) == [(500, 1750, "anna")]


def test_words_of_the_best_mapping_are_compared_when_speakers_have_other_names():
    reference = {"x": "good morning to you", "y": "and a very good evening"}
    found = {"A": "and a very good evening", "B": "good morning"}
    result = word_errors_by_speaker(reference, found, "en")
    assert (result.errors, result.words) == (2, 9)


def test_words_of_a_speaker_too_many_are_errors_when_the_reference_lacks_one():
    result = word_errors_by_speaker({"x": "hello there"}, {"A": "hello there", "B": "yes indeed"}, "en")
    assert (result.errors, result.words) == (2, 2)


def test_words_are_missing_when_a_speaker_is():
    result = word_errors_by_speaker({"x": "hello there", "y": "yes indeed"}, {"A": "hello there"}, "en")
    assert (result.errors, result.words) == (2, 4)


SCORED = json.loads(Path(__file__).with_name("pyannote_scores.json").read_text())
"""Conversations as pyannote.metrics 4.2.0 scores them; tools/pyannote_scores.py wrote them."""


@pytest.mark.parametrize("collar", [0, 250])
@pytest.mark.parametrize("case", SCORED, ids=range(len(SCORED)))
def test_errors_are_those_of_pyannote_metrics_when_both_score(case, collar):
    reference, found = ([tuple(turn) for turn in case[name]] for name in ("reference", "found"))
    errors = diarization_errors(reference, found, collar)
    for name, theirs in case["errors"][str(collar)].items():
        assert getattr(errors, name) == pytest.approx(theirs, abs=2), name

import numpy as np
import pytest

from benchmarks.voices import Recording, Trials, centre, trials
from scriba.core.speakers import VoiceSpace


def recording(speaker, *point, speech=9_000):
    return Recording(speaker=speaker, point=np.array(point, dtype=np.float32), speech=speech)


def test_nobody_is_mistaken_when_all_pairs_of_one_are_more_alike():
    tried = Trials(same=np.array([0.7, 0.9]), other=np.array([0.1, 0.2, 0.3]))
    assert tried.equal_error_rate()[0] == 0
    assert tried.at(0.5) == (0, 0)


def test_as_many_are_wrong_of_either_when_the_rates_are_equal():
    tried = Trials(same=np.array([0.2, 0.6, 0.7, 0.8]), other=np.array([0.0, 0.1, 0.3, 0.65]))
    rate, limit = tried.equal_error_rate()
    assert rate == pytest.approx(0.25)
    assert 0.3 < limit <= 0.65
    assert tried.at(0.75) == (0, 0.75)


def test_pairs_are_those_of_recordings_in_which_enough_is_said():
    known = [recording("a", 1, 0), recording("a", 1, 0.1), recording("b", 0, 1), recording("b", 0, 1, speech=1_000)]
    space = VoiceSpace(name="space", centre=np.zeros(2, dtype=np.float32))
    assert [len(trials(known, space, 0).same), len(trials(known, space, 0).other)] == [2, 4]
    found = trials(known, space, 2_000)
    assert [len(found.same), len(found.other)] == [1, 2]
    assert found.same.min() > 0.9 > found.other.max()


def test_every_person_counts_once_when_the_centre_is_taken():
    known = [recording("a", 1, 0), recording("a", 1, 0), recording("a", 1, 0), recording("b", 0, 1)]
    assert centre(known).tolist() == [0.5, 0.5]

import numpy as np
import pytest

from scriba.core.speakers import SpeakerCount
from scriba.pipeline.clustering import (
    DEFAULT_CLUSTERING,
    ITEMS_AT_ONCE,
    Labels,
    Voices,
    group,
    likelihood_ratio,
    weights,
)

DIMENSIONS = 96


def voices(speakers: list[int], seconds: float | list[float] = 3.0, seed: int = 1) -> Voices:
    """Synthetic voices with the noise that the constants expect; a speaker number for each stretch."""
    rng = np.random.default_rng(seed)
    lengths = np.broadcast_to(np.asarray(seconds, dtype=float), len(speakers))
    centres = rng.standard_normal((max(speakers) + 1, DIMENSIONS)) * np.sqrt(0.6 / DIMENSIONS)
    spread = np.sqrt((0.08 + 0.25 / lengths) / DIMENSIONS)[:, None]
    points = centres[speakers] + spread * rng.standard_normal((len(speakers), DIMENSIONS))
    points += rng.standard_normal(DIMENSIONS) * np.sqrt(0.3 / DIMENSIONS)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return Voices(points=points.astype(np.float32), seconds=lengths.copy(), bonds={})


def is_same_grouping(found: Labels, speakers: list[int]) -> bool:
    pairs = {(int(one), other) for one, other in zip(found, speakers, strict=True)}
    return len(pairs) == len(set(found.tolist())) == len(set(speakers))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9])
def test_the_number_of_speakers_is_found_when_nobody_names_it(count: int):
    speakers = [number % count for number in range(6 * count)]
    assert is_same_grouping(group(voices(speakers)), speakers)


def test_short_stretches_join_their_speaker_when_long_ones_are_known():
    speakers = [0, 0, 0, 1, 1, 1, 0, 1]
    assert is_same_grouping(group(voices(speakers, [4, 4, 4, 4, 4, 4, 0.8, 0.8])), speakers)


def test_there_are_no_more_groups_than_the_caller_allows():
    found = group(voices([0, 1, 2, 3] * 5), SpeakerCount(maximum=2))
    assert len(set(found.tolist())) == 2


def test_nothing_is_split_when_the_expected_count_is_far_from_what_is_heard():
    found = group(voices([0] * 12), SpeakerCount(expected=6))
    assert len(set(found.tolist())) < 3


def test_similar_voices_stay_apart_when_the_caller_expects_two():
    rng = np.random.default_rng(4)
    one = voices([0] * 10)
    shift = rng.standard_normal(DIMENSIONS)
    shift *= 0.72 / np.linalg.norm(shift)
    points = one.points + np.repeat([[0.0], [1.0]], 5, axis=0) * shift
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    both = Voices(points=points, seconds=one.seconds, bonds={})
    assert len(set(group(both, SpeakerCount(expected=2)).tolist())) == 2
    assert len(set(group(both, SpeakerCount(expected=1)).tolist())) == 1


def test_what_windows_say_decides_when_voices_do_not():
    middling = voices([0, 1], seconds=0.4, seed=3)
    apart = Voices(points=middling.points, seconds=middling.seconds, bonds={(0, 1): -6.0})
    together = Voices(points=middling.points, seconds=middling.seconds, bonds={(0, 1): 3.0})
    assert len(set(group(apart).tolist())) == 2
    assert len(set(group(together).tolist())) == 1


def test_long_recordings_have_the_same_speakers_when_grouped_in_two_stages():
    speakers = [number // 7 % 4 for number in range(3 * ITEMS_AT_ONCE)]
    assert is_same_grouping(group(voices(speakers)), speakers)


def test_a_moment_of_noise_is_no_speaker_when_the_recording_is_long():
    speakers = [0, 1] * 150 + [2]
    found = group(voices(speakers, [3.0] * 300 + [0.7]))
    assert len(set(found.tolist())) == 2


def test_nothing_is_grouped_when_nothing_is_said():
    assert group(Voices(points=np.zeros((0, 4), dtype=np.float32), seconds=np.zeros(0), bonds={})).tolist() == []


def test_longer_stretches_say_more_and_nearer_voices_are_likelier_the_same():
    each = weights(np.array([0.5, 1.0, 4.0]))
    assert each[0] < each[1] < each[2]
    ratios = likelihood_ratio(np.array([0.2, 0.6, 1.2]), np.array([0.4, 0.4, 0.4]), DEFAULT_CLUSTERING)
    assert ratios[0] > ratios[1] > 0 > ratios[2]

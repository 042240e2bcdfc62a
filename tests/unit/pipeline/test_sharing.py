from itertools import product

from scriba.pipeline.segmentation import Segmentation, segment
from scriba.pipeline.sharing import BondOptions, bonds, overlaps, places
from scriba.pipeline.tracks import Stretch, Tracks, follow, solo, stretches
from tests.fakes.voices import FakeSegmenter, Line, conversation


def heard(seconds: float, lines: list[Line]) -> tuple[Segmentation, Tracks, list[Stretch]]:
    segmentation = segment(conversation(seconds, lines), FakeSegmenter())
    tracks = follow(segmentation)
    return segmentation, tracks, stretches(solo(segmentation, tracks))


def test_windows_speak_for_one_and_against_two_speakers():
    segmentation, tracks, found = heard(30, [(1, 3, [0]), (4, 6, [1]), (7, 9, [0])])
    said = bonds(segmentation, places(segmentation, tracks, found))
    by_track = {pair: found[pair[0]].track == found[pair[1]].track for pair in said}
    assert set(by_track.values()) == {True, False}
    assert all((bond > 0) == by_track[pair] for pair, bond in said.items())


def test_nothing_is_said_of_stretches_that_share_no_window():
    segmentation, tracks, found = heard(60, [(1, 4, [0]), (50, 54, [1])])
    said = bonds(segmentation, places(segmentation, tracks, found))
    far = [
        pair
        for pair in product(range(len(found)), repeat=2)
        if abs(found[pair[0]].runs[0][0] - found[pair[1]].runs[0][0]) > 600
    ]
    assert far
    assert not set(far) & set(said)


def test_speaking_at_once_says_more_against_one_speaker():
    lines: list[Line] = [(1, 4, [0]), (4, 6, [0, 1]), (6, 9, [1])]
    segmentation, tracks, found = heard(10, lines)
    placed = places(segmentation, tracks, found)
    quiet = bonds(segmentation, placed, BondOptions(overlapping=0))
    loud = bonds(segmentation, placed, BondOptions(overlapping=2))
    apart = [pair for pair in quiet if found[pair[0]].track != found[pair[1]].track]
    assert apart
    assert all(loud[pair] < quiet[pair] < 0 for pair in apart)


def test_common_speech_of_a_window_is_counted_in_seconds():
    segmentation, _, _ = heard(10, [(1, 4, [0]), (4, 6, [0, 1]), (6, 9, [1])])
    together = overlaps(segmentation, 0)
    assert sorted(together.flatten().round(1).tolist())[-4:] == [2.0, 2.0, 5.0, 5.0]

import numpy as np

from scriba.pipeline.segmentation import FIRST_FRAME_MS, FRAME_MS, STEP_FRAMES, Segmentation, frame_time, segment
from scriba.pipeline.tracks import LONGEST_STRETCH, Stretch, blocks, clouded, follow, solo, stretches
from tests.fakes.voices import FakeSegmenter, Line, conversation


def segmented(seconds: float, lines: list[Line]) -> Segmentation:
    return segment(conversation(seconds, lines), FakeSegmenter())


def test_windows_cover_the_recording_when_its_length_is_no_multiple_of_the_step():
    for seconds in (3, 10, 10.5, 25, 61.3):
        segmentation = segmented(seconds, [(0, seconds, [0])])
        assert frame_time(segmentation.frames) >= 1000 * seconds - 1000 or len(segmentation.levels) == 1
        assert segmentation.levels.dtype == np.uint8


def test_windows_begin_at_whole_milliseconds():
    assert (STEP_FRAMES * FRAME_MS).is_integer()
    assert frame_time(0) == round(FIRST_FRAME_MS)


def test_one_speaker_is_one_track_when_windows_number_speakers_anew():
    segmentation = segmented(40, [(1, 19, [0]), (19.5, 39, [1])])
    alone = solo(segmentation, follow(segmentation))
    first, second = alone[200], alone[1800]
    assert first != second
    assert set(alone[100:1000].tolist()) <= {first, -1}
    assert set(alone[1300:2200].tolist()) <= {second, -1}


def test_nobody_is_alone_when_two_speak():
    segmentation = segmented(20, [(1, 12, [0]), (8, 12, [0, 1]), (12, 19, [1])])
    alone = solo(segmentation, follow(segmentation))
    middle = alone[round(9000 / FRAME_MS) : round(11_000 / FRAME_MS)]
    assert set(middle.tolist()) == {-1}


def test_blocks_hold_every_frame_once():
    segmentation = segmented(31, [(1, 30, [0])])
    found = list(blocks(segmentation, follow(segmentation).numbers))
    assert sum(len(block.levels) for block in found) == segmentation.frames
    assert [block.first for block in found] == list(range(0, segmentation.frames, STEP_FRAMES))
    assert all(block.levels.max(initial=0) <= 255 for block in found)


def test_long_speech_is_cut_evenly_and_short_speech_taken_together():
    alone = np.full(3000, -1, dtype=np.int64)
    alone[100:1100] = 4
    alone[1500:1530] = 7
    alone[1540:1570] = 7
    found = stretches(alone)
    long = [one for one in found if one.track == 4]
    assert sum(one.length for one in long) == 1000
    assert max(one.length for one in long) <= LONGEST_STRETCH
    assert max(one.length for one in long) - min(one.length for one in long) <= 1
    assert [one.runs for one in found if one.track == 7] == [((1500, 1530), (1540, 1570))]


def test_moments_are_no_stretches():
    alone = np.full(300, -1, dtype=np.int64)
    alone[50:55] = 0
    assert stretches(alone) == []


def test_frames_are_counted_between_two_when_a_stretch_has_gaps():
    stretch = Stretch(track=0, runs=((10, 20), (30, 50)))
    assert stretch.length == 30
    assert stretch.frames_within(15, 40) == 15
    assert stretch.frames_within(60, 90) == 0


def test_those_who_are_never_alone_have_one_stretch():
    segmentation = segmented(30, [(1, 12, [0]), (12, 14, [0, 1]), (14, 28, [0])])
    tracks = follow(segmentation)
    clean = stretches(solo(segmentation, tracks))
    behind = clouded(segmentation, tracks, clean)
    assert len(behind) == 1
    assert 100 < behind[0].length < 130

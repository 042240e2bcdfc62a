import numpy as np

from benchmarks.speaker_lengths import measure, repeated
from scriba.pipeline.parts import Heard, join
from scriba.pipeline.segmentation import STEP_FRAMES, WINDOW_FRAMES, Segmentation
from scriba.pipeline.tracks import Stretch, Tracks


def part(first: int, windows: int = 6) -> Heard:
    """One speaker through all windows of a part that begins at that window."""
    levels = np.zeros((windows, WINDOW_FRAMES, 3), dtype=np.uint8)
    levels[:, :, 0] = 250
    numbers = np.full((windows, 3), -1, dtype=np.int64)
    numbers[:, 0] = 0
    start = first * STEP_FRAMES
    return Heard(
        segmentation=Segmentation(levels=levels, step=STEP_FRAMES),
        tracks=Tracks(numbers=numbers, count=1),
        clean=(Stretch(track=0, runs=((start, start + 200),)),),
        clouded=(),
        points=np.eye(1, 192, dtype=np.float32),
    )


def test_parts_follow_each_other_when_they_are_repeated():
    heard = [part(0), part(6)]
    starts = [one.clean[0].runs[0][0] for one in repeated(heard, 5)]
    assert starts == [number * 6 * STEP_FRAMES for number in range(5)]
    assert len(join(repeated(heard, 5)).segmentation.levels) == 30


def test_every_copy_is_in_memory_of_its_own():
    first, _, third = repeated([part(0), part(6)], 3)
    assert not np.shares_memory(first.segmentation.levels, third.segmentation.levels)
    assert not np.shares_memory(first.points, third.points)


def test_the_length_is_the_one_asked_for_when_a_long_recording_is_measured():
    found = measure([part(0), part(6)], 0.1, 90.0)
    assert abs(found["hours"] - 0.1) <= 0.01
    assert found["listening_seconds"] == 9.0
    assert found["turns"] == 1

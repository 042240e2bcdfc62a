"""Diarization in parts: nothing is heard twice or missed at their borders, and a part survives its file."""

import itertools

import numpy as np
import pytest

from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.pipeline.diarize import attribute
from scriba.pipeline.heard_files import load, save
from scriba.pipeline.parts import PART_MS, hear, join, parts
from scriba.pipeline.segmentation import STEP_FRAMES, WINDOW_FRAMES

LOUD, LOW = 0.8, 0.2


class Ear:
    """Who is loud is local speaker 0 and lies on one axis, who is low is 1 and lies on another."""

    def activity(self, windows):
        frames = np.abs(windows[:, : WINDOW_FRAMES * 270]).reshape(len(windows), WINDOW_FRAMES, 270).mean(axis=2)
        return np.stack([frames > 0.2, (frames > 0.02) & (frames <= 0.2), frames < 0], axis=2).astype(np.float32)

    def embed(self, clips):
        is_loud = np.array([np.abs(clip).mean() > 0.2 for clip in clips])
        return np.stack([is_loud, ~is_loud, *[is_loud & ~is_loud] * 30], axis=1).astype(np.float32)


@pytest.fixture(scope="module")
def audio():
    """Nine minutes in which a loud and a low voice take turns of ten seconds, a second apart."""
    noise = np.random.default_rng(1)
    pieces = []
    for turn in range(49):
        level = LOW if turn % 2 else LOUD
        pieces += [noise.uniform(-level, level, 10 * SAMPLE_RATE), np.zeros(SAMPLE_RATE)]
    return Audio((np.concatenate(pieces) * 32767).astype(np.int16))


@pytest.fixture(scope="module")
def heard(audio):
    return [hear(audio, part, Ear(), Ear()) for part in parts(audio.duration)]


@pytest.mark.parametrize("duration", [0, 1, 10_000, 10_001, 182_250, 600_000, 36_000_000])
def test_parts_cover_every_frame_once(duration):
    found = parts(duration)
    frames = [frame for part in found for frame in part.frames]
    assert frames[0] == 0
    assert frames[1:-1:2] == frames[2::2]
    assert found[-1].last == found[-1].count
    assert frames[-1] == (found[-1].count - 1) * STEP_FRAMES + WINDOW_FRAMES
    assert all(0 < part.frames[1] - part.frames[0] <= PART_MS / 16.875 + WINDOW_FRAMES for part in found)


def test_stretches_of_parts_do_not_overlap_and_miss_nothing(heard):
    assert len(heard) > 1
    runs = sorted(run for one in join(heard).clean for run in one.runs)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(runs))
    spoken = 49 * 10_000 / 16.875
    assert sum(end - start for start, end in runs) == pytest.approx(spoken, rel=0.02)


def test_speakers_are_the_same_in_all_parts(audio, heard):
    found = attribute(join(heard), audio.duration)
    assert [turn.speaker for turn in found.turns] == [turn % 2 for turn in range(49)]
    for number, turn in enumerate(found.turns):
        assert (turn.start, turn.end) == pytest.approx((number * 11_000, number * 11_000 + 10_000), abs=60)


def test_joined_parts_are_whole(heard):
    whole = join(heard)
    assert len(whole.segmentation.levels) == sum(len(part.segmentation.levels) for part in heard)
    assert len(whole.points) == len(whole.clean) + len(whole.clouded)
    assert int(whole.tracks.numbers.max()) < whole.tracks.count
    assert {one.track for one in whole.clean} <= set(range(whole.tracks.count))


def test_part_survives_its_file(heard, tmp_path):
    for number, part in enumerate(heard):
        save(part, tmp_path / f"{number}.npz")
    loaded = [load(tmp_path / f"{number}.npz") for number in range(len(heard))]
    for before, after in zip(heard, loaded, strict=True):
        assert (before.clean, before.clouded, before.tracks.count) == (after.clean, after.clouded, after.tracks.count)
        for name in ("segmentation.levels", "tracks.numbers"):
            holder, field = name.split(".")
            first, second = (getattr(getattr(one, holder), field) for one in (before, after))
            assert np.array_equal(first, second)
        assert np.array_equal(before.points, after.points)


def test_silence_has_no_turns(tmp_path):
    silence = Audio(np.zeros(20 * SAMPLE_RATE, dtype=np.int16))
    part = hear(silence, parts(silence.duration)[0], Ear(), Ear())
    save(part, tmp_path / "silence.npz")
    assert attribute(join([load(tmp_path / "silence.npz")]), silence.duration).turns == ()

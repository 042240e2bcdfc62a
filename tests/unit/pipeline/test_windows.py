"""From probabilities to regions to windows."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriba.core.audio import Audio, Region
from scriba.pipeline.windows import FRAME_MS, RegionOptions, WindowOptions, pack, speech_probabilities, speech_regions
from tests.fakes.engines import LoudnessDetector, sound

OPTIONS = RegionOptions(onset=0.5, offset=0.3, min_speech=64, min_silence=200, pad=100)


def probabilities(*runs):
    return np.concatenate([np.full(frames, value, dtype=np.float32) for frames, value in runs])


def test_a_region_lasts_until_the_lower_threshold_when_the_upper_one_was_reached():
    found = speech_regions(probabilities((10, 0.0), (5, 0.4), (5, 0.9), (5, 0.4), (30, 0.1)), 1760, OPTIONS)
    assert found == [Region(start=320 - 100, end=800 + 100)]


def test_nothing_is_found_when_the_upper_threshold_is_never_reached():
    assert speech_regions(probabilities((40, 0.45)), 1280, OPTIONS) == []


def test_regions_are_joined_when_the_pause_is_short():
    found = speech_regions(probabilities((10, 0.9), (4, 0.0), (10, 0.9), (20, 0.0)), 1408, OPTIONS)
    assert found == [Region(start=0, end=24 * FRAME_MS + 100)]


def test_a_click_is_no_speech():
    assert speech_regions(probabilities((20, 0.0), (1, 0.9), (20, 0.0)), 1312, OPTIONS) == []


def test_regions_stay_inside_the_recording_when_it_ends_in_speech():
    found = speech_regions(probabilities((20, 0.9)), 630, OPTIONS)
    assert found == [Region(start=0, end=630)]


def test_no_regions_are_found_when_there_are_no_frames():
    assert speech_regions(np.zeros(0, dtype=np.float32), 0) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from([0.0, 0.25, 0.6, 1.0])), max_size=30))
def test_windows_cover_every_region_and_never_overlap(runs):
    heard = probabilities(*runs) if runs else np.zeros(0, dtype=np.float32)
    noise = np.random.default_rng(1).integers(-3000, 3000, len(heard) * FRAME_MS * 16, dtype=np.int16)
    audio = Audio(noise)
    regions = speech_regions(heard, audio.duration)
    windows = pack(regions, audio)
    assert all(0 <= region.start < region.end <= audio.duration for region in regions)
    assert all(one.end <= other.start for one, other in pairwise(regions))
    assert all(0 <= window.start < window.end <= audio.duration for window in windows)
    assert all(window.end - window.start <= 30_000 for window in windows)
    assert all(one.end <= other.start for one, other in pairwise(windows))
    inside = [region for window in windows for region in window.regions]
    assert sum(region.end - region.start for region in inside) == sum(region.end - region.start for region in regions)
    for window in windows:
        assert all(window.start <= region.start and region.end <= window.end for region in window.regions)


def test_a_window_ends_at_the_longest_pause_when_speech_goes_on_for_more_than_30_s():
    seconds = [(0, 10), (10.3, 18), (19, 26), (26.2, 33)]
    regions = [Region(start=int(start * 1000), end=int(end * 1000)) for start, end in seconds]
    windows = pack(regions, sound(("loud", 33_000)))
    assert [len(window.regions) for window in windows] == [2, 2]


def test_speech_without_a_pause_is_cut_at_its_quietest_moment():
    audio = sound(("loud", 24_000), ("quiet", 100), ("loud", 15_900))
    windows = pack([Region(start=0, end=40_000)], audio)
    assert len(windows) == 2
    assert windows[0].end == pytest.approx(24_050, abs=50)
    assert windows[1].start == windows[0].end


def test_a_long_pause_ends_a_window():
    regions = [Region(start=0, end=1000), Region(start=9000, end=10_000)]
    windows = pack(regions, sound(("loud", 10_000)), WindowOptions(max_pause=3000))
    assert len(windows) == 2


def test_long_recordings_reach_the_detector_in_stretches_and_give_the_same_answer():
    detector = LoudnessDetector()
    audio = sound(*[("loud", 7_000), ("quiet", 3_000)] * 60)
    steps: list[float] = []
    heard = speech_probabilities(audio, detector, steps.append)
    assert len(heard) == -(-600_000 // FRAME_MS)
    assert detector.longest_call < 250 * 16_000
    assert np.array_equal(heard, detector.probabilities(audio.cut(0, 600_000)))
    assert steps == sorted(steps)

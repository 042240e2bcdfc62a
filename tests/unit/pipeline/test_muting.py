"""Which stretches are covered, and what is heard there."""

import numpy as np
import pytest

from scriba.core.audio import Region
from scriba.core.transcript import Word
from scriba.pipeline.mixing import WHOLE, Excerpt
from scriba.pipeline.muting import JOIN_MS, MARGIN_MS, PAUSE_MS, Cover, Muter, covers, joined, stretch

RATE = 8000
BEEP = Cover(start=100, end=200, method="beep")


def said(*times, channel=None):
    return [Word(text="word", start=start, end=end, confidence=1, channel=channel) for start, end in times]


def noise(seconds=1, channels=1):
    return np.random.default_rng(0).integers(-9000, 9000, (seconds * RATE, channels), dtype=np.int32)


def test_stretch_reaches_to_the_neighbours_when_they_are_near():
    words = said((0, 1000), (1200, 2000), (2300, 2500))
    assert stretch(words, 1, 1) == Region(start=1000, end=2300)


def test_stretch_takes_a_margin_of_the_neighbours_when_there_is_no_pause():
    words = said((0, 1000), (1000, 2000), (2000, 2500))
    assert stretch(words, 1, 1) == Region(start=1000 - MARGIN_MS, end=2000 + MARGIN_MS)


def test_stretch_ends_within_a_long_pause():
    words = said((0, 1000), (5000, 6000), (9000, 9500))
    assert stretch(words, 1, 1) == Region(start=5000 - PAUSE_MS, end=6000 + PAUSE_MS)


def test_stretch_stays_in_the_recording_when_it_is_said_first():
    assert stretch(said((100, 500)), 0, 0) == Region(start=0, end=500 + PAUSE_MS)


def test_stretch_spans_all_its_words_when_their_times_are_out_of_order():
    assert stretch(said((1000, 3000), (900, 1500)), 0, 1) == Region(start=900 - PAUSE_MS, end=3000 + PAUSE_MS)


def test_words_of_another_channel_are_no_neighbours():
    words = [*said((0, 1000), channel="1"), *said((1010, 2000), channel="2"), *said((2010, 3000), channel="1")]
    assert stretch(words, 1, 1) == Region(start=1010 - PAUSE_MS, end=2000 + PAUSE_MS)


def test_stretches_are_joined_when_hardly_anything_is_between_them():
    far = Region(start=2000, end=2100)
    near = Region(start=500 + JOIN_MS, end=900)
    assert joined([far, near, Region(start=0, end=500)]) == [Region(start=0, end=900), far]


def test_nothing_outside_the_excerpt_is_heard():
    found = covers([Region(start=1500, end=1600)], "beep", Excerpt(start=1000, end=2000))
    assert found == [
        Cover(start=0, end=1000, method="silence"),
        Cover(start=1500, end=1600, method="beep"),
        Cover(start=2000, end=None, method="silence"),
    ]
    assert covers([], "beep", WHOLE) == []


@pytest.mark.parametrize("size", [1, 80, 8000])
def test_cover_replaces_exactly_its_stretch_however_the_blocks_are_cut(size):
    samples = noise()
    muter = Muter([BEEP], RATE, 32767)
    muted = np.concatenate([muter.mute(samples[at : at + size]) for at in range(0, RATE, size)])
    whole = Muter([BEEP], RATE, 32767).mute(samples)
    assert np.array_equal(muted, whole)
    assert np.array_equal(muted[:800], samples[:800])
    assert np.array_equal(muted[1600:], samples[1600:])
    assert np.array_equal(muted[800:1600], Muter([BEEP], RATE, 32767).mute(samples * 0)[800:1600])


def test_beep_is_one_tone_and_nothing_else():
    tone = Muter([BEEP], RATE, 32767).mute(noise(channels=2))[800:1600]
    assert np.array_equal(tone[:, 0], tone[:, 1])
    spectrum = np.abs(np.fft.rfft(tone[:, 0]))
    assert spectrum.argmax() * RATE / 800 == 1000
    assert 5000 < np.abs(tone).max() < 8000
    assert np.abs(tone[[0, -1]]).max() == 0


def test_silence_is_silent_up_to_the_end_when_there_is_no_end():
    cover = Cover(start=500, end=None, method="silence")
    samples = noise(2)
    muted = Muter([cover], RATE, 32767).mute(samples)
    assert np.array_equal(muted[:4000], samples[:4000])
    assert not muted[4000:].any()


def test_samples_given_are_left_as_they_are():
    samples = noise()
    before = samples.copy()
    Muter([BEEP], RATE, 32767).mute(samples)
    assert np.array_equal(samples, before)

"""Encoding windows at their own length; the model is a fake whose encoding of a frame tells the frame's place."""

import ctranslate2
import numpy as np
import pytest

from scriba.backends.runtime.whisper_encoding import BORROWED, Encoder, frames_of

RATE = 16_000
POSITIONS = 1_500


class PlaceEncoder:
    """Two values for a position: where it is, and how many positions there are."""

    n_mels = 80

    def __init__(self):
        self.encoded = []

    def encode(self, features, to_cpu):
        assert to_cpu
        batch, bands, frames = np.array(features).shape
        self.encoded.append((batch, bands, frames))
        places = np.arange(frames // 2, dtype=np.float32)
        one = np.stack([places, np.full_like(places, frames // 2)], axis=1)
        return ctranslate2.StorageView.from_array(np.stack([one] * batch))


def sound(seconds):
    return np.random.default_rng(1).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)


@pytest.fixture
def model():
    return PlaceEncoder()


@pytest.fixture
def encoder(model):
    return Encoder(model)


def test_a_short_window_is_encoded_with_two_seconds_of_silence(encoder, model):
    (encoding,) = encoder.short([sound(2)])
    assert model.encoded == [(1, 80, 400)]
    assert encoding.shape == (200, 2)


def test_windows_of_different_length_share_a_batch(encoder):
    short, long = np.array(encoder.memory(encoder.short([sound(2), sound(5)])))
    assert len(short) == len(long) == 350 + BORROWED
    assert set(short[:200, 1]) == {200}
    assert set(short[200:, 1]) == set(long[350:, 1]) == {POSITIONS}


def test_windows_are_filled_up_to_the_longest_when_no_silence_is_wanted(encoder):
    short, long = np.array(encoder.memory(encoder.short([sound(2), sound(5)]), silence=0))
    assert len(short) == len(long) == 350
    assert set(short[200:, 1]) == {POSITIONS}


def test_borrowed_silence_keeps_its_place(encoder):
    for memory in np.array(encoder.memory(encoder.short([sound(2), sound(5)]))):
        assert memory[:, 0].tolist() == list(range(len(memory)))


def test_silence_is_encoded_once(encoder, model):
    for _ in range(3):
        encoder.memory(encoder.short([sound(1)]))
    assert sum(frames == 2 * POSITIONS for _, _, frames in model.encoded) == 1


@pytest.mark.parametrize("seconds", [29.5, 30, 40])
def test_nothing_is_borrowed_when_a_window_fills_half_a_minute(encoder, seconds):
    (memory,) = np.array(encoder.memory(encoder.short([sound(seconds)])))
    assert len(memory) == POSITIONS
    assert set(memory[:, 1]) == {POSITIONS}


def test_full_windows_are_encoded_together(encoder, model):
    assert [len(each) for each in encoder.full([sound(2), sound(5)])] == [POSITIONS, POSITIONS]
    assert model.encoded == [(2, 80, 3_000)]


def test_frames_are_those_of_the_sound():
    assert frames_of(sound(2)) == 200
    assert frames_of(sound(0)) == 0
    assert frames_of(sound(31)) == 3_000

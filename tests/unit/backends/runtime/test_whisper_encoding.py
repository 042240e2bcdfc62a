"""Encoding windows at their own length; the model is a fake whose encoding of a frame tells the frame's place."""

import numpy as np
import pytest

from scriba.backends.runtime.whisper_encoding import (
    LEAST_SILENCE,
    MARGIN,
    PLACES,
    Encoder,
    frames_of,
    places_of,
)

RATE = 16_000
POSITIONS = 1_500


class PlaceEncoder:
    """Two values for a position: where it is, and how many positions there are."""

    def __init__(self):
        self.encoded = []

    def __call__(self, features):
        batch, bands, frames = features.shape
        self.encoded.append((batch, bands, frames))
        places = np.arange(frames // 2, dtype=np.float32)
        one = np.stack([places, np.full_like(places, frames // 2)], axis=1)
        return np.stack([one] * batch)


def sound(seconds):
    return np.random.default_rng(1).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)


@pytest.fixture
def model():
    return PlaceEncoder()


@pytest.fixture
def encoder(model):
    return Encoder(model, 80)


def test_a_short_window_is_encoded_with_two_seconds_of_silence(encoder, model):
    (encoding,) = encoder.short([sound(2)])
    assert model.encoded[-1] == (1, 80, 400)
    assert encoding.shape == (200, 2)


def test_windows_of_about_the_same_length_listen_to_as_many_positions(encoder):
    sounds = [sound(2), sound(4)]
    assert {places_of(each) for each in sounds} == {PLACES[0], PLACES[1]}
    short, long = np.array(encoder.memory(encoder.short(sounds), PLACES[1]))
    assert len(short) == len(long) == PLACES[1]
    assert set(short[:200, 1]) == {200}
    assert set(short[200:, 1]) == set(long[300:, 1]) == {POSITIONS}


def test_what_a_window_listens_to_does_not_depend_on_its_company(encoder):
    first, second = encoder.short([sound(2), sound(1)])
    (alone,) = np.array(encoder.memory([first], 320))
    together, _ = np.array(encoder.memory([first, second], 320))
    assert np.array_equal(alone, together)


def test_borrowed_silence_is_spread_over_the_rest_of_the_half_minute(encoder):
    (memory,) = np.array(encoder.memory(encoder.short([sound(2)]), 320))
    places = memory[:, 0]
    assert places[:200].tolist() == list(range(200))
    assert places[200] == 200
    assert places[-1] == POSITIONS - 1
    assert (np.diff(places) > 0).all()


@pytest.mark.parametrize("seconds", [0.1, 1, 2, 5, 10, 20, 26])
def test_every_window_has_silence_behind_it_unless_it_fills_half_a_minute(seconds):
    own = (frames_of(sound(seconds)) + MARGIN) // 2
    assert places_of(sound(seconds)) >= own + LEAST_SILENCE


def test_silence_is_encoded_once(encoder, model):
    for _ in range(3):
        encoder.memory(encoder.short([sound(1)]), 320)
    assert sum(frames == 2 * POSITIONS for _, _, frames in model.encoded) == 1


@pytest.mark.parametrize("seconds", [29.5, 30, 40])
def test_nothing_is_borrowed_when_a_window_fills_half_a_minute(encoder, seconds):
    (memory,) = np.array(encoder.memory(encoder.short([sound(seconds)]), places_of(sound(seconds))))
    assert len(memory) == POSITIONS
    assert set(memory[:, 1]) == {POSITIONS}


def test_full_windows_are_encoded_together(encoder, model):
    assert [len(each) for each in encoder.full([sound(2), sound(5)])] == [POSITIONS, POSITIONS]
    assert model.encoded[-1] == (2, 80, 3_000)


def test_frames_are_those_of_the_sound():
    assert frames_of(sound(2)) == 200
    assert frames_of(sound(0)) == 0
    assert frames_of(sound(31)) == 3_000

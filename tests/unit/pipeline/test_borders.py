"""Words end where their sound ends."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.audio import Audio, Region, Window
from scriba.core.transcript import Word
from scriba.pipeline.borders import fitted, pauses


def sound(*parts, noise=0.0):
    """Pieces of (loudness, ms) as a recording."""
    generator = np.random.default_rng(1)
    samples = np.concatenate([generator.normal(0, level, length * 16) for level, length in parts])
    samples += generator.normal(0, noise, len(samples))
    return Audio((np.clip(samples, -1, 1) * 32767).astype(np.int16))


def words(*spans):
    return tuple(Word(text="w", start=start, end=end, confidence=1.0) for start, end in spans)


def times(found):
    return [(word.start, word.end) for word in found]


def whole(audio):
    return Window(start=0, end=audio.duration, regions=(Region(start=0, end=audio.duration),))


def test_words_are_cut_back_to_the_pause_between_them():
    audio = sound((0.1, 500), (0, 400), (0.1, 500))
    assert times(fitted(words((0, 700), (700, 1400)), audio, whole(audio))) == [(0, 500), (900, 1400)]


def test_a_pause_is_found_in_noise_when_speech_is_well_above_it():
    audio = sound((0.1, 500), (0, 400), (0.1, 500), noise=0.005)
    assert times(fitted(words((0, 700), (700, 1400)), audio, whole(audio))) == [(0, 500), (900, 1400)]


def test_what_hangs_over_a_pause_a_little_is_left_to_the_neighbour():
    audio = sound((0.1, 500), (0, 400), (0.1, 500))
    assert times(fitted(words((0, 400), (400, 1400)), audio, whole(audio))) == [(0, 400), (900, 1400)]
    assert times(fitted(words((0, 1000), (1000, 1400)), audio, whole(audio))) == [(0, 500), (1000, 1400)]


def test_a_pause_in_the_middle_of_a_word_changes_nothing():
    audio = sound((0.1, 500), (0, 200), (0.1, 500))
    assert times(fitted(words((0, 1200)), audio, whole(audio))) == [(0, 1200)]


def test_a_short_closure_is_no_pause():
    audio = sound((0.1, 300), (0, 80), (0.1, 300))
    assert pauses(audio.cut(0, audio.duration)) == []


def test_the_quiet_edges_of_a_region_are_no_speech_but_those_of_a_cut_one_are():
    audio = sound((0.1, 2000))
    window = Window(start=0, end=2000, regions=(Region(start=500, end=1500),))
    assert times(fitted(words((400, 1600)), audio, window)) == [(580, 1380)]
    window = Window(start=500, end=1500, regions=(Region(start=500, end=1500),))
    assert times(fitted(words((500, 1500)), audio, window)) == [(500, 1500)]


def test_times_count_from_the_recording_when_the_window_does_not_begin_it():
    audio = sound((0, 3000), (0.1, 500), (0, 400), (0.1, 500))
    window = Window(start=3000, end=4400, regions=(Region(start=3000, end=4400),))
    assert times(fitted(words((3000, 3700), (3700, 4400)), audio, window)) == [(3000, 3500), (3900, 4400)]


def test_nothing_is_heard_in_a_window_without_samples():
    assert fitted(words((0, 1)), sound((0.1, 0)), Window(start=0, end=5)) == words((0, 1))


@given(
    st.lists(st.integers(1, 600), min_size=1, max_size=20),
    st.lists(st.tuples(st.sampled_from([0.0, 0.01, 0.1]), st.integers(10, 500)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 1_000)), max_size=4),
)
def test_words_only_shrink_and_keep_a_length_whatever_is_heard(lengths, parts, regions):
    audio = sound(*parts)
    borders = np.cumsum([0, *lengths]).tolist()
    before = words(*pairwise(borders))
    window = Window(start=0, end=6_000, regions=tuple(Region(start=first, end=first + size) for first, size in regions))
    after = fitted(before, audio, window)
    assert all(old.start <= new.start < new.end <= old.end for old, new in zip(before, after, strict=True))

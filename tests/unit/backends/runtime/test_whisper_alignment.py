"""Where words are placed in time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scriba.backends.runtime.whisper_alignment import evened, place
from scriba.core.audio import Region, Window
from scriba.core.transcript import Word


def word(start, end):
    return Word(text="w", start=start, end=end, confidence=1.0)


def window(start, end, *regions):
    return Window(start=start, end=end, regions=tuple(Region(start=first, end=last) for first, last in regions))


def times(words):
    return [(item.start, item.end) for item in words]


def test_words_move_to_the_clock_of_the_recording():
    assert times(place([word(0, 300), word(300, 500)], window(10_000, 12_000, (10_000, 12_000)))) == [
        (10_000, 10_300),
        (10_300, 10_500),
    ]


def test_a_word_does_not_last_through_the_pause_after_it():
    heard = place([word(0, 2_000), word(2_000, 2_400)], window(0, 3_000, (100, 600), (1_900, 3_000)))
    assert times(heard) == [(100, 600), (2_000, 2_400)]


def test_a_word_outside_of_detected_speech_keeps_its_time():
    assert times(place([word(1_000, 1_200)], window(0, 3_000, (100, 600)))) == [(1_000, 1_200)]


@given(
    st.lists(st.tuples(st.integers(0, 31_000), st.integers(0, 3_000)), max_size=80),
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 5_000)), max_size=5),
    st.integers(200, 30_000),
)
def test_words_are_ordered_and_inside_the_window_whatever_the_attention_says(spans, regions, length):
    words = [word(start, start + duration) for start, duration in sorted(spans)]
    bounds = window(5_000, 5_000 + length, *((5_000 + first, 5_000 + first + size) for first, size in regions))
    placed = place(words, bounds)
    assert len(placed) == len(words)
    assert all(bounds.start <= item.start < item.end <= bounds.end for item in placed)
    assert all(one.end <= other.start for one, other in pairwise(placed))


def test_borders_move_towards_lengths_that_suit_the_letters():
    # Six like words, and one border in the middle that is 120 ms late.
    even = evened([0, 300, 600, 1_020, 1_200, 1_500, 1_800], ["abcd"] * 6)
    assert 900 < even[3] < 1_000
    assert abs(even[0]) < 25
    assert abs(even[6] - 1_800) < 25


def test_borders_of_words_as_long_as_expected_stay():
    assert evened([100, 400, 700, 1_300], ["abc", "def", "ghijklm"]) == [100, 400, 700, 1_300]


def test_a_pause_is_not_taken_for_a_slow_word():
    even = evened([0, 300, 600, 3_000, 3_300, 3_600], ["abcd"] * 5)
    assert even == [0, 300, 600, 3_000, 3_300, 3_600]


def test_digits_take_as_long_as_the_words_that_say_them():
    even = evened([0, 300, 1_200, 1_500], ["one", "42", "two"])
    assert all(abs(one - other) <= 25 for one, other in zip(even, [0, 300, 1_200, 1_500], strict=True))


def test_no_words_have_no_borders_to_move():
    assert evened([], []) == []


@given(st.lists(st.tuples(st.integers(0, 2_000), st.text(max_size=12)), max_size=60))
def test_borders_are_found_whatever_the_words_are(spans):
    borders = [0]
    for length, _ in spans:
        borders.append(borders[-1] + length)
    assert len(evened(borders, [text for _, text in spans])) == len(borders)

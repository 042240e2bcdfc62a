"""Dates, numbers and addresses in the caller's form: what is found, and what is left alone."""

import pytest

from scriba.core.transcript import Word
from scriba.pipeline.text.english_masks import Masks, masked
from tests.fakes.words import words_of

MASKS = Masks(date="yyyy-mm-dd", phone_number="(xxx)xxx-xxxx", email="username@domain.com")


def text_of(text: str, masks: Masks = MASKS) -> str:
    return " ".join(word.text for word in masked(words_of(text), masks).words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was on March 7th, 1961.", "It was on 1961-03-07."),
        ("It was on march seventh nineteen sixty one", "It was on 1961-03-07"),
        ("born the third of march, twenty twenty five, in Rome", "born 2025-03-03, in Rome"),
        ("7 March 1961 and Sept. 3 2020", "1961-03-07 and 2020-09-03"),
        ("On 3/7/1961, 25/12/99 or 12-31-2020", "On 1961-03-07, 1999-12-25 or 2020-12-31"),
        ("(May 31, 2024)", "(2024-05-31)"),
    ],
)
def test_dates_are_written_as_the_mask_has_it(text, expected):
    assert text_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In March 7 people came.",
        "On March 7th we met.",
        "We may 7 2 hundred",
        "Chapter 5. March 1961 was cold.",
        "Version 1.2.34 on 31/31/2020",
        "February 30, 2024",
    ],
)
def test_the_words_stay_when_there_is_no_whole_date(text):
    assert text_of(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call 555-679-3466, please", "call (555)679-3466, please"),
        ("my number is five five five six seven nine three four six six", "my number is (555)679-3466"),
        ("It's +1 (555) 679-3466.", "It's (555)679-3466."),
        ("(call 555.679.3466)", "(call (555)679-3466)"),
        ("the phone is 5556793466", "the phone is (555)679-3466"),
    ],
)
def test_telephone_numbers_are_written_as_the_mask_has_it(text, expected):
    assert text_of(text) == expected


@pytest.mark.parametrize(
    "text",
    ["order 5556793466 now", "555-1234 is short", "+44 20 7946 0958", "4111 1111 555 679 3466", "555 679 3466 9999"],
)
def test_digits_stay_when_they_are_no_number_of_the_mask(text):
    assert text_of(text) == text


def test_addresses_are_written_small_when_they_are_spoken():
    found = masked(words_of("write to John dot Smith at gmail dot com."), MASKS)
    assert [word.text for word in found.words][-1] == "john.smith@gmail.com."
    assert found.mapping == {"John dot Smith at gmail dot com": "john.smith@gmail.com"}


def test_the_day_comes_first_when_the_english_is_not_american():
    assert text_of("on 3/7/1961", Masks(date="mmmm d, yyyy", day_first=True)) == "on July 3, 1961"


def test_nothing_is_looked_for_without_a_mask():
    assert text_of("on 3/7/1961 call 555-679-3466", Masks()) == "on 3/7/1961 call 555-679-3466"


def test_times_go_from_the_first_word_to_the_last_and_the_mapping_tells_changes_alone():
    words = words_of("On March 7, 1961 and 2020-01-02.")
    found = masked(words, MASKS)
    assert [(word.text, word.start, word.end) for word in found.words][1] == (
        "1961-03-07",
        words[1].start,
        words[3].end,
    )
    assert found.mapping == {"March 7, 1961": "1961-03-07"}


def test_what_two_people_say_is_not_joined():
    words = [*words_of("March 7,"), Word(text="1961", start=900, end=950, confidence=1, speaker="B")]
    assert [word.text for word in masked(words, MASKS).words] == ["March", "7,", "1961"]


def test_redaction_signs_stay():
    assert text_of("on ##### #, #### call ###-###-####") == "on ##### #, #### call ###-###-####"

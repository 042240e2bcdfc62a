"""Written English: what is said becomes what people write, and nothing else changes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.transcript import Word
from scriba.pipeline.text.english_writing import written
from tests.fakes.words import words_of


def rewritten(text: str) -> str:
    return " ".join(word.text for word in written(words_of(text)))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        # numbers
        ("twenty five people and twenty-five more", "25 people and 25 more"),
        ("two hundred and fifty thousand", "250,000"),
        ("one million two hundred thousand and five", "1,200,005"),
        ("fifteen hundred men, two thousand people", "1,500 men, 2,000 people"),
        ("three point one four, zero point five, two point oh", "3.14, 0.5, 2.0"),
        ("two point five million, five billion", "2.5 million, 5 billion"),
        ("one twenty three, nine one one", "123, 911"),
        ("a hundred and five and a hundred thousand dollars", "105 and $100,000"),
        ("chapter five, page one hundred and two", "chapter 5, page 102"),
        # money and percentages
        ("five dollars and twenty cents", "$5.20"),
        ("twenty dollars, one dollar, a hundred dollars, five euros", "$20, $1, $100, €5"),
        ("five million dollars; two point five billion euros", "$5 million; €2.5 billion"),
        ("20 dollars, $5 and 20 cents, 2.5 million dollars", "$20, $5.20, $2.5 million"),
        ("10 one cent stamps", "10 one cent stamps"),
        ("ten pounds sterling and ten pounds", "£10 and 10 pounds"),
        ("twenty five percent, five per cent, a hundred percent", "25%, 5%, 100%"),
        ("five to ten percent or two to three million dollars", "5 to 10% or $2 to $3 million"),
        # dates, years, times
        ("on march third, July fourth, december twenty five", "on March 3rd, July 4th, December 25"),
        ("march third twenty twenty five", "March 3rd, 2025"),
        ("the twenty second of november nineteen sixty three", "the 22nd of November 1963"),
        ("nineteen eighty four, twenty twenty, two thousand and nine", "1984, 2020, 2009"),
        ("nineteen oh five, the nineteen eighties, in nineteen hundred", "1905, the 1980s, in 1900"),
        ("three thirty p m, three oh five pm, ten a.m.", "3:30 PM, 3:05 PM, 10 AM."),
        ("at three p.m. tomorrow, at ten fifteen, five o'clock", "at 3 PM tomorrow, at 10:15, 5 o'clock"),
        ("the twenty first century, the nineteenth, his ninety-ninth", "the 21st century, the 19th, his 99th"),
        # telephone numbers and addresses
        ("five five five one two three four", "555-1234"),
        ("five five five, one two three four", "555, one two three four"),
        ("eight hundred, five five five oh one nine nine triple two", "800, 555-019-9222"),
        ("eight hundred five five five zero one nine nine, eight hundred five", "800-555-0199, 805"),
        ("account five five five one two three four", "account 5551234"),
        ("john dot smith at gmail dot com", "john.smith@gmail.com"),
        ("j o h n twenty five at yahoo dot co dot uk", "john25@yahoo.co.uk"),
        ("one fifty five dollars, a b one at n p r dot org", "$155, ab1@npr.org"),
        ("write to info at example dot org", "write to info@example.org"),
        ("w w w dot example dot com slash help", "www.example.com/help"),
        ("https colon slash slash example dot com", "https://example.com"),
    ],
)
def test_it_is_written_as_people_write_it(said: str, read: str) -> None:
    assert rewritten(said) == read


@pytest.mark.parametrize(
    "text",
    [
        "one of them, no one, one another, two of us and nine lives",
        "we may second that, a second one, wait a second, the first and the third",
        "he may march first to the door",
        "a hundred people, a million dollar question, half past three",
        "half past ten, quarter to eleven, ten past three, eleven to five",
        "the Ten Commandments and the Eleventh Hour",
        "two thirds, one tenth, a tenth of it",
        "at this point five people left",
        "one two three go",
        "the dot com bubble",
        "I am here at the oh so nice place",
        "the Fourth of July, Five Guys, Seven of Nine",
        "It cost $20 at 10:30 on March 3rd, 2025: 25% of 1,250 from john@example.com.",
        "call 555-1234 at 3 p.m. or visit www.example.com",
        "five. two",
    ],
)
def test_it_stays_when_it_is_no_number_or_written_already(text: str) -> None:
    assert rewritten(text) == text


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("ten to twelve people, eleven to two", "10 to 12 people, eleven to two"),
        ("look at example dot com", "look at example.com"),
        ("this one twenty years ago", "this one 20 years ago"),
        ("in march twenty people came", "in march 20 people came"),
        ("a twenty second delay", "a 20 second delay"),
        ("twenty, five", "20, five"),
        ("It was twenty. Five came.", "It was 20. Five came."),
    ],
)
def test_only_what_belongs_together_is_joined(said: str, read: str) -> None:
    assert rewritten(said) == read


def test_times_are_joined_when_words_are() -> None:
    first, money, last = written(words_of("pay twenty five dollars, now"))
    assert (first.text, money.text, last.text) == ("pay", "$25,", "now")
    assert (money.start, money.end) == (350, 1_350)
    assert money.confidence == pytest.approx(0.9)


def test_words_of_two_speakers_are_never_joined() -> None:
    words = [*words_of("twenty", speaker="A"), *words_of("five dollars", start=400, speaker="B")]
    assert [word.text for word in written(words)] == ["20", "$5"]


def test_words_are_not_joined_over_a_long_pause() -> None:
    assert [word.text for word in written(words_of("twenty <2000> five"))] == ["20", "five"]


SPOKEN = st.sampled_from(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "dot",
        "point",
        "oh",
        "the",
        "of",
        "in",
        "to",
        "march",
        "may",
        "second",
        "first",
        "third",
        "tenth",
        "one",
        "two",
        "five",
        "ten",
        "twelve",
        "twenty",
        "thirty",
        "hundred",
        "thousand",
        "million",
        "percent",
        "per",
        "cent",
        "dollars",
        "cents",
        "euros",
        "nineteen",
        "eighty",
        "fifth",
        "p",
        "m",
        "a.m",
        "o'clock",
        "com",
        "gmail",
        "john",
        "double",
        "half",
        "past",
        "20",
        "$5",
        "10:30",
        "3.5",
        "www",
        "slash",
        "is",
        "it.",
        "no,",
        "uh",
    ]
)


@given(st.lists(SPOKEN, max_size=14))
def test_writing_is_in_order_complete_and_final(tokens: list[str]) -> None:
    words = words_of(" ".join(tokens))
    result = written(words)
    _check_times(list(words), result)
    assert [word.text for word in written(result)] == [word.text for word in result]


def _check_times(words: list[Word], result: list[Word]) -> None:
    """Every word of the result begins where one was spoken and ends where one was, and none is lost."""
    assert {word.start for word in result} <= {word.start for word in words}
    assert {word.end for word in result} <= {word.end for word in words}
    assert all(left.end <= right.start for left, right in pairwise(result))
    if words:
        assert (result[0].start, result[-1].end) == (words[0].start, words[-1].end)

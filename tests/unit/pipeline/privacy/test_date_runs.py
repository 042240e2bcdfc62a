"""Numbers that may be a date."""

import pytest

from scriba.pipeline.privacy.date_runs import run_at
from scriba.pipeline.privacy.speech import Speech, tokens_of
from tests.fakes.words import words_of


def run_of(text):
    return run_at(Speech(tuple(tokens_of(words_of(text)))), 0)


@pytest.mark.parametrize(
    ("text", "numbers", "has_name", "has_year"),
    [
        ("seven four sixty eight", ("7", "4", "68"), False, False),
        ("the third of may two thousand two", None, None, None),
        ("third of may two thousand two", ("2002",), True, True),
        ("twenty second, 1984", ("1984",), True, True),
        ("Christmas Day 1970", ("1970",), True, True),
        ("'73", ("73",), False, False),
    ],
)
def test_run_is_read_when_a_date_may_begin(text, numbers, has_name, has_year):
    run = run_of(text)
    assert (None if run is None else (run.numbers, run.has_name, run.has_year)) == (
        None if numbers is None else (numbers, has_name, has_year)
    )


def test_run_counts_when_a_unit_follows():
    run = run_of("2 weeks early")
    assert run is not None
    assert run.counts_something

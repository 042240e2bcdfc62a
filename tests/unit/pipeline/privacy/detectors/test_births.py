"""Days of birth in other wordings."""

import pytest

from tests.unit.pipeline.privacy.found import found_in

CASES = [
    (("Date of birth?", "Nine, eleven, seventy-two."), ("date_of_birth", "Nine, eleven, seventy-two")),
    (("I was born back in '64.",), ("date_of_birth", "'64")),
    (("she was born new year's eve nineteen ninety one",), ("date_of_birth", "new year's eve nineteen ninety one")),
    (("his birthday is on the twelfth",), ("date_of_birth", "twelfth")),
]


@pytest.mark.parametrize(("turns", "expected"), CASES, ids=[turns[-1] for turns, _ in CASES])
def test_day_of_birth_is_found_when_a_word_of_birth_announces_it(turns, expected):
    assert expected in found_in(*turns)


@pytest.mark.parametrize("text", ["He was born 2 weeks early.", "She was born at 3 pm.", "born with 7 pounds 2 ounces"])
def test_numbers_are_no_day_of_birth_when_they_count(text):
    assert not [kind for kind, _ in found_in(text) if kind == "date_of_birth"]

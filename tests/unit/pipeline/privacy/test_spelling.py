"""Letters inside of codes."""

import pytest

from tests.unit.pipeline.privacy.found import found_in

CASES = [
    ("My policy is R as in Robert, 55 81 0.", [("account_number", "R as in Robert, 55 81 0")]),
    ("the plate is tango kilo four four one", [("vehicle_id", "tango kilo four four one")]),
    ("member number n like nancy seven seven two", [("account_number", "n like nancy seven seven two")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_letters_are_part_of_a_code_when_they_are_explained_by_words(text, expected):
    assert found_in(text) == expected


@pytest.mark.parametrize("text", ["I, for instance, ate two.", "Oscar won 5 of them.", "a plan for three of us"])
def test_words_are_no_letters_when_no_code_goes_on(text):
    assert not [kind for kind, _ in found_in(text) if kind != "person_name"]

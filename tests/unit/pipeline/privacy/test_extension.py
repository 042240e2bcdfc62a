"""What is said beside a number: a part taken back, and an extension."""

import pytest

from tests.unit.pipeline.privacy.found import found_in

CASES = [
    ("It's 212, no sorry, 213-447-8812.", [("phone_number", "212, no sorry, 213-447-8812")]),
    (
        "call me at six one nine four four two no wait six one nine four four three eight eight one two",
        [
            (
                "phone_number",
                "six one nine four four two no wait six one nine four four three eight eight one two",
            )
        ],
    ),
    ("Dial 618-443-8812, I mean, 8813.", [("phone_number", "618-443-8812, I mean, 8813")]),
    ("The desk has 202-555-0117, extension 31.", [("phone_number", "202-555-0117, extension 31")]),
    ("the gate code is five five one nine hash", [("password", "five five one nine hash")]),
]


def test_number_is_whole_when_parts_were_heard_as_words():
    assert found_in("My phone is 079-double-112-3456.") == [("phone_number", "079-double-112-3456")]
    assert [text for _, text in found_in("The card is 4,000 of 56655665556.")] == ["4,000 of 56655665556"]
    assert found_in("He was born 4 slash 19 slash 82.") == [("date_of_birth", "4 slash 19 slash 82")]
    assert found_in("Your DOB is for slash 19 slash 82.") == [("date_of_birth", "for slash 19 slash 82")]


def test_part_of_a_number_is_found_when_it_is_read_back():
    found = found_in("It's 773-908-1145.", "Seven seven three?", "Yes, and 1145 at the end.")
    assert [text for _, text in found] == ["773-908-1145", "Seven seven three", "1145"]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_finding_is_extended_when_more_of_it_stands_beside(text, expected):
    assert found_in(text) == expected


def test_amounts_are_not_extended_when_they_are_corrected():
    assert found_in("It was $40, no, $50.") == [("money_amount", "$40"), ("money_amount", "$50")]

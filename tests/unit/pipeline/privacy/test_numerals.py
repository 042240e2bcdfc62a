import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.pipeline.privacy.numerals import groups


@dataclass(frozen=True)
class Said:
    low: str
    glued: bool = False


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("four one five", ["4", "1", "5"]),
        ("oh nine", ["0", "9"]),
        ("eighty two", ["82"]),
        ("double seven triple oh", ["77", "000"]),
        ("nineteen sixty one", ["19", "61"]),
        ("two hundred and five", ["205"]),
        ("eight hundred five five five", ["800", "5", "5", "5"]),
        ("one thousand two hundred fifty", ["1250"]),
        ("a hundred", ["100"]),
        ("three million", ["3000000"]),
        ("oh well", []),
        ("no number here", []),
    ],
)
def test_numbers_are_read_as_people_say_them_when_spoken(text, digits):
    assert [group.digits for group in groups([Said(word) for word in text.split()])] == digits


@given(
    st.lists(
        st.sampled_from(
            ["one", "two", "oh", "ten", "twenty", "hundred", "thousand", "and", "a", "double", "7", "x", "million"]
        ),
        max_size=12,
    )
)
def test_groups_are_in_order_and_apart_when_words_are_arbitrary(words):
    found = groups([Said(word) for word in words])
    assert all(group.digits.isdecimal() and group.first <= group.last < len(words) for group in found)
    assert all(before.last < after.first for before, after in itertools.pairwise(found))

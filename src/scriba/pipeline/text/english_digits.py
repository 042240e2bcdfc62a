"""Digits that are spoken one by one or in groups: telephone numbers, codes, "one twenty three"."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from scriba.pipeline.text.english_numbers import (
    BELOW_HUNDRED,
    SCALES,
    TEENS,
    TENS,
    UNITS,
    ZEROS,
    Number,
    below_hundred,
)
from scriba.pipeline.text.phrases import Match, Phrase, Piece

_REPEATS: Final = {"double": 2, "triple": 3}
_NO_CODE_BEFORE: Final = frozenset({"hundred", "point", "percent", "per", "dollars", "cents", "o'clock", *SCALES})
_CODES: Final = frozenset({
    "account", "code", "id", "order", "case", "serial", "confirmation", "card", "pin", "zip", "ticket", "reference",
    "tracking", "policy", "invoice", "passport", "routing",
})  # fmt: skip
"""Words that tell that a number is no telephone number."""

_CODE_REACH: Final = 6
_FEWEST_DIGITS: Final = 3
_COUNTING: Final = 7
"""Fewer digits than these, each one more than the last, are somebody counting."""

_NO_NUMERAL: Final = frozenset({
    "this", "that", "the", "which", "each", "every", "any", "no", "last", "first", "next", "another", "only", "some", "day",
    "part", "step", "number", "phase", "round", "week",
})  # fmt: skip
"""Words behind which "one" begins no number, as in "this one twenty years ago"."""


def digit_string(phrase: Phrase, index: int) -> Match | None:
    """Three or more digits in a row as one number, with hyphens where it is a telephone number."""
    digits, end = _digits(phrase, index)
    if len(digits) < _FEWEST_DIGITS or phrase.follows(end) in _NO_CODE_BEFORE:
        return None
    steps = {int(right) - int(left) for left, right in pairwise(digits)}
    if steps == {1} and len(digits) < _COUNTING:
        return None
    return (Piece(_telephone(phrase, index, digits), end - index),)


def _digits(phrase: Phrase, index: int) -> tuple[str, int]:
    text, end = _hundreds(phrase, index)
    while end == index or phrase.goes_on[end - 1]:
        core = phrase.at(end)
        if core in UNITS or (core in ZEROS and end > index):
            text, end = text + str(UNITS.get(core, 0)), end + 1
        elif core in _REPEATS and phrase.follows(end + 1) in UNITS | dict.fromkeys(ZEROS, 0):
            text, end = text + str(UNITS.get(phrase.at(end + 1), 0)) * _REPEATS[core], end + 2
        elif len(text) >= _FEWEST_DIGITS and core in BELOW_HUNDRED:
            found = below_hundred(phrase, end)
            assert found, "the word is a numeral"
            text, end = f"{text}{found[0]}", found[1]
        else:
            break
    return text, end


def _hundreds(phrase: Phrase, index: int) -> tuple[str, int]:
    """A number that begins with "eight hundred", if at least seven digits follow; else nothing."""
    if phrase.at(index) not in UNITS or phrase.follows(index + 1) != "hundred":
        return "", index
    rest = index + 2
    digits = [phrase.follows(place) in UNITS or phrase.follows(place) in ZEROS for place in range(rest, rest + 7)]
    return (f"{UNITS[phrase.at(index)]}00", rest) if all(digits) else ("", index)


def _telephone(phrase: Phrase, index: int, digits: str) -> str:
    """Groups as North America writes them, where the length fits and nothing speaks against it."""
    if any(phrase.at(place) in _CODES for place in range(index - _CODE_REACH, index)):
        return digits
    if len(digits) == 7:
        return f"{digits[:3]}-{digits[3:]}"
    if len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    if len(digits) == 11 and digits[0] == "1":
        return f"1-{digits[1:4]}-{digits[4:7]}-{digits[7:]}"
    return digits


def hundred_left_out(phrase: Phrase, index: int) -> Number | None:
    """Such as "one twenty three" for 123."""
    first = UNITS.get(phrase.at(index))
    following = phrase.follows(index + 1)
    if not first or (following not in TENS and following not in TEENS and "-" not in following):
        return None
    rest = below_hundred(phrase, index + 1)
    if rest is None or phrase.precedes(index) in _NO_NUMERAL or phrase.follows(rest[1]) in BELOW_HUNDRED:
        return None
    value = first * 100 + rest[0]
    return Number(rest[1], value, str(value))


def three_digits(phrase: Phrase, index: int) -> Match | None:
    """A number without its hundred, by itself."""
    found = hundred_left_out(phrase, index)
    if found is None or phrase.follows(found.end) in _NO_CODE_BEFORE:
        return None
    return (Piece(found.digits, found.end - index),)

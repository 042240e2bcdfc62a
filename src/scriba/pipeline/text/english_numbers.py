"""English numerals: from words in a row to the number they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scriba.pipeline.text.phrases import Phrase

UNITS: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_COUNTED: Final = {name: value for name, value in UNITS.items() if value}
JOINED: Final = {f"{ten}-{unit}": tens + value for ten, tens in TENS.items() for unit, value in _COUNTED.items()}
"""Numerals with a hyphen."""
BELOW_HUNDRED: Final = {**UNITS, **TEENS, **TENS, **JOINED}
ZEROS: Final = frozenset({"oh", "o", "zero"})

_SMALL_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
}  # fmt: skip
_LARGE_ORDINALS: Final = {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
ORDINALS: Final = {
    **_SMALL_ORDINALS,
    **_LARGE_ORDINALS,
    **{f"{ten}-{unit}": tens + value for ten, tens in TENS.items() for unit, value in _SMALL_ORDINALS.items()},
}

NUMERALS: Final = frozenset({*BELOW_HUNDRED, *ORDINALS})
"""Words that may begin a number; so may an article before a hundred."""

_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number: its digits as written, the word of its scale if that stays, and where it ends.

    `spoken` is false where the model wrote digits, `article` true where "a" begins it, `value` rounds decimals down.
    """

    end: int
    value: int
    digits: str
    scale: str = ""
    spoken: bool = True
    article: bool = False

    @property
    def is_small(self) -> bool:
        """Whether running text writes it as a word."""
        return self.spoken and not self.scale and self.value < 10 and "." not in self.digits


def below_hundred(phrase: Phrase, index: int) -> tuple[int, int] | None:
    """Value and end of a numeral below a hundred: "twenty five", "seven"."""
    core = phrase.at(index)
    value = BELOW_HUNDRED.get(core)
    if value is None:
        return None
    unit = _COUNTED.get(phrase.follows(index + 1)) if core in TENS else None
    return (value, index + 1) if unit is None else (value + unit, index + 2)


def _below_thousand(phrase: Phrase, index: int) -> tuple[int, int] | None:
    found = below_hundred(phrase, index)
    if found is None:
        return None
    value, end = found
    if phrase.follows(end) != "hundred" or not value:
        return found
    return _with_rest(phrase, value * 100, end + 1)


def _with_rest(phrase: Phrase, value: int, end: int) -> tuple[int, int]:
    """What follows a hundred: "and five", "twenty"."""
    after = end + 1 if phrase.follows(end) == "and" else end
    rest = below_hundred(phrase, after) if phrase.follows(after) else None
    return (value + rest[0], rest[1]) if rest and rest[0] else (value, end)


def cardinal(phrase: Phrase, index: int) -> Number | None:
    """The whole number that begins here, in words."""
    article = phrase.at(index) in {"a", "an"}
    first = _after_article(phrase, index) if article else _below_thousand(phrase, index)
    if first is None:
        return None
    total, (value, end) = 0, first
    bound = 10**15
    lowest = ""
    while (scale := SCALES.get(phrase.follows(end), 0)) and scale < bound and value:
        lowest = phrase.follows(end)
        total, value, bound, end = total + value * scale, 0, scale, end + 1
        after = end + 1 if phrase.follows(end) == "and" else end
        more = _below_thousand(phrase, after) if phrase.follows(after) else None
        if more is None or not more[0] or not _fits(phrase, more[1], bound):
            break
        value, end = more
    whole = total + value
    if lowest and lowest != "thousand" and not value and total % SCALES[lowest] == 0:
        return Number(end, whole, grouped(whole // SCALES[lowest]), scale=lowest, article=article)
    return Number(end, whole, grouped(whole), article=article)


def _fits(phrase: Phrase, end: int, bound: int) -> bool:
    """Whether what follows a scale belongs to the same number: not "five thousand two million"."""
    return SCALES.get(phrase.follows(end), 0) < bound


def _after_article(phrase: Phrase, index: int) -> tuple[int, int] | None:
    following = phrase.follows(index + 1)
    if following == "hundred":
        return _with_rest(phrase, 100, index + 2)
    return (1, index + 1) if following in SCALES else None


def number(phrase: Phrase, index: int) -> Number | None:
    """The number that begins here, in words or digits: "two point five million", "20", "a hundred and five"."""
    whole = _written_number(phrase, index) or cardinal(phrase, index)
    if whole is None or whole.scale or whole.article:
        return whole
    found = _with_fraction(phrase, whole) if whole.spoken else whole
    scale = phrase.follows(found.end)
    if SCALES.get(scale, 0) >= 10**6 or (scale in SCALES and "." in found.digits):
        return Number(found.end + 1, found.value * SCALES[scale], found.digits, scale=scale, spoken=found.spoken)
    return found


def _written_number(phrase: Phrase, index: int) -> Number | None:
    core = phrase.at(index)
    if not core[:1].isdigit() or not _DIGITS.fullmatch(core):
        return None
    return Number(index + 1, int(float(core.replace(",", ""))), core, spoken=False)


def _with_fraction(phrase: Phrase, whole: Number) -> Number:
    """The digits behind "point", one by one or as one numeral."""
    if phrase.follows(whole.end) != "point":
        return whole
    digits, end = "", whole.end + 1
    while (core := phrase.follows(end)) in UNITS or core in ZEROS:
        digits, end = digits + str(UNITS.get(core, 0)), end + 1
    rest = below_hundred(phrase, end) if phrase.follows(end) and not digits else None
    if rest:
        digits, end = str(rest[0]), rest[1]
    return Number(end, whole.value, f"{whole.digits}.{digits}") if digits else whole


def ordinal(phrase: Phrase, index: int) -> tuple[int, int] | None:
    """Value and end of an ordinal: "third", "twenty first", "one hundred and fifth"."""
    core = phrase.at(index)
    if core in ORDINALS:
        return ORDINALS[core], index + 1
    if core in TENS and phrase.follows(index + 1) in _SMALL_ORDINALS:
        return TENS[core] + _SMALL_ORDINALS[phrase.at(index + 1)], index + 2
    if core in _COUNTED and phrase.follows(index + 1) == "hundred":
        after = index + 3 if phrase.follows(index + 2) == "and" else index + 2
        rest = ordinal(phrase, after) if phrase.follows(after) else None
        return (_COUNTED[core] * 100 + rest[0], rest[1]) if rest and rest[0] < 100 else None
    return None


def ordinal_text(value: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if value % 100 in {11, 12, 13} else endings.get(value % 10, "th")
    return f"{value}{ending}"


def grouped(value: int) -> str:
    """Digits in groups of three."""
    return f"{value:,}"

"""Numbers, months and signs in a row that may be a date, however it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scriba.pipeline.privacy.months import MONTHS
from scriba.pipeline.privacy.numerals import ORDINALS, TENS, Group
from scriba.pipeline.privacy.speech import Phrases, Speech

_JOINERS: Final = frozenset(", - / . ' of the in slash dash month day year and".split())
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_HOLIDAYS: Final = Phrases(
    [
        *("christmas", "christmas day", "christmas eve", "new year's", "new year's day", "new year's eve", "halloween"),
        *("valentine's day", "independence day", "leap day", "boxing day", "thanksgiving", "easter sunday"),
    ]
)
_YEAR: Final = re.compile(r"(1[89]|20)\d\d")
_LONGEST_NUMBER: Final = 4
_COUNTED: Final = frozenset(
    (
        "years year months weeks week days hours hour minutes pounds lbs ounces percent % am pm o'clock dollars "
        "times people kids children siblings"
    ).split()
)


@dataclass(frozen=True, slots=True)
class DateRun:
    """First and last token, its numbers as digits, and whether a month, an ordinal or a holiday is in it."""

    first: int
    last: int
    numbers: tuple[str, ...]
    has_name: bool
    counts_something: bool

    @property
    def digits(self) -> str:
        """All its digits."""
        return "".join(self.numbers)

    @property
    def has_year(self) -> bool:
        """Whether it ends or begins with a year of four digits."""
        return bool(_YEAR.match(self.digits) or _YEAR.fullmatch(self.digits[-_LONGEST_NUMBER:]))


def run_at(speech: Speech, index: int) -> DateRun | None:
    """The longest run that begins here."""
    numbers: list[str] = []
    first, last, has_name = index, index - 1, False
    while index < len(speech.tokens):
        length = _name_length(speech, index)
        group = speech.starts.get(index)
        if length:
            last, has_name = index + length - 1, True
        elif group is not None and _is_part(group):
            last = group.last + (speech.low(group.last + 1) in _SUFFIXES and speech.tokens[group.last + 1].glued)
            has_name = has_name or last > group.last
            numbers.append(group.digits)
        elif speech.lows[index] not in _JOINERS or index > last + 2 or (last < first and speech.lows[index] != "'"):
            break
        index = max(index, last) + 1
    if last < first or not (numbers or has_name):
        return None
    return DateRun(first, last, tuple(numbers), has_name, _counts(speech, last + 1))


def _counts(speech: Speech, index: int) -> bool:
    """Whether what follows makes the number a length, a weight or a time."""
    low, after = speech.low(index), speech.low(index + 1)
    return low in _COUNTED or (low in {"a", "p"} and after in {"m", "."})


def _name_length(speech: Speech, index: int) -> int:
    """Tokens of a month, an ordinal ("twenty third") or a holiday that stands here, 0 for none."""
    low = speech.lows[index]
    if low in TENS and (speech.low(index + 1) in ORDINALS):
        return 2
    if low in TENS and speech.low(index + 1) == "-" and speech.low(index + 2) in ORDINALS:
        return 3
    if low in ORDINALS or (low in MONTHS and _is_month(speech, index)):
        return 1
    return _HOLIDAYS.at(speech, index)


def _is_month(speech: Speech, index: int) -> bool:
    return speech.is_capital(index) or not speech.has_case


def _is_part(group: Group) -> bool:
    return len(group.digits) <= _LONGEST_NUMBER or (len(group.digits) <= _WHOLE and not group.is_scaled)


_WHOLE: Final = 8
"""Digits of a date written without signs."""

"""Numbers as people say them: "oh seven", "double five", "eighty two", "nineteen sixty one", "one thousand"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

UNITS: Final = {
    "zero": 0,
    "nought": 0,
    "naught": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "niner": 9,
}
TEENS: Final = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES: Final = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
REPEATS: Final = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
ZEROS: Final = frozenset({"oh", "o"})
"""Zeros only beside other digits."""

ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}

_HEARD_AS: Final = {"for": "4", "to": "2", "too": "2", "won": "1", "ate": "8"}
"""What recognizers write for a digit before a sign that is said: "for slash 19 slash 82"."""
_SAID_SIGNS: Final = frozenset({"slash", "dash", "/"})

_SMALL: Final = UNITS | TEENS | TENS


class Piece(Protocol):
    """What this module needs of a token."""

    @property
    def low(self) -> str:
        """The token in lower case."""
        ...

    @property
    def glued(self) -> bool:
        """Whether it continues the word before it."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """Digits said in one breath: "eighty two" is "82". `is_scaled` where a hundred or thousand was said."""

    first: int
    last: int
    digits: str
    is_single: bool = False
    is_scaled: bool = False


def groups(tokens: Sequence[Piece]) -> tuple[Group, ...]:
    """Every number of the tokens, in order."""
    lows = [token.low for token in tokens]
    found: list[Group] = []
    index = 0
    while index < len(lows):
        group = _group(lows, index, follows=bool(found) and found[-1].last >= index - 2)
        if group is None:
            index += 1
            continue
        found.append(group)
        index = group.last + 1
    return tuple(found)


def _group(lows: Sequence[str], index: int, *, follows: bool) -> Group | None:
    low = lows[index]
    after = lows[index + 1] if index + 1 < len(lows) else ""
    group = None
    if low.isdecimal():
        group = Group(index, index, low, is_single=len(low) == 1)
    elif low in REPEATS:
        group = _repeated(lows, index)
    elif low in _HEARD_AS and after in _SAID_SIGNS and index + 2 < len(lows) and lows[index + 2].isdecimal():
        group = Group(index, index, _HEARD_AS[low], is_single=True)
    elif low in ZEROS:
        near = follows or after in _SMALL or after in ZEROS or after.isdecimal() or after in REPEATS
        group = Group(index, index, "0", is_single=True) if near else None
    elif low == "a" and (after == "hundred" or after in SCALES):
        value, last = _scaled(lows, index + 1, 1)
        group = Group(index, last, str(value), is_scaled=True)
    elif low in _SMALL:
        group = _said(lows, index)
    return group


def _repeated(lows: Sequence[str], index: int) -> Group | None:
    """The digits of "double seven"; recognizers also write "double-7" and "double 112", which is 1, 1, 1 and 2."""
    place = index + 1 + (index + 1 < len(lows) and lows[index + 1] == "-")
    after = lows[place] if place < len(lows) else ""
    if not (after in UNITS or after in ZEROS or after.isdecimal()):
        return None
    digits = after if after.isdecimal() else str(UNITS.get(after, 0))
    return Group(index, place, digits[0] * (REPEATS[lows[index]] - 1) + digits)


def _said(lows: Sequence[str], index: int) -> Group:
    value, last = _below_hundred(lows, index)
    after = lows[last + 1] if last + 1 < len(lows) else ""
    if after == "hundred" or after in SCALES:
        value, last = _scaled(lows, last + 1, value)
        return Group(index, last, str(value), is_scaled=True)
    return Group(index, last, str(value), is_single=lows[index] in UNITS)


def _below_hundred(lows: Sequence[str], index: int) -> tuple[int, int]:
    """Value and last token of a number below a hundred."""
    value = _SMALL[lows[index]]
    if lows[index] not in TENS:
        return value, index
    following = index + 1
    if following < len(lows) and lows[following] == "-":
        following += 1
    if following < len(lows) and UNITS.get(lows[following], 0) > 0:
        return value + UNITS[lows[following]], following
    return value, index


def _scaled(lows: Sequence[str], index: int, value: int) -> tuple[int, int]:
    """Value and last token of a number with "hundred" or a scale at `index`, `value` of which stands before."""
    total, last, scale = 0, index, max(SCALES.values()) + 1
    while index < len(lows):
        if lows[index] == "hundred":
            value, last = value * 100, index
        elif lows[index] in SCALES:
            scale = SCALES[lows[index]]
            total, value, last = total + value * scale, 0, index
        else:
            break
        index += 1
        start = index + 1 if index < len(lows) and lows[index] == "and" else index
        if start < len(lows) and lows[start] in _SMALL and not _is_read_out(lows, start, spoken_and=start > index):
            more, end = _below_hundred(lows, start)
            if _scale_at(lows, end + 1) >= scale:
                break
            value, last, index = value + more, end, end + 1
    return total + value, last


def _scale_at(lows: Sequence[str], index: int) -> int:
    """The scale that is said here, 0 for none: in "three thousand six thousand" another number begins."""
    return SCALES.get(lows[index], 0) if index < len(lows) else 0


def _is_read_out(lows: Sequence[str], index: int, *, spoken_and: bool) -> bool:
    """Whether single digits follow ("eight hundred five five five"): they are said one by one, not added."""
    after = lows[index + 1] if index + 1 < len(lows) else ""
    return not spoken_and and lows[index] in UNITS and (after in UNITS or after in ZEROS)

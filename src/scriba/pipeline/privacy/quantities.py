"""Whole numbers in the text, as amounts: "1,250.75", "forty five", "one thousand two hundred fifty"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scriba.pipeline.privacy.numerals import SCALES
from scriba.pipeline.privacy.speech import Speech

_THOUSANDS = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and the tokens that say it."""

    first: int
    last: int
    value: float


@lru_cache(maxsize=4)
def quantities(speech: Speech) -> dict[int, Quantity]:
    """Every amount by its first token."""
    found: dict[int, Quantity] = {}
    ends = {group.first: group.last for group in speech.numerals}
    done = -1
    for group in speech.numerals:
        if group.first <= done:
            continue
        value, last = float(group.digits), group.last
        while _is_part(speech, last):
            last += 2
        if last > group.last:
            value = _amount("".join(speech.lows[group.first : last + 1]))
        elif speech.low(last + 1) == "point" and last + 2 in ends:
            last = ends[last + 2]
        while speech.low(last + 1) in SCALES:
            last += 1
        found[group.first] = Quantity(group.first, last, value)
        done = last
    return found


def _is_part(speech: Speech, last: int) -> bool:
    """Whether a thousands separator or a decimal point and more digits follow in the same word."""
    if last + 2 >= len(speech.tokens) or not speech.lows[last].isdecimal():
        return False
    sign, digits = speech.tokens[last + 1], speech.tokens[last + 2]
    if not (sign.glued and digits.glued and digits.low.isdecimal()):
        return False
    return (sign.low == "," and len(digits.low) == _THOUSANDS) or sign.low == "."


def _amount(written: str) -> float:
    """The value of "1,250.75"; of "192.168.1.20", which is none, its first number."""
    whole, _, rest = written.replace(",", "").partition(".")
    return float(whole) if "." in rest else float(f"{whole}.{rest or 0}")

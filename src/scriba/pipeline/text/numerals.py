"""Numbers in words, by num2words; imported only when a text is wanted in its spoken form."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from num2words import CONVERTER_CLASSES, num2words

_LONGEST: Final = 15
"""More digits than these are read one by one."""

_YEARS: Final = range(1100, 2100)


def speaks(language: str) -> bool:
    """Whether numbers of the language can be put in words."""
    return language in CONVERTER_CLASSES


@lru_cache(maxsize=4096)
def cardinal(digits: str, language: str) -> str:
    """A whole number of digits alone: "105" as "one hundred five"; digits with a leading zero one by one."""
    if len(digits) > _LONGEST or (digits.startswith("0") and len(digits) > 1):
        return one_by_one(digits, language)
    return _plain(str(num2words(int(digits), lang=language)), language)


@lru_cache(maxsize=4096)
def year(digits: str, language: str) -> str:
    """Four digits as a year, where the language says years in a way of its own; other numbers as `cardinal`."""
    if len(digits) != 4 or int(digits) not in _YEARS:
        return cardinal(digits, language)
    return _plain(str(num2words(int(digits), lang=language, to="year")), language)


@lru_cache(maxsize=4096)
def ordinal(digits: str, language: str) -> str:
    """For example "21" as "twenty first"."""
    return _plain(str(num2words(int(digits), lang=language, to="ordinal")), language)


def one_by_one(digits: str, language: str) -> str:
    """Digit by digit."""
    return " ".join(_plain(str(num2words(int(digit), lang=language)), language) for digit in digits if digit.isdigit())


def _plain(text: str, language: str) -> str:
    if language == "en":
        text = text.replace(" and ", " ").replace("-", " ").replace(",", "")
    return text.lower()

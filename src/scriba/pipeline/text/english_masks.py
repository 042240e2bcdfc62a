"""Dates, telephone numbers and e-mail addresses of a text, written as the caller's masks have them.

The text is written out first, by the rules of `format_text`; what they bring into its usual form is found here and brought
into another one. Only what is certain is touched: a date must have its day, month and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from scriba.core.masks import masked_date, masked_email, masked_phone
from scriba.core.transcript import Word
from scriba.pipeline.text.english_writing import written
from scriba.pipeline.text.words import Shell, merged, same_voice, shell


@dataclass(frozen=True, slots=True, kw_only=True)
class Masks:
    """How to write what; None leaves it as it is. `day_first` tells how "3/4/2025" is meant."""

    date: str | None = None
    phone_number: str | None = None
    email: str | None = None
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Formatted:
    """The words in the new form, and what became what."""

    words: tuple[Word, ...]
    mapping: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Hit:
    """So many words become one text; the marks around them stay."""

    count: int
    form: str
    lead: str
    tail: str


_ORDER: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_OF: Final = {name: number for number, name in enumerate(_ORDER, 1)} | {
    name[:3]: number for number, name in enumerate(_ORDER, 1)
} | {"sept": 9}  # fmt: skip
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR: Final = re.compile(r"[12]\d{3}")
_ISO: Final = re.compile(r"([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})(?:([-/.])(\d{1,2})\2([12]\d{3})|/(\d{1,2})/(\d{2}))")
_TURN: Final = 69
"""Two-digit years from this on are of the last century, as POSIX has it."""
_MONTHS_A_YEAR: Final = 12

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE_PART: Final = re.compile(r"\+?[\d().-]*\d[\d().-]*")
_PHONE: Final = re.compile(
    r"\+\d{1,3}[-. ]?(?:\(?\d{1,4}\)?[-. ]?){2,5}"
    r"|(?:1[-. ]?)?(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]?\d{4}"
    r"|\d{3}[-. ]\d{4}"
)
_BARE: Final = re.compile(r"1?[2-9]\d{9}")
_CUES: Final = frozenset({"phone", "number", "call", "cell", "mobile", "fax", "telephone", "text", "dial", "reach"})
_CUE_REACH: Final = 6
"""Words before ten digits in a row that may tell of a telephone."""
_PHONE_WORDS: Final = 5
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


def masked(words: Sequence[Word], masks: Masks) -> Formatted:
    """The words with what the masks ask for; several words that become one take its place, from first to last."""
    text = written(words)
    shells = [shell(word.text) for word in text]
    finders = _finders(masks)
    result: list[Word] = []
    mapping: dict[str, str] = {}
    index = 0
    while index < len(text):
        hit = next((hit for find in finders if (hit := find(text, shells, index))), None)
        if hit is None:
            result.append(text[index])
            index += 1
            continue
        group = text[index : index + hit.count]
        result.append(merged(group, hit.lead + hit.form + hit.tail))
        original = _original(words, group).removeprefix(hit.lead).removesuffix(hit.tail)
        if original != hit.form:
            mapping[original] = hit.form
        index += hit.count
    return Formatted(tuple(result), mapping)


_Finder = Callable[[Sequence[Word], Sequence[Shell], int], _Hit | None]


def _finders(masks: Masks) -> list[_Finder]:
    finders: list[_Finder] = []
    if masks.email is not None:
        finders.append(_email_finder(masks.email))
    if masks.date is not None:
        finders.append(_date_finder(masks.date, day_first=masks.day_first))
    if masks.phone_number is not None:
        finders.append(_phone_finder(masks.phone_number))
    return finders


def _original(words: Sequence[Word], group: Sequence[Word]) -> str:
    """What the transcript has where these words are."""
    start, end = group[0].start, max(word.end for word in group)
    return " ".join(
        word.text for word in words if start <= word.start and word.end <= end and same_voice(word, group[0])
    )


def _email_finder(mask: str) -> _Finder:
    def find(_words: Sequence[Word], shells: Sequence[Shell], index: int) -> _Hit | None:
        core = shells[index].core
        form = masked_email(mask, core) if "@" in core and _EMAIL.fullmatch(core) else None
        return None if form is None else _Hit(1, form, shells[index].lead, shells[index].tail)

    return find


def _date_finder(mask: str, *, day_first: bool) -> _Finder:
    def find(words: Sequence[Word], shells: Sequence[Shell], index: int) -> _Hit | None:
        found = _numeric(shells[index].core, day_first=day_first) or _named(words, shells, index)
        if found is None:
            return None
        count, day = found
        return _Hit(count, masked_date(mask, day), shells[index].lead, shells[index + count - 1].tail)

    return find


def _numeric(core: str, *, day_first: bool) -> tuple[int, date] | None:
    if not core[:1].isdigit():
        return None
    iso = _ISO.fullmatch(core)
    if iso:
        return _dated(1, int(iso[1]), int(iso[3]), int(iso[4]))
    found = _NUMERIC.fullmatch(core)
    if not found:
        return None
    first, second = int(found[1]), int(found[3] or found[5])
    year = int(found[4]) if found[4] else int(found[6]) + (1900 if int(found[6]) >= _TURN else 2000)
    month, day = (
        (second, first) if (day_first and second <= _MONTHS_A_YEAR) or first > _MONTHS_A_YEAR else (first, second)
    )
    return _dated(1, year, month, day)


def _named(words: Sequence[Word], shells: Sequence[Shell], index: int) -> tuple[int, date] | None:
    """Such as "March 7th, 1961", "7 March 1961", "the 7th of March, 1961"."""
    cores = [one.core.lower().rstrip(".") for one in shells[index : index + 5]]
    start = cores[:1] == ["the"]
    pattern = cores[start:]
    if _MONTH_OF.get(pattern[0] if pattern else "") and not start:
        month, day, year, count = pattern[0], *_pair(pattern[1:3]), 3
    elif pattern[1:2] == ["of"]:
        month, day, year, count = (pattern[2:3] or [""])[0], pattern[0], (pattern[3:4] or [""])[0], 4 + start
    else:
        month, day, year, count = (pattern[1:2] or [""])[0], (pattern or [""])[0], (pattern[2:3] or [""])[0], 3 + start
    said = _DAY.fullmatch(day)
    if month not in _MONTH_OF or said is None or not _YEAR.fullmatch(year):
        return None
    group = range(index, index + count)
    if any(not _goes_on(shells[place]) for place in group[:-1]) or not _is_one_voice(words, group):
        return None
    return _dated(count, int(year), _MONTH_OF[month], int(said[1]))


def _goes_on(one: Shell) -> bool:
    """Whether the date can go on behind the word: a dot is the sign of a short month's name there."""
    return one.tail in {"", ","} or (one.tail == "." and one.core.lower() in _MONTH_OF)


def _pair(pattern: Sequence[str]) -> tuple[str, str]:
    day, year = (*pattern, "", "")[:2]
    return day, year


def _dated(count: int, year: int, month: int, day: int) -> tuple[int, date] | None:
    try:
        return (count, date(year, month, day))
    except ValueError:
        return None


def _phone_finder(mask: str) -> _Finder:
    def find(words: Sequence[Word], shells: Sequence[Shell], index: int) -> _Hit | None:
        for count in range(_PHONE_WORDS, 0, -1):
            group = range(index, min(len(shells), index + count))
            digits = _phone_digits(words, shells, group) if len(group) == count else None
            form = masked_phone(mask, digits) if digits else None
            if form is not None:
                return _Hit(count, form, "", _tail(words, group))
        return None

    return find


def _phone_digits(words: Sequence[Word], shells: Sequence[Shell], group: range) -> str | None:
    """The digits of a number that these words are; None where they are none, or are part of a longer one."""
    texts = [words[place].text for place in group[:-1]]
    texts.append(words[group[-1]].text.removesuffix(_tail(words, group)))
    if not all(_PHONE_PART.fullmatch(text) for text in texts) or not _is_one_voice(words, group):
        return None
    text = " ".join(texts)
    digits = re.sub(r"\D", "", text)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or _is_number_beside(words, group):
        return None
    if _PHONE.fullmatch(text) or (_BARE.fullmatch(text) and _is_called(shells, group[0])):
        return digits
    return None


def _tail(words: Sequence[Word], group: range) -> str:
    """The marks behind the number; a bracket is one where it was not opened inside."""
    text = words[group[-1]].text
    end = len(text.rstrip(".,;:?!"))
    if text[:end].endswith(")") and not any("(" in words[place].text for place in group):
        end -= 1
    return text[end:]


def _is_number_beside(words: Sequence[Word], group: range) -> bool:
    """Whether further digits stand right before or behind, so that this is a piece of something else."""
    before = words[group[0] - 1].text if group[0] else ""
    behind = words[group[-1] + 1].text if group[-1] + 1 < len(words) else ""
    closed = bool(_tail(words, group))
    return bool(re.fullmatch(r"[+\d().-]+", before)) or (
        not closed and bool(re.match(r"[\d(]+[\d().-]*[.,?!]?$", behind))
    )


def _is_called(shells: Sequence[Shell], index: int) -> bool:
    return any(one.core.lower() in _CUES for one in shells[max(0, index - _CUE_REACH) : index])


def _is_one_voice(words: Sequence[Word], group: range) -> bool:
    return all(same_voice(words[group[0]], words[place]) for place in group)

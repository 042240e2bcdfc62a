"""Dates, and which of them are birthdays: "July 4, 1985", "the fourth of july", "07/04/85", "last year"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.codes import codes_of
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.months import MONTHS
from scriba.pipeline.privacy.numerals import ORDINALS, TENS
from scriba.pipeline.privacy.speech import Phrases, Speech

_UNSURE_MONTHS: Final = frozenset({"march", "may", "mar", "jun", "august", "sep", "dec", "jan"})
_WEEKDAYS: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_SEASONS: Final = frozenset({"spring", "summer", "fall", "autumn", "winter"})
_SPANS: Final = (
    frozenset({"year", "week", "month", "quarter", "weekend", "night", "decade", "century"}) | _WEEKDAYS | _SEASONS
)
_RELATIVE: Final = Phrases(
    [
        "yesterday",
        "tomorrow",
        "day after tomorrow",
        "the day before yesterday",
        "the other day",
        "last night",
        "tonight",
    ]
)
_BIRTH: Final = Cues.of(
    *("born", "born on", "born in", "date of birth", "birthday", "birth date", "birthdate", "dob", "d o b", "d.o.b."),
    *("day of birth", "year of birth", "came into the world"),
)
_BORN_AFTER: Final = Cues.of("birthday", "date of birth", "birth date", "dob")
_NUMERIC: Final = re.compile(
    r"(0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])[-/.](\d{4}|\d{2})"
    r"|(0?[1-9]|[12]\d|3[01])[-/.](0?[1-9]|1[0-2])[-/.](\d{4}|\d{2})|(19|20)\d\d[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])"
)
_YEAR: Final = re.compile(r"1[89]\d\d|20\d\d")
_EIGHT_DIGITS: Final = re.compile(r"(0?[1-9]|1[0-2])(0?[1-9]|[12]\d|3[01])((19|20)\d\d|\d\d)")
_YEAR_CUES: Final = frozenset(
    ("in since until till by from of during year back around before after circa early late mid").split()
)
_MAX_DAY: Final = 31
_SHORT_YEAR: Final = 2
"""Digits of "'86"."""


@dataclass(frozen=True, slots=True)
class Date:
    """A month with what is said around it; `last` is the last token."""

    first: int
    last: int
    day: bool
    year: bool


def find(speech: Speech) -> Iterable[Finding]:
    """Dates, longer stretches of time, and days of birth."""
    for finding in _all(speech):
        if _is_birth(speech, finding):
            yield Finding("date_of_birth", finding.first, finding.last, Trust.CUED)
        else:
            yield finding


def _all(speech: Speech) -> Iterable[Finding]:
    for index, low in enumerate(speech.lows):
        if low in MONTHS:
            date = month_at(speech, index)
            if date is not None:
                yield _month_finding(date)
        elif low in _WEEKDAYS or low.removesuffix("s") in _WEEKDAYS:
            yield Finding("date", index, index, Trust.LISTED, "day")
        elif _is_relative(speech, index):
            yield Finding("date", index, index + 1, Trust.LISTED)
    yield from (Finding("date", first, last, Trust.LISTED) for first, last in _RELATIVE.all(speech))
    yield from _numeric(speech)
    yield from _years(speech)


def _is_relative(speech: Speech, index: int) -> bool:
    """Whether "last year", "next Monday", "this summer" stands here."""
    low, after = speech.lows[index], speech.low(index + 1)
    return (low in {"last", "next"} and after in _SPANS) or (low == "this" and after in _WEEKDAYS | _SEASONS)


def _month_finding(date: Date) -> Finding:
    kind: EntityType = "date" if date.day else "date_interval"
    return Finding(kind, date.first, date.last, Trust.SHAPED, None if date.day or date.year else "month")


def month_at(speech: Speech, index: int) -> Date | None:
    """The date around a month's name; None where the word is no month here ("may", "march")."""
    if speech.low(index) not in MONTHS:
        return None
    first, last, day = index, index, False
    before = _day_before(speech, index)
    if before is not None:
        first, day = before, True
    position = index + 2 if speech.low(index + 1) == "." and speech.tokens[index + 1].glued else index + 1
    position += speech.low(position) == "the"
    after = _day_at(speech, position)
    if after is not None and not day:
        last, day = after, True
    year = _year_after(speech, last)
    if year is not None:
        last = year
    if speech.lows[index] in _UNSURE_MONTHS and not day and year is None and not _is_surely_month(speech, index):
        return None
    first = _with_weekday(speech, first) if day else first
    return Date(first, last, day, year is not None)


def _is_surely_month(speech: Speech, index: int) -> bool:
    if speech.has_case:
        return speech.is_capital(index) and not speech.starts_sentence(index)
    return speech.low(index - 1) in {"in", "since", "until", "last", "next", "early", "late", "by", "mid"}


def _with_weekday(speech: Speech, first: int) -> int:
    index = first - 1
    while speech.low(index) in {",", "the"}:
        index -= 1
    return index if speech.low(index) in _WEEKDAYS else first


def _day_before(speech: Speech, index: int) -> int | None:
    """First token of "the 4th of", "4", "fourth of" before a month."""
    position = index - 1
    if speech.low(position) == "of":
        position -= 1
    if speech.low(position) in {"st", "nd", "rd", "th"} and speech.tokens[position].glued:
        position -= 1
    low = speech.low(position)
    if low in ORDINALS:
        position -= speech.low(position - 1) in TENS
        position -= speech.low(position) == "-"
        position -= (
            speech.low(position - 1) in TENS and speech.low(position + 1) in ORDINALS and speech.low(position) == "-"
        )
    elif not (low.isdecimal() and 1 <= int(low) <= _MAX_DAY) or speech.low(position - 1) in {":", "-", "/"}:
        return None
    return position - 1 if speech.low(position - 1) == "the" else position


def _day_at(speech: Speech, index: int) -> int | None:
    """Last token of a day of the month that begins here."""
    low = speech.low(index)
    if low in TENS and speech.low(index + 1) in ORDINALS:
        return index + 1
    if low in TENS and speech.low(index + 1) == "-" and speech.low(index + 2) in ORDINALS:
        return index + 2
    if low in ORDINALS:
        return index
    group = speech.starts.get(index)
    if group is None or group.is_scaled or not 1 <= int(group.digits) <= _MAX_DAY or _starts_year(speech, index):
        return None
    return group.last + (speech.low(group.last + 1) in {"st", "nd", "rd", "th"} and speech.tokens[group.last + 1].glued)


def _starts_year(speech: Speech, index: int) -> bool:
    year = _spoken_year(speech, index)
    return year is not None and _spoken_year(speech, year + 1) is None


def _year_after(speech: Speech, last: int) -> int | None:
    index = last + 1
    short = speech.starts.get(index + 1) if speech.low(index) == "of" else None
    if short is not None and short.first == short.last and len(short.digits) == _SHORT_YEAR:
        return short.last
    while speech.low(index) in {",", "of", "in"} and index <= last + 2:
        index += 1
    return _spoken_year(speech, index)


def _spoken_year(speech: Speech, index: int) -> int | None:
    """Last token of a year that begins here: "1985", "nineteen eighty five", "two thousand five"."""
    near = [speech.starts[place] for place in range(index, index + 4) if place in speech.starts]
    if speech.low(index) == "'" and near and near[0].first == index + 1 and len(near[0].digits) == _SHORT_YEAR:
        return near[0].last
    if not near or near[0].first != index:
        return None
    if _YEAR.fullmatch(near[0].digits):
        return near[0].last
    if near[0].digits in {"18", "19", "20"} and not speech.lows[index].isdecimal():
        digits, last = near[0].digits, near[0].last
        for group in near[1:]:
            if group.first != last + 1:
                break
            digits, last = digits + group.digits, group.last
            if _YEAR.fullmatch(digits):
                return last
    return None


def _numeric(speech: Speech) -> Iterable[Finding]:
    for code in codes_of(speech):
        written = code.plain
        if (code.is_number and _NUMERIC.fullmatch(written)) or (
            code.is_number and _EIGHT_DIGITS.fullmatch(code.text) and _BIRTH.before(speech, code.first) is not None
        ):
            yield Finding("date", code.first, code.last, Trust.SHAPED)


def _years(speech: Speech) -> Iterable[Finding]:
    """Years by themselves after "in", "since" and the like, and decades."""
    for group in speech.numerals:
        last = _spoken_year(speech, group.first)
        before = speech.low(group.first - 1)
        if last is not None and (before in _YEAR_CUES or _birth_near(speech, group.first)):
            yield Finding("date_interval", group.first, last, Trust.SHAPED, "year")
    for index, low in enumerate(speech.lows):
        spoken = low in {"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}
        if spoken and speech.low(index - 1) in {"the", "nineteen", "early", "late", "mid"}:
            yield Finding("date_interval", index - (speech.low(index - 1) == "nineteen"), index, Trust.LISTED)
        elif low == "s" and speech.tokens[index].glued and re.fullmatch(r"(19|20)?\d0", speech.low(index - 1)):
            yield Finding("date_interval", index - 1, index, Trust.LISTED)


def _birth_near(speech: Speech, index: int) -> bool:
    return _BIRTH.before(speech, index, reach=4) is not None


def _is_birth(speech: Speech, finding: Finding) -> bool:
    if finding.kind not in {"date", "date_interval"} or finding.detail in {"day", "month"}:
        return False
    if finding.trust == Trust.LISTED:
        return False
    if "born" in speech.lows[finding.last + 1 : finding.last + 4]:
        return True
    return _BIRTH.before(speech, finding.first) is not None or _BORN_AFTER.after(speech, finding.last, 4) is not None

"""English dates, years and times of day: from words in a row to how they are written."""

from __future__ import annotations

from typing import Final

from scriba.pipeline.text.english_numbers import (
    BELOW_HUNDRED,
    TEENS,
    TENS,
    UNITS,
    ZEROS,
    below_hundred,
    cardinal,
    ordinal,
    ordinal_text,
)
from scriba.pipeline.text.phrases import Match, Phrase, Piece
from scriba.pipeline.text.words import capitalized

MONTHS: Final = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
})  # fmt: skip

_VERBS: Final = frozenset({"may", "march"})
"""Months that are verbs too."""

_BEFORE_A_DATE: Final = frozenset({
    "on", "by", "until", "till", "since", "of", "before", "after", "from", "through", "this", "last", "next", "for",
    "between", "around", "and", "to", "is", "was",
})  # fmt: skip
_AFTER_A_DAY: Final = frozenset({
    "", "at", "in", "to", "through", "and", "or", "is", "was", "will", "from", "until", "till", "for", "we", "the", "when",
})  # fmt: skip

_BEFORE_A_YEAR: Final = MONTHS | {
    "in", "since", "of", "from", "until", "till", "by", "year", "before", "after", "during", "to", "circa", "late", "early",
    "mid", "and", "around", "spring", "summer", "fall", "autumn", "winter",
}  # fmt: skip
_NO_YEAR_BEFORE: Final = frozenset({
    "hundred", "thousand", "million", "billion", "percent", "per", "dollars", "dollar", "cents", "euros", "pounds", "point",
})  # fmt: skip
_DECADES: Final = {
    "hundreds": 0, "tens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
_CENTURIES: Final = {**{name: value for name, value in TEENS.items() if value >= 13}, "twenty": 20}
_OLD_CENTURY: Final = 15
"""Centuries before this need a word that tells of a year: "fourteen thirty" is a time of day as well."""

_HOURS: Final = {name: value for name, value in BELOW_HUNDRED.items() if 1 <= value <= 12}
_BEFORE_A_TIME: Final = frozenset({"at", "by", "until", "till", "before", "after"})
_PARTS_OF_DAY: Final = frozenset({"morning", "afternoon", "evening"})
_MERIDIEMS: Final = {"am": "AM", "a.m": "AM", "a.m.": "AM", "pm": "PM", "p.m": "PM", "p.m.": "PM"}


def date(phrase: Phrase, index: int) -> Match | None:
    """Such as "march third twenty twenty five", "july ten", "the third of march"."""
    core = phrase.at(index)
    if core in MONTHS:
        return _month_first(phrase, index)
    if phrase.is_named(index):
        return None  # the Fourth of July
    day = ordinal(phrase, index)
    if day is None or day[0] > 31 or phrase.follows(day[1]) != "of" or phrase.follows(day[1] + 1) not in MONTHS:
        return None
    month = Piece(capitalized(phrase.written[day[1] + 1]), 1)
    return (Piece(ordinal_text(day[0]), day[1] - index), Piece("of", 1), month, *_year_pieces(phrase, day[1] + 2))


def _month_first(phrase: Phrase, index: int) -> Match | None:
    only_year = _year_pieces(phrase, index + 1)
    if only_year:
        return (Piece(capitalized(phrase.written[index]), 1), *only_year)
    found = ordinal(phrase, index + 1) if phrase.follows(index + 1) else None
    if found and found[0] <= 31 and (phrase.at(index) not in _VERBS or _is_month(phrase, index, found[1])):
        day, end = ordinal_text(found[0]), found[1]
    else:
        counted = below_hundred(phrase, index + 1) if phrase.follows(index + 1) else None
        if counted is None or not _is_day(phrase, index, *counted):
            return None
        day, end = str(counted[0]), counted[1]
    year = _year_pieces(phrase, end)
    name = Piece(capitalized(phrase.written[index]), 1)
    return (name, Piece(f"{day}," if year else day, end - index - 1), *year)


def _is_month(phrase: Phrase, index: int, end: int) -> bool:
    """Whether "may" or "march" before an ordinal is a month: "may second" may be a verb and a verb."""
    if phrase.is_named(index) or phrase.precedes(index) in _BEFORE_A_DATE or _year_pieces(phrase, end):
        return True
    return not phrase.precedes(index) and phrase.follows(end) in _AFTER_A_DAY


def _is_day(phrase: Phrase, index: int, value: int, end: int) -> bool:
    """Whether the number behind a month is its day: "in march twenty people came" has none."""
    if not 1 <= value <= 31 or (phrase.at(index) in _VERBS and (value < 10 or not _is_month(phrase, index, end))):
        return False
    return phrase.follows(end) in _AFTER_A_DAY or bool(_year_pieces(phrase, end))


def _year_pieces(phrase: Phrase, index: int) -> Match:
    found = year(phrase, index, certain=True) if phrase.follows(index) else None
    return found or ()


def year(phrase: Phrase, index: int, *, certain: bool = False) -> Match | None:
    """Such as "nineteen eighty four", "twenty twenty five", "two thousand nine", and decades: "nineteen eighties"."""
    century = _CENTURIES.get(phrase.at(index))
    following = phrase.follows(index + 1)
    if century and following in _DECADES:
        return (Piece(f"{century * 100 + _DECADES[following]}s", 2),)
    found = _pair_year(phrase, index) if century else _long_year(phrase, index)
    if found is None or phrase.follows(found[1]) in _NO_YEAR_BEFORE:
        return None
    told = certain or phrase.precedes(index) in _BEFORE_A_YEAR
    if century and century < _OLD_CENTURY and not told:
        return None
    if following == "hundred" and not told:
        return None
    return (Piece(str(found[0]), found[1] - index),)


def _pair_year(phrase: Phrase, index: int) -> tuple[int, int] | None:
    """Century and year of the century: value and end."""
    century = _CENTURIES[phrase.at(index)] * 100
    following = phrase.follows(index + 1)
    if following == "hundred":
        return (century, index + 2)
    if following in ZEROS and UNITS.get(phrase.follows(index + 2)):
        return (century + UNITS[phrase.at(index + 2)], index + 3)
    rest = below_hundred(phrase, index + 1) if following else None
    return (century + rest[0], rest[1]) if rest and rest[0] >= 10 else None


def _long_year(phrase: Phrase, index: int) -> tuple[int, int] | None:
    """A year like "two thousand (and) nine"; a bare "two thousand" is a number."""
    if (phrase.at(index), phrase.follows(index + 1)) != ("two", "thousand"):
        return None
    found = cardinal(phrase, index)
    return (found.value, found.end) if found and 2000 < found.value < 2100 and not found.scale else None


def time_of_day(phrase: Phrase, index: int) -> Match | None:
    """Such as "three thirty p m", "at ten fifteen", "five o'clock"; "half past three" stays."""
    hour = _HOURS.get(phrase.at(index))
    if hour is None:
        return None
    if phrase.follows(index + 1) == "o'clock":
        return (Piece(str(hour), 1), Piece("o'clock", 1))
    minute, end = _minute(phrase, index + 1)
    meridiem = _meridiem(phrase, end)
    text = f"{hour}:{minute:02}" if minute is not None else str(hour)
    if meridiem:
        return (Piece(text, end - index), meridiem)
    if minute is None or phrase.follows(end) in _NO_YEAR_BEFORE:
        return None
    told = phrase.precedes(index) in _BEFORE_A_TIME or _part_of_day_follows(phrase, end)
    return (Piece(text, end - index),) if told else None


def _minute(phrase: Phrase, index: int) -> tuple[int | None, int]:
    core = phrase.follows(index)
    if core in ZEROS and UNITS.get(phrase.follows(index + 1)):
        return UNITS[phrase.at(index + 1)], index + 2
    found = below_hundred(phrase, index) if core in TEENS or core in TENS or "-" in core else None
    return found if found and 10 <= found[0] < 60 else (None, index)


def _meridiem(phrase: Phrase, index: int) -> Piece | None:
    core = phrase.follows(index)
    if core in _MERIDIEMS:
        return Piece(_MERIDIEMS[core], 1)
    if core in {"a", "p"} and phrase.follows(index + 1) == "m":
        return Piece(f"{core.upper()}M", 2)
    return None


def _part_of_day_follows(phrase: Phrase, index: int) -> bool:
    words = (phrase.follows(index), phrase.follows(index + 1), phrase.follows(index + 2))
    return (words[:2] == ("in", "the") and words[2] in _PARTS_OF_DAY) or words[:2] == ("at", "night")

"""Times of the day and lengths of time: "3:30 PM", "half past ten", "two weeks"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.quantities import Quantity, quantities
from scriba.pipeline.privacy.speech import Phrases, Speech

_UNITS: Final = frozenset(
    (
        "second seconds minute minutes hour hours day days week weeks month months year years decade decades "
        "century centuries weekend weekends quarters fortnight fortnights semesters nights"
    ).split()
)
_HALVES: Final = Phrases(
    [
        "half an hour",
        "an hour and a half",
        "a year and a half",
        "half a year",
        "half a day",
        "a couple of weeks",
        "a couple of months",
        "a couple of years",
        "a couple of days",
        "a few weeks",
        "a few months",
        "a few years",
    ]
)
_NAMED: Final = Phrases(["noon", "midnight", "midday"])
_ZONES: Final = frozenset(("est pst cst mst gmt utc eastern pacific central et pt edt pdt").split())
_HOURS: Final = 24
_MINUTES: Final = 60
_PARTS: Final = frozenset({"half", "quarter"})
_BETWEEN: Final = frozenset({"to", "or", "and", "-", "–"})


def find(speech: Speech) -> Iterable[Finding]:
    """Times and durations."""
    amounts = quantities(speech)
    for quantity in amounts.values():
        last = _clock(speech, quantity, amounts)
        if last is not None:
            yield Finding("time", quantity.first, last, Trust.SHAPED)
            continue
        last = _length(speech, quantity)
        if last is not None:
            yield Finding("duration", _range_start(speech, quantity, amounts), last, Trust.SHAPED)
    yield from (Finding("duration", first, last, Trust.LISTED) for first, last in _HALVES.all(speech))
    yield from (Finding("time", first, last, Trust.LISTED) for first, last in _NAMED.all(speech))
    for index, low in enumerate(speech.lows):
        if low in {"past", "to", "til", "after"} and _is_part(speech, index - 1, amounts) and index + 1 in amounts:
            hour = amounts[index + 1]
            if hour.value <= 12 and _length(speech, hour) is None:  # noqa: PLR2004  # hours on a clock's face
                yield Finding(
                    "time",
                    _part_start(speech, index - 1, amounts),
                    _suffix(speech, hour.last) or hour.last,
                    Trust.SHAPED,
                )


def _is_part(speech: Speech, index: int, amounts: dict[int, Quantity]) -> bool:
    """Whether "half" or "quarter" stands before "past", or minutes before "past"."""
    if speech.low(index) in _PARTS:
        return True
    return speech.low(index + 1) == "past" and any(
        each.last == index and each.value < _MINUTES for each in amounts.values()
    )


def _part_start(speech: Speech, index: int, amounts: dict[int, Quantity]) -> int:
    first = next((each.first for each in amounts.values() if each.last == index), index)
    return first - 1 if speech.low(first - 1) == "a" else first


def _clock(speech: Speech, quantity: Quantity, amounts: dict[int, Quantity]) -> int | None:
    """Last token of a time that begins with the quantity."""
    if quantity.value > _HOURS or speech.low(quantity.first - 1) in {":", "$"}:
        return None
    last = _written_minutes(speech, quantity.last, amounts)
    if last > quantity.last or speech.low(last + 1) == "o'clock":
        last += speech.low(last + 1) == "o'clock"
        return _suffix(speech, last) or last
    minutes = amounts.get(last + 1) or (amounts.get(last + 2) if speech.low(last + 1) in {"oh", "o"} else None)
    ended = _suffix(speech, last)
    if ended is None and minutes is not None and minutes.value < _MINUTES:
        return _suffix(speech, minutes.last)
    return ended


def _written_minutes(speech: Speech, last: int, amounts: dict[int, Quantity]) -> int:
    """Last token of ":30" and ":30:15" after the hour."""
    while speech.low(last + 1) == ":" and last + 2 in amounts and amounts[last + 2].value < _MINUTES:
        last = amounts[last + 2].last
    return last


def _suffix(speech: Speech, last: int) -> int | None:
    """Last token of "PM", "p.m.", "p m", "in the morning" after a time."""
    low, after = speech.low(last + 1), speech.low(last + 2)
    end = None
    if low in {"am", "pm"}:
        end = last + 1
    elif low in {"a", "p"} and after == "m":
        end = last + 2
    elif low in {"a", "p"} and after == "." and speech.low(last + 3) == "m":
        end = last + 3
        end += speech.low(end + 1) == "." and speech.tokens[end + 1].glued
    elif low == "in" and after == "the" and speech.low(last + 3) in {"morning", "afternoon", "evening"}:
        end = last + 3
    elif low == "at" and after == "night":
        end = last + 2
    return end + 1 if end is not None and speech.low(end + 1) in _ZONES else end


def _length(speech: Speech, quantity: Quantity) -> int | None:
    """Last token of a duration; ages and "ago" are none."""
    last = quantity.last
    for phrase in (("and", "a", "half"), ("full",), ("more",), ("whole",), ("-",), ("business",), ("working",)):
        if speech.matches(last + 1, phrase):
            last += len(phrase)
    if speech.low(last + 1) not in _UNITS:
        return None
    last += 1
    return None if speech.low(last + 1) in {"old", "-"} else last


def _range_start(speech: Speech, quantity: Quantity, amounts: dict[int, Quantity]) -> int:
    """Where "three to five days" begins."""
    if speech.low(quantity.first - 1) not in _BETWEEN:
        return quantity.first
    before = next((each.first for each in amounts.values() if each.last == quantity.first - 2), None)
    return quantity.first if before is None else before

"""Places: addresses, cities, states and countries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.codes import codes_of
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

_STREETS: Final = frozenset(
    (
        "street st avenue ave road rd lane ln drive dr boulevard blvd court ct place pl terrace circle highway hwy "
        "parkway pkwy square crescent alley route expressway trail way close gardens"
    ).split()
)
_DIRECTIONS: Final = frozenset(
    {"north", "south", "east", "west", "n", "s", "e", "w", "northeast", "northwest", "southeast", "southwest"}
)
_SUITES: Final = frozenset({"apartment", "apt", "suite", "unit", "floor", "room", "ste"})
_ZIP_CUES: Final = Cues.of("zip code", "zip", "postal code", "postcode", "area code is", "zipcode")
_ZIP: Final = re.compile(r"\d{5}(-?\d{4})?")
_POSTCODE: Final = re.compile(r"[a-z]{1,2}\d{1,2}[a-z]?\d[a-z]{2}|[a-z]\d[a-z]\d[a-z]\d")
_COORDINATE_CUES: Final = Cues.of("latitude", "longitude", "coordinates", "lat", "long", "gps")
_PREPOSITIONS: Final = frozenset(
    (
        "in from to near at around outside through of toward towards across visit visiting visited leaving leave "
        "left reach"
    ).split()
)
_SURE_BEFORE: Final = frozenset(
    (
        "live lives lived living moved move moving born based located flew fly flying travel traveled travelled "
        "traveling relocated relocating relocate resident grew grow vacation went going go drove driving stationed "
        "headquartered office university college came come back trip flight raised staying stay stayed shipped "
        "shipping here there out over down up"
    ).split()
)
_DETAILS: Final[tuple[tuple[str, EntityType], ...]] = (
    ("states.txt", "location_state"),
    ("countries.txt", "location_country"),
    ("cities.txt", "location_city"),
    ("places.txt", "location_city"),
)
_MAX_STREET_WORDS: Final = 4
_NO_STREETS: Final = frozenset("the of on at in to my a and is was his her down that".split())


@cache
def _ambiguous() -> frozenset[str]:
    """One-word places that are words, or people's names, as well."""
    names = lists.cities().all | lists.names("countries.txt").all
    words = lists.cities().ambiguous | lists.names("countries.txt").ambiguous
    people = lists.first_names().all | {name for name in lists.surnames().all if name in names}
    return frozenset(name for name in names if name in words or name in people)


def find(speech: Speech) -> Iterable[Finding]:
    """Places by lists, by their form and by what stands before."""
    for file, detail in _DETAILS:
        for first, last in lists.phrases(file).all(speech):
            if _is_place(speech, first, last, is_state=detail == "location_state"):
                follows = _follows_place(speech, first)
                yield Finding("location", first, last, Trust.CUED if follows else Trust.LISTED, detail)
    yield from _destinations(speech)
    yield from _streets(speech)
    yield from _codes(speech)


def _is_place(speech: Speech, first: int, last: int, *, is_state: bool) -> bool:
    if any(token.glued for token in speech.tokens[first : first + 1]) and speech.low(first - 1) in {"@", ".", "-", "/"}:
        return False
    name = " ".join(speech.lows[first : last + 1])
    if speech.has_case and not speech.is_capital(first) and not (name.startswith("the ") and speech.is_capital(last)):
        return False
    if first < last or name not in _ambiguous():
        return is_state or first < last or not speech.has_case or _follows_name(speech, first) is False
    if is_state:
        return name not in {"georgia", "virginia", "washington", "carolina"} or not _follows_name(speech, first)
    return _is_named_as_place(speech, first, last)


def _follows_place(speech: Speech, first: int) -> bool:
    """Whether a city stands right before: "Atlanta, Georgia"."""
    end = first - 1 - (speech.low(first - 1) == ",")
    starts = range(max(0, end - 2), end + 1)
    return any(start + lists.phrases("cities.txt").at(speech, start) == end + 1 for start in starts)


def _destinations(speech: Speech) -> Iterable[Finding]:
    """Names in no dictionary where people live, go to or come from."""
    for index in range(2, len(speech.tokens)):
        if speech.low(index - 1) not in {"in", "to", "from", "near"} or not lists.is_unknown(speech.lows[index]):
            continue
        sure = any(speech.low(index - back) in _SURE_BEFORE for back in (2, 3))
        known = speech.lows[index] in lists.first_names().all or lists.phrases("organizations.txt").at(speech, index)
        if sure and not known and (speech.is_capital(index) or not speech.has_case):
            yield Finding("location", index, index, Trust.LISTED)


def _follows_name(speech: Speech, first: int) -> bool:
    """Whether a given name stands before, so that the place may be a surname."""
    return speech.low(first - 1) in lists.first_names().all and not speech.ends_sentence(first - 1)


def _is_named_as_place(speech: Speech, first: int, last: int) -> bool:
    """Whether words around a doubtful name speak of a place."""
    after = last + 1 + (speech.low(last + 1) == ",")
    if after < len(speech.lows) and any(
        lists.phrases(file).at(speech, after) for file in ("states.txt", "countries.txt")
    ):
        return not speech.has_case or speech.is_capital(after)
    before = speech.low(first - 1)
    if before not in _PREPOSITIONS:
        return False
    earlier = {speech.low(first - back) for back in range(2, 5)}
    sure = bool(earlier & _SURE_BEFORE) or before in {"in", "near", "visiting"}
    if speech.lows[first] in lists.cities().ambiguous and not speech.has_case:
        return bool(earlier & _SURE_BEFORE) and before in {"in", "from", "to", "near"}
    return sure or (
        before == "from" and not bool(earlier & {"hear", "heard", "message", "call", "email", "letter", "hi", "hello"})
    )


def _streets(speech: Speech) -> Iterable[Finding]:
    """House numbers with streets, streets by name, apartments, post boxes."""
    ends = {group.last: group.first for group in speech.numerals}
    for index, low in enumerate(speech.lows):
        if low in _STREETS:
            first = _street_start(speech, index, ends)
            if first is not None:
                numbered = first in ends.values() or speech.lows[first].isdecimal()
                detail: EntityType = "location_address" if numbered else "location_address_street"
                yield Finding("location", first, _suite(speech, index), Trust.CUED, detail)
        elif low == "box" and speech.low(index - 1) in {"o", "po", "."} and index + 1 in ends.values():
            last = next(group.last for group in speech.numerals if group.first == index + 1)
            first = index - 1
            while first > 0 and speech.lows[first] != "po" and speech.lows[first] != "p":
                first -= 1
            yield Finding("location", first, last, Trust.CUED, "location_address")


def _street_start(speech: Speech, index: int, ends: dict[int, int]) -> int | None:
    """First token of an address that ends with a street's word."""
    for position in range(index - 1, index - 1 - _MAX_STREET_WORDS, -1):
        if position < 0 or speech.ends_sentence(position):
            return None
        if position in ends and position < index - 1:
            return _number_start(speech, position, ends)
        if not _is_street_word(speech, position) and position not in ends:
            break
    return _named_street(speech, index)


def _is_street_word(speech: Speech, index: int) -> bool:
    """Whether the word may stand between a house number and "street"."""
    if not speech.tokens[index].is_word:
        return speech.lows[index] in {".", "-"}
    return speech.lows[index] not in _NO_STREETS


def _named_street(speech: Speech, index: int) -> int | None:
    """First token of a street without a number: by its capitals, or by a name before "street"."""
    first = index
    while first > 0 and speech.is_capital(first - 1) and not speech.starts_sentence(first - 1) and first > index - 3:
        first -= 1
    if first < index:
        return first
    before = speech.low(index - 1)
    named = before in lists.surnames().all or lists.is_unknown(before)
    known = not speech.has_case and speech.lows[index] in {"street", "avenue", "boulevard", "road"} and named
    return index - 1 if known and before not in _DIRECTIONS else None


def _number_start(speech: Speech, last: int, ends: dict[int, int]) -> int:
    """First token of a house number said in several pieces: "two twenty one"."""
    first = ends[last]
    while first - 1 in ends and not speech.ends_sentence(first - 1):
        first = ends[first - 1]
    return first


def _suite(speech: Speech, last: int) -> int:
    """Last token with the apartment that follows."""
    end = last + (speech.low(last + 1) == "." and speech.tokens[last + 1].glued)
    end += speech.low(end + 1) in _DIRECTIONS and (speech.is_capital(end + 1) or not speech.has_case)
    position = end + 1 + (speech.low(end + 1) == ",")
    if speech.low(position) not in _SUITES:
        return last if end == last else end
    for code in codes_of(speech):
        if code.first in {position + 1, position + 2}:
            return code.last
    return position + 1 if len(speech.low(position + 1)) == 1 else last


def _codes(speech: Speech) -> Iterable[Finding]:
    """Postal codes and coordinates."""
    places = lists.phrases("states.txt")
    for code in codes_of(speech):
        cued = _ZIP_CUES.near(speech, code.first, code.last) is not None
        follows = any(
            places.at(speech, start)
            and start + places.at(speech, start) + (speech.low(code.first - 1) == ",") == code.first
            for start in range(max(0, code.first - 4), code.first)
        )
        if _ZIP.fullmatch(code.text) and code.is_number and (cued or follows):
            yield Finding("location", code.first, code.last, Trust.CUED, "location_zip")
        elif _POSTCODE.fullmatch(code.text) and not code.is_number and (cued or len(code.elements) > 1):
            yield Finding("location", code.first, code.last, Trust.CUED if cued else Trust.LISTED, "location_zip")
        elif "." in code.written and code.is_number and _COORDINATE_CUES.before(speech, code.first) is not None:
            yield Finding("location", code.first, code.last, Trust.CUED, "location_coordinate")

"""Written English: numbers, money, percentages, dates, times and addresses the way people write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from scriba.core.transcript import Word
from scriba.pipeline.text.english_addresses import addresses
from scriba.pipeline.text.english_dates import MONTHS, date, time_of_day, year
from scriba.pipeline.text.english_digits import digit_string, hundred_left_out, three_digits
from scriba.pipeline.text.english_numbers import BELOW_HUNDRED, NUMERALS, UNITS, Number, number, ordinal, ordinal_text
from scriba.pipeline.text.phrases import Match, Phrase, Piece, phrase_of, reach, rewritten, shells_of

Rule = Callable[[Phrase, int], Match | None]

_CURRENCIES: Final = {"dollars": ("$", "cents"), "euros": ("€", "cents"), "pounds": ("£", "pence"), "yen": ("¥", "")}
_SMALL: Final = dict(_CURRENCIES.values())
"""What change is called beside a symbol."""

_ONE_OF: Final = {"dollar": "dollars", "euro": "euros", "cent": "cents", "penny": "pence"}
_COUNTED_IN_DIGITS: Final = frozenset({
    "chapter", "page", "section", "version", "flight", "route", "interstate", "episode", "season", "verse", "figure",
    "exhibit", "apartment", "suite",
})  # fmt: skip
"""Nouns behind which small numbers are digits too."""

_FRACTION_COUNTS: Final = frozenset({*UNITS, "a", "an"})
_SPANS: Final = frozenset({
    "break", "delay", "timer", "clip", "rule", "video", "mark", "window", "interval", "spot", "ad", "pause", "countdown",
})  # fmt: skip
"""What lasts "twenty seconds" rather than being the twenty-second."""


def written(words: Sequence[Word]) -> list[Word]:
    """The words as people write them. What is written that way already stays."""
    shells = shells_of(words)
    phrase = phrase_of(words, shells)
    named = addresses(phrase) if "dot" in phrase.cores else {}
    result: list[Word] = []
    index = 0
    while index < len(words):
        match = named.get(index) or _match(phrase, index)
        if match:
            result += rewritten(words, shells, index, match)
            index += reach(match)
        else:
            result.append(words[index])
            index += 1
    return result


def _match(phrase: Phrase, index: int) -> Match | None:
    core = phrase.cores[index]
    if core in NUMERALS:
        rules = _SPOKEN_RULES
    elif core in MONTHS:
        rules = (date,)
    elif core[:1].isdigit() or core[:1] in {"$", "€", "£"}:
        rules = _WRITTEN_RULES
    elif core in {"a", "an"}:
        rules = (_amount, _plain)
    else:
        return None
    return next((match for rule in rules if (match := rule(phrase, index))), None)


def _amount(phrase: Phrase, index: int) -> Match | None:
    """A number with its unit: percent, money; "five to ten percent" too."""
    found = hundred_left_out(phrase, index) or number(phrase, index)
    if found is None:
        return None
    match = _with_unit(phrase, index, found)
    if match or found.article or phrase.follows(found.end) not in {"to", "or"}:
        return match
    other = number(phrase, found.end + 1)
    if other is None or not _has_unit(phrase, other):
        return None
    symbol = _symbol(phrase, other)
    return (*_pieces(found, index, symbol), Piece(phrase.written[found.end], 1))


def _has_unit(phrase: Phrase, found: Number) -> bool:
    return _percent(phrase, found.end) > 0 or bool(_symbol(phrase, found))


def _symbol(phrase: Phrase, found: Number) -> str:
    currency = _currency(phrase, found)
    return _CURRENCIES[currency][0] if currency else ""


def _percent(phrase: Phrase, index: int) -> int:
    """How many words say "percent" here."""
    if phrase.follows(index) == "percent":
        return 1
    return 2 if (phrase.follows(index), phrase.follows(index + 1)) == ("per", "cent") else 0


def _currency(phrase: Phrase, found: Number) -> str:
    """The currency that follows, in its plural; pounds are a weight unless pence or sterling follow."""
    core = phrase.follows(found.end)
    if core in _ONE_OF and found.value == 1 and not found.scale and not found.article:
        core = _ONE_OF[core]
    if core == "pounds" and phrase.follows(found.end + 1) != "sterling" and not _change(phrase, found.end + 1, "pence"):
        return ""
    return core if core in _CURRENCIES else ""


def _with_unit(phrase: Phrase, index: int, found: Number) -> Match | None:
    percent = _percent(phrase, found.end)
    if percent and not found.scale:
        return (Piece(f"{found.digits}%", found.end - index + percent),)
    currency = _currency(phrase, found)
    if not currency:
        return None
    symbol, small = _CURRENCIES[currency]
    if found.scale:
        first, scale = _pieces(found, index, symbol)
        return (first, Piece(scale.text, scale.count + 1))
    end = found.end + (2 if phrase.follows(found.end + 1) == "sterling" else 1)
    change = _change(phrase, end, small) if "." not in found.digits else None
    cents, end = change or ("", end)
    return (Piece(f"{symbol}{found.digits}{cents}", end - index),)


def _change(phrase: Phrase, index: int, small: str) -> tuple[str, int] | None:
    """Behind an amount, "and twenty cents": the text behind the amount, and where it ends."""
    start = index + 1 if phrase.follows(index) == "and" else index
    found = number(phrase, start) if small and phrase.follows(start) else None
    if found is None or found.scale or not 0 < found.value < 100:
        return None
    unit = phrase.follows(found.end)
    return (f".{found.value:02}", found.end + 1) if _ONE_OF.get(unit, unit) == small else None


def _change_behind_digits(phrase: Phrase, index: int) -> Match | None:
    """Such as "$5 and 20 cents"."""
    core = phrase.at(index)
    small = _SMALL.get(core[:1], "")
    change = _change(phrase, index + 1, small) if core[1:].isdigit() else None
    return (Piece(f"{core}{change[0]}", change[1] - index),) if change else None


def _pieces(found: Number, index: int, symbol: str = "") -> Match:
    """A number by itself; the word of its scale stays a word."""
    count = found.end - index - (1 if found.scale else 0)
    first = Piece(f"{symbol}{found.digits}", max(1, count))
    return (first, Piece(found.scale, 1)) if found.scale else (first,)


def _ordinal(phrase: Phrase, index: int) -> Match | None:
    """From "tenth" on; smaller ones stay words, and so do fractions."""
    found = ordinal(phrase, index)
    if found is None or found[0] < 10 or phrase.precedes(index) in _FRACTION_COUNTS or phrase.is_named(index):
        return None
    value, end = found
    if phrase.at(end - 1) == "second" and (phrase.precedes(index) == "a" or phrase.follows(end) in _SPANS):
        return None
    return (Piece(ordinal_text(value), end - index),)


def _plain(phrase: Phrase, index: int) -> Match | None:
    """A number by itself: from ten on, with a scale, with decimals, or behind a noun that is counted in digits."""
    found = number(phrase, index)
    if found is None or (found.article and (found.scale or found.value in {100, 1_000, 100_000})):
        return None
    if found.is_small and phrase.precedes(index) not in _COUNTED_IN_DIGITS:
        return None
    if found.spoken and (phrase.is_named(index) or _tells_time(phrase, index, found)):
        return None
    return _pieces(found, index)


def _tells_time(phrase: Phrase, index: int, found: Number) -> bool:
    """Whether the number is part of "half past ten", "ten past three" or "twenty to five", which stay words."""
    before = (phrase.precedes(index - 1), phrase.precedes(index))
    if before[1] in {"past", "to"} and before[0] in {"half", "quarter", "minutes", *BELOW_HUNDRED}:
        return before[1] == "past" or before[0] not in BELOW_HUNDRED or BELOW_HUNDRED[before[0]] > found.value
    hour = UNITS.get(phrase.follows(found.end + 1), found.value)
    return phrase.follows(found.end) in {"past", "to"} and hour < found.value


_SPOKEN_RULES: Final[tuple[Rule, ...]] = (
    time_of_day,
    date,
    digit_string,
    year,
    _amount,
    _ordinal,
    three_digits,
    _plain,
)
_WRITTEN_RULES: Final[tuple[Rule, ...]] = (_amount, _change_behind_digits)

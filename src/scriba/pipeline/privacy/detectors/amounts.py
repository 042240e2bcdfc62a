"""Money, shares in percent, and ages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.quantities import Quantity, quantities
from scriba.pipeline.privacy.speech import Phrases, Speech

_SIGNS: Final = frozenset("$€£¥₹")
_CURRENCIES: Final = frozenset(
    (
        "dollar dollars buck bucks cent cents euro euros pound pounds pence penny pennies grand yen rupee rupees "
        "krona kronor kronas krone kroner won real reais ruble rubles rouble roubles shekel shekels lira zloty dirham "
        "dirhams baht rand ringgit forint loonies toonies peso pesos franc francs usd eur gbp quid dime dimes nickels"
    ).split()
)
_LARGE: Final = frozenset({"thousand", "million", "billion", "trillion", "k", "m", "bn", "b", "grand", "hundred"})
_PARTS: Final = frozenset({"cent", "cents", "pence", "pennies"})
_COUNTRIES: Final = frozenset({"us", "american", "canadian", "australian"})
_OLD: Final = Phrases(
    [
        "years old",
        "year old",
        "year-old",
        "years-old",
        "years of age",
        "months old",
        "month old",
        "weeks old",
        "yrs old",
        "year olds",
    ]
)
_AGE_BEFORE: Final = Phrases(
    [
        "age",
        "aged",
        "age is",
        "age of",
        "turned",
        "turning",
        "turns",
        "years young",
        "just turned",
        "how old are you ?",
        "how old are you",
    ]
)
_BE: Final = Phrases(
    ("i'm, i am, he's, he is, she's, she is, who's, who is, they're, they are, i'll be, he'll be, she'll be").split(
        ", "
    )
)
_MIN_AGE, _MAX_AGE = 1, 115
_CENTS: Final = 100
_NOT_AGES: Final = frozenset(
    (
        "percent % minutes minute hours hour days day weeks week months month years year miles feet blocks of in "
        "points out am pm : - / pounds st nd rd th dollars for hundred thousand o'clock steps x kilos inches weeks "
        "at th times"
    ).split()
)


def find(speech: Speech) -> Iterable[Finding]:
    """Money, percentages and ages."""
    amounts = quantities(speech)
    for quantity in amounts.values():
        money = _money(speech, quantity, amounts)
        if money is not None:
            yield money
        elif speech.low(quantity.last + 1) in {"%", "percent"} or speech.matches(quantity.last + 1, ("per", "cent")):
            yield Finding(
                "statistics", quantity.first, quantity.last + 1 + (speech.low(quantity.last + 1) == "per"), Trust.SHAPED
            )
        else:
            yield from _age(speech, quantity)
    for index, low in enumerate(speech.lows):
        teens = low in {
            "teens",
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        }
        if teens and any(speech.low(index - back) in {"my", "his", "her", "their"} for back in (1, 2)):
            yield Finding("person_age", index, index, Trust.SHAPED)


def _money(speech: Speech, quantity: Quantity, amounts: dict[int, Quantity]) -> Finding | None:
    first, last = quantity.first, quantity.last
    if speech.low(first - 1) in _SIGNS:
        first -= 1
        while speech.low(last + 1) in _LARGE and (
            speech.low(last + 1) not in {"m", "b", "k"} or speech.tokens[last + 1].glued
        ):
            last += 1
        return Finding("money_amount", first, last, Trust.CHECKED)
    while speech.low(last + 1) in _LARGE and speech.low(last + 1) != "grand" and speech.low(last + 1) not in {"m", "b"}:
        last += 1
    last += speech.low(last + 1) in _COUNTRIES
    if speech.low(last + 1) not in _CURRENCIES or _is_weight(speech, quantity, last + 1):
        return None
    last += 1
    following = last + 1 + (speech.low(last + 1) == "and")
    more = amounts.get(following)
    if more is not None and speech.low(more.last + 1) in _PARTS:
        last = more.last + 1
    elif (
        more is not None
        and following == last + 2
        and speech.low(more.last + 1) not in _CURRENCIES
        and more.value < _CENTS
    ):
        last = more.last
    return Finding("money_amount", first, last, Trust.CUED)


def _is_weight(speech: Speech, quantity: Quantity, unit: int) -> bool:
    """Whether "pound" after more than one is a weight or a key: "a five pound bag", "4471 pound"."""
    if speech.low(unit) != "pound" or speech.low(unit + 1) in {"note", "notes", "fine"}:
        return False
    return quantity.value != 1 or quantity.first - 1 in speech.ends


def _age(speech: Speech, quantity: Quantity) -> Iterable[Finding]:
    if not (_MIN_AGE <= quantity.value <= _MAX_AGE):
        return
    start = quantity.last + 1
    start += speech.low(start) == "-"
    length = _OLD.at(speech, start) if start < len(speech.lows) else 0
    if length:
        yield Finding("person_age", quantity.first, start + length - 1, Trust.CUED)
        return
    after = speech.low(quantity.last + 1)
    for phrases in (_AGE_BEFORE, _BE):
        for back in range(1, 6):
            index = quantity.first - back
            if (
                index >= 0
                and phrases.at(speech, index) == back
                and after not in _NOT_AGES
                and quantity.last < quantity.first + 3
            ):
                if phrases is _BE and not _ends_thought(speech, quantity):
                    continue
                yield Finding("person_age", quantity.first, quantity.last, Trust.CUED)
                return


def _ends_thought(speech: Speech, quantity: Quantity) -> bool:
    """Whether nothing counted follows, so that "I'm 67" speaks of age."""
    after = speech.low(quantity.last + 1)
    return after in {
        "",
        ",",
        ".",
        "?",
        "!",
        "and",
        "but",
        "now",
        "so",
        "today",
        "with",
        "i",
        "my",
        "she",
        "he",
        "married",
        "single",
    }

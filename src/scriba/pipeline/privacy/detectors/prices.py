"""Money without its currency: "I paid twelve fifty", "it's 89.99", "ninety thousand a year"; and its idioms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.quantities import Quantity, quantities
from scriba.pipeline.privacy.speech import Phrases, Speech

_CUES: Final = Cues.of(
    *(
        "cost, costs, costing, paid, pay, pays, paying, charge, charges, charged, owe, owes, owed, fee, fees, price, "
        "priced, rent, salary, balance, balance due, amount due, copay, co-pay, deposit, budget, refund, refunded, "
        "earn, earns, earned, i make, he makes, she makes, we make, they make, i made, quote, quoted, down payment, "
        "came to, comes to, ran us, ran me, runs me, tip, tipped, spend, spent, worth, offer, offered, wage, premium, "
        "deductible, bonus, bid, donated, sold it for, bought it for, sells for, billed, invoice was, invoice is, "
        "bill was, bill is, bill came, overcharged, lent, borrowed, income, credit limit, fine was, mortgage is"
    ).split(", ")
)
_REACH: Final = 6
_PLAIN_REACH: Final = 3
"""Tokens between the cue and a plain number, which may count something else."""
_PRICE: Final = re.compile(r"\d[\d,]*\.\d\d")
_LARGEST_PART: Final = 99
_SMALLEST: Final = 10
_RATES: Final = frozenset(
    {"gallon", "year", "month", "week", "hour", "night", "day", "pound", "piece", "pop", "head", "liter"}
)
_AFTER: Final = frozenset(
    (
        "a an per each every for of in on to but and total twice plus up all at from monthly weekly which that , . ? ! "
        "annually so because i so last this"
    ).split()
)
_IDIOMS: Final = Phrases(
    [
        "a buck fifty",
        "a buck",
        "half a million dollars",
        "half a million",
        "half a billion",
        "a couple hundred bucks",
        "a couple hundred dollars",
        "a few hundred dollars",
        "a few thousand dollars",
        "a couple thousand dollars",
        "six figures",
        "a quarter million dollars",
        "a dime",
        "a fiver",
        "a tenner",
    ]
)
_CODES: Final = frozenset("usd eur gbp chf cad aud nzd jpy inr rs sek nok dkk pln czk huf mxn brl cny sgd hkd".split())
_HALF_SCALES: Final = frozenset({"thousand", "million", "billion", "grand"})
_MONEY: Final = frozenset({"dollars", "euros", "pounds", "bucks", "francs", "dollar", "euro", "pound"})


def find(speech: Speech) -> Iterable[Finding]:
    """Amounts that a word of paying announces, that follow a currency's code, or that are idioms."""
    amounts = quantities(speech)
    done = -1
    for quantity in amounts.values():
        if quantity.first <= done:
            continue
        last = _coded(speech, quantity) or _halves(speech, quantity) or _price(speech, quantity, amounts)
        if last is not None:
            done = last
            coded = speech.low(quantity.first - 1) in _CODES
            yield Finding("money_amount", quantity.first - coded, last, Trust.SHAPED)
    yield from (Finding("money_amount", first, last, Trust.CUED) for first, last in _IDIOMS.all(speech))


def _coded(speech: Speech, quantity: Quantity) -> int | None:
    """Last token of "EUR 1.200", "Rs. 400"."""
    return quantity.last if speech.low(quantity.first - 1) in _CODES and speech.has_case else None


def _halves(speech: Speech, quantity: Quantity) -> int | None:
    """Last token of "four and a half thousand dollars", "one and a half million"."""
    if not speech.matches(quantity.last + 1, ("and", "a", "half")):
        return None
    last = quantity.last + 3
    if speech.low(last + 1) not in _HALF_SCALES:
        return None
    last += 1
    if speech.low(last + 1) in _MONEY:
        return last + 1
    return last if _CUES.before(speech, quantity.first, _REACH) is not None else None


def _price(speech: Speech, quantity: Quantity, amounts: dict[int, Quantity]) -> int | None:
    """Last token of a number that must be a price."""
    last = _parts(quantity, amounts)
    after = speech.low(last + 1)
    if after and after not in _AFTER and speech.tokens[last + 1].turn == speech.tokens[last].turn:
        return None
    shaped = last > quantity.last or _PRICE.fullmatch("".join(speech.lows[quantity.first : last + 1])) is not None
    rated = after in {"a", "an", "per"} and speech.low(last + 2) in _RATES
    if shaped and rated:
        return last
    reach = _REACH if shaped or rated else _PLAIN_REACH
    if quantity.value < _SMALLEST and not shaped:
        return None
    return last if _CUES.before(speech, quantity.first, reach) is not None else None


def _parts(quantity: Quantity, amounts: dict[int, Quantity]) -> int:
    """Last token of an amount said in two or three parts: "twelve fifty", "twelve forty nine ninety nine"."""
    last, more, parts = quantity.last, amounts.get(quantity.last + 1), 1
    while more is not None and _SMALLEST <= more.value <= _LARGEST_PART and parts < _MOST_PARTS:
        last, parts = more.last, parts + 1
        more = amounts.get(last + 1)
    return quantity.last if more is not None else last


_MOST_PARTS: Final = 3

"""Numbers that somebody issued: told apart by the words around them, the nearest of which decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.codes import Code, codes_of
from scriba.pipeline.privacy.detectors.issued import ISSUED, Issued
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Phrases, Speech


def find(speech: Speech) -> Iterable[Finding]:
    """Codes that a cue explains."""
    before: Finding | None = None
    for code in codes_of(speech):
        if not code.has_digits or code.is_amount:
            continue
        finding = _explained(speech, code, before)
        if finding is not None:
            yield finding
            before = finding


def _explained(speech: Speech, code: Code, before: Finding | None) -> Finding | None:
    near: list[tuple[int, int, Issued]] = []
    for rank, issued in enumerate(ISSUED):
        if not _fits(code, issued):
            continue
        gap = issued.cues.near(speech, code.first, code.last)
        if gap is not None and not _is_used(code, gap, before):
            near.append((gap, rank, issued))
    if not near:
        return None
    _, _, issued = min(near, key=lambda each: (each[0] + each[2].vague, each[1]))
    if issued.kind == "account_number" and code.is_number and _is_at_bank(speech, code):
        return Finding("banking_information", code.first, code.last, Trust.CUED)
    if issued.kind == "number_sequence" and issued.detail is None and _is_customer(speech, code):
        return Finding("account_number", code.first, code.last, Trust.SHAPED)
    trust = Trust.CUED if issued.kind != "number_sequence" else Trust.SHAPED
    return Finding(issued.kind, code.first, code.last, trust, issued.detail)


def _fits(code: Code, issued: Issued) -> bool:
    return len(code.text) in issued.lengths and (code.is_number or issued.has_letters)


def _is_used(code: Code, gap: int, before: Finding | None) -> bool:
    """Whether an earlier number stands between the cue and this one, and so was what the cue meant."""
    if before is None:
        return False
    cue_end = code.first - gap
    return cue_end <= before.first and code.first - before.last > _SECOND_NUMBER


def _is_customer(speech: Speech, code: Code) -> bool:
    """Whether an "ID" is that of somebody who was called a member or customer just before."""
    near = speech.lows[max(0, code.first - _CUSTOMER_REACH) : code.first]
    return "id" in near and not _CUSTOMERS.isdisjoint(near)


_CUSTOMERS: Final = frozenset({"member", "customer", "client", "account", "policy", "subscriber", "membership"})
_CUSTOMER_REACH: Final = 8


def _is_at_bank(speech: Speech, code: Code) -> bool:
    """Whether a bank's other number is spoken of nearby, so that the account is one at a bank."""
    near = range(max(0, code.first - _BANK_REACH), min(len(speech.tokens), code.last + _BANK_REACH))
    return any(_BANK_NUMBERS.at(speech, index) for index in near)


_BANK_NUMBERS: Final = Phrases(
    "routing, sort code, aba, bsb, iban, swift, transit number, direct deposit, wire".split(", ")
)

_BANK_REACH: Final = 16
"""Tokens around an account's number in which a bank is looked for."""

_SECOND_NUMBER: Final = 3
"""Tokens within which a second number shares the first one's cue: "or", "and also"."""

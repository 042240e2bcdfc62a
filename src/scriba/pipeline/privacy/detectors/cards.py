"""Credit cards by their check digit, and when they expire."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.codes import Code, codes_of, spans
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.date_runs import DateRun, run_at
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

CARD_LENGTHS: Final = range(13, 20)

_EXPIRY: Final = re.compile(r"(0[1-9]|1[0-2]|[1-9](?=[-/. ]))[-/. ]?(20)?[2-4]\d")

_CVV_LENGTHS: Final = range(3, 5)
_CODE_CUES: Final = Cues.of("code", "code is", "code's")

_EXPIRY_CUES: Final = Cues.of(
    *("expires", "expires on", "expiration", "expiration date", "expiry", "expiry date", "exp", "exp date", "expiring"),
    *("valid until", "valid thru", "valid through", "good through", "good thru", "good until", "valid to", "expire"),
    *("runs out", "run out", "good till", "valid till", "end date", "expired", "thru", "expires in", "valid from"),
)


def is_luhn(digits: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004  # two digits are added up
    return total % 10 == 0


def find(speech: Speech) -> Iterable[Finding]:
    """Card numbers and expiry dates."""
    for code in codes_of(speech):
        if not code.is_number:
            continue
        yield from _numbers(code)
        if _EXPIRY.fullmatch(code.plain) and _EXPIRY_CUES.near(speech, code.first, code.last) is not None:
            yield Finding("credit_card_expiration", code.first, code.last, Trust.CHECKED)
        elif len(code.text) in _CVV_LENGTHS and _is_card_code(speech, code):
            yield Finding("credit_card_cvv", code.first, code.last, Trust.CUED)
    yield from _months(speech)


def _is_card_code(speech: Speech, code: Code) -> bool:
    """Whether a bare "code" comes soon after a card or its expiry."""
    gap = _CODE_CUES.before(speech, code.first, reach=2)
    return gap is not None and _EXPIRY_CUES.before(speech, code.first - gap) is not None


def _numbers(code: Code) -> Iterable[Finding]:
    for text, first, last in spans(code, CARD_LENGTHS):
        if is_luhn(text) and len(set(text)) > 1 and text[0] in "123456":
            yield Finding("credit_card_number", first, last, Trust.CHECKED)
            return
    for text in code.readings[1:]:
        if len(text) in CARD_LENGTHS and is_luhn(text) and text[0] in "3456":
            yield Finding("credit_card_number", code.first, code.last, Trust.CHECKED)
            return


def _months(speech: Speech) -> Iterable[Finding]:
    """Months and years that a card runs until: "september twenty twenty seven", "two twenty nine"."""
    done = -1
    for index in range(len(speech.tokens)):
        run = run_at(speech, index) if index > done else None
        if run is None:
            continue
        done = run.last
        if _is_expiry(run) and _EXPIRY_CUES.before(speech, run.first) is not None:
            yield Finding("credit_card_expiration", run.first, run.last, Trust.CHECKED)


def _is_expiry(run: DateRun) -> bool:
    """Whether it is a month and a year, no day."""
    if run.counts_something:
        return False
    if run.has_name:
        return _YEAR_AFTER.fullmatch(run.digits) is not None
    signs = "/".join(run.numbers) if len(run.numbers) > 1 else run.digits
    return _EXPIRY.fullmatch(signs) is not None or _EXPIRY.fullmatch(run.digits) is not None


_YEAR_AFTER: Final = re.compile(r"(20)?[2-4]\d")

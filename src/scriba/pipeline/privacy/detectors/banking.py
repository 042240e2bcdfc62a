"""Bank numbers by their check digits: IBAN and American routing numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.codes import codes_of, spans
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Phrases, Speech

_IBAN: Final = re.compile(r"[a-z]{2}\d{2}[a-z\d]{11,30}")
_IBAN_LENGTHS: Final = range(15, 35)
_BIC: Final = re.compile(r"[a-z]{6}[a-z\d]{2}([a-z\d]{3})?")
_BIC_LENGTHS: Final = (8, 11)
_BIC_CUES: Final = Phrases(["bic", "swift", "swift code", "b i c", "bank code"])
_BIC_REACH: Final = 12
_COUNTRIES: Final = frozenset(
    (
        "ad ae al at au ba be bg bh br ca ch cl cn cr cy cz de dk do ee eg es fi fo fr gb ge gi gl gr hk hr hu id ie il "
        "in is it jo jp kr kw kz lb li lt lu lv ma mc md me mk mt mx my nl no nz pe ph pk pl pt qa ro rs ru sa se sg si "
        "sk sm th tn tr tw ua us uy vn za"
    ).split()
)
_MISHEARD_IBAN: Final = re.compile(r"[a-z]{2}\d{2}[a-z]{0,4}\d{10,26}[a-z\d]{0,3}")
"""The form of an IBAN whose check digits are wrong: a digit may have been misheard."""
_ROUTING: Final = re.compile(r"(0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}")
_ROUTING_CUES: Final = Cues.of("routing", "routing number", "aba", "transit", "bank")


def is_iban(text: str) -> bool:
    """Whether the number leaves 1 when divided by 97, letters as 10 to 35 (ISO 13616)."""
    if not _IBAN.fullmatch(text):
        return False
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def is_routing(digits: str) -> bool:
    """Whether the weighted digits add up to a multiple of ten (ABA routing number policy)."""
    if not _ROUTING.fullmatch(digits):
        return False
    return sum(int(digit) * weight for digit, weight in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0


def _business_codes(speech: Speech) -> Iterable[Finding]:
    """Codes of banks (ISO 9362), which may be letters only: as one word, or letter by letter."""
    for _, end in _BIC_CUES.all(speech):
        for index in range(end + 1, min(len(speech.tokens), end + _BIC_REACH)):
            last = _bic_end(speech, index)
            if last is not None:
                yield Finding("banking_information", index, last, Trust.CUED)
                break


def _bic_end(speech: Speech, index: int) -> int | None:
    """Last token of a bank's code that begins here, None where none does."""
    whole = speech.tokens[index].raw
    if len(whole) in _BIC_LENGTHS and whole.isupper() and whole[4:6].lower() in _COUNTRIES:
        return index
    code = next((code for code in codes_of(speech) if code.first == index), None)
    is_bic = code is not None and _BIC.fullmatch(code.text) and code.text[4:6] in _COUNTRIES
    return code.last if code is not None and is_bic else None


def find(speech: Speech) -> Iterable[Finding]:
    """Numbers whose check digits are right; others are left to their cues."""
    yield from _business_codes(speech)
    for code in codes_of(speech):
        for text, first, last in spans(code, _IBAN_LENGTHS):
            if is_iban(text):
                yield Finding("banking_information", first, last, Trust.CHECKED)
                break
        if _MISHEARD_IBAN.fullmatch(code.text) and code.text[:2] in _COUNTRIES:
            yield Finding("banking_information", code.first, code.last, Trust.SHAPED)
        if is_routing(code.text) and _ROUTING_CUES.near(speech, code.first, code.last) is not None:
            yield Finding("banking_information", code.first, code.last, Trust.CHECKED)

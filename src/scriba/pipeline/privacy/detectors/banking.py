"""Bank numbers by their check digits: IBAN and American routing numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.codes import codes_of, spans
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

_IBAN: Final = re.compile(r"[a-z]{2}\d{2}[a-z\d]{11,30}")
_IBAN_LENGTHS: Final = range(15, 35)
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


def find(speech: Speech) -> Iterable[Finding]:
    """Numbers whose check digits are right; others are left to their cues."""
    for code in codes_of(speech):
        for text, first, last in spans(code, _IBAN_LENGTHS):
            if is_iban(text):
                yield Finding("banking_information", first, last, Trust.CHECKED)
                break
        if is_routing(code.text) and _ROUTING_CUES.near(speech, code.first, code.last) is not None:
            yield Finding("banking_information", code.first, code.last, Trust.CHECKED)

"""What belongs to a finding beside it: what was said wrong before or right after, and a telephone's extension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.codes import Code, codes_of
from scriba.pipeline.privacy.findings import Finding
from scriba.pipeline.privacy.speech import Phrases, Speech

_CORRECTIONS: Final = Phrases(
    (
        "no sorry, sorry, no wait, oh no wait, wait, wait no, i mean, no i mean, actually, no actually, scratch that, "
        "correction, or rather, make that, i meant, excuse me, my mistake, my bad, oops, not, no no, no, let me start over, "
        "i'm sorry, sorry no, no it's, no that's, sorry it's, sorry that's, i said, hold on, let me repeat, again, "
        "so again, i repeat, that's, once more"
    ).split(", ")
)
_COMMAS: Final = frozenset({",", ".", "-", "…", "uh", "um"})
_NUMBERS: Final[frozenset[EntityType]] = frozenset(
    {
        *("phone_number", "credit_card_number", "credit_card_cvv", "us_social_security_number", "banking_information"),
        *("account_number", "healthcare_number", "passport_number", "drivers_license", "vehicle_id", "password"),
        *("number_sequence", "ip_address", "date_of_birth"),
    }
)
_EXTENSIONS: Final = Phrases(["extension number", "extension", "ext.", "ext", "x", "option"])
_KEYS: Final = Phrases(["pound sign", "pound", "hash", "hashtag", "star", "asterisk", "pound key"])
_MOST_COMMAS: Final = 2


def extended(findings: Iterable[Finding], speech: Speech) -> list[Finding]:
    """The findings of numbers, with what was corrected in them and what is dialled after them."""
    codes = [code for code in codes_of(speech) if code.has_digits]
    by_last = {code.last: code for code in codes}
    by_first = {code.first: code for code in codes}
    return [
        _extended(finding, speech, by_first, by_last) if finding.kind in _NUMBERS else finding for finding in findings
    ]


def _extended(finding: Finding, speech: Speech, by_first: dict[int, Code], by_last: dict[int, Code]) -> Finding:
    first = _corrected_before(speech, finding.first, by_last)
    last = _corrected_after(speech, finding.last, by_first)
    if finding.kind == "phone_number":
        last = _with_extension(speech, last, by_first)
    elif finding.kind == "password" and last + 1 < len(speech.tokens):
        last += _KEYS.at(speech, last + 1)
    return replace(finding, first=first, last=last)


def _corrected_before(speech: Speech, first: int, by_last: dict[int, Code]) -> int:
    """First token of the number that the speaker took back before this one."""
    index = _skip(speech, first - 1, -1)
    for start in range(index, max(-1, index - 4), -1):
        if _CORRECTIONS.at(speech, start) == index - start + 1:
            wrong = by_last.get(_skip(speech, start - 1, -1))
            if wrong is not None:
                return wrong.first
    return first


def _corrected_after(speech: Speech, last: int, by_first: dict[int, Code]) -> int:
    """Last token of the number that the speaker said instead."""
    index = _skip(speech, last + 1, 1)
    length = _CORRECTIONS.at(speech, index) if index < len(speech.tokens) else 0
    right = by_first.get(_skip(speech, index + length, 1)) if length else None
    return right.last if right is not None else last


def _with_extension(speech: Speech, last: int, by_first: dict[int, Code]) -> int:
    index = _skip(speech, last + 1, 1)
    length = _EXTENSIONS.at(speech, index) if index < len(speech.tokens) else 0
    number = by_first.get(_skip(speech, index + length, 1)) if length else None
    return number.last if number is not None else last


def _skip(speech: Speech, index: int, step: int) -> int:
    """The next token in a direction that is no comma or filler."""
    for _ in range(_MOST_COMMAS):
        if speech.low(index) in _COMMAS:
            index += step
    return index

"""What belongs to a finding beside it: what was said wrong before or right after, and a telephone's extension."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.codes import Code, by_turn, codes_of
from scriba.pipeline.privacy.findings import Finding, Trust
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
_HOMOPHONES: Final = frozenset({"of", "to", "for", "double", "triple", "oh", "o"})
_MOST_COMMAS: Final = 2
_SHORT: Final[frozenset[EntityType]] = frozenset({"date_of_birth", "ip_address", "credit_card_cvv"})
_LONG: Final = 7
"""Characters from which parts of a number are looked for beside it."""
_SHORTEST_ECHO: Final = 3
_ECHO_REACH: Final = 60
"""Tokens around a number in which its parts are said again."""


def extended(findings: Iterable[Finding], speech: Speech) -> list[Finding]:
    """The findings of numbers, with what was corrected in them and what is dialled after them."""
    findings = list(findings)
    whole = [list(by_turn(speech, code)) for code in codes_of(speech) if code.has_digits]
    codes = [code for parts in whole for code in parts[1:] or parts]
    explained = {finding.last for finding in findings if finding.trust > Trust.GUESS}
    by_last = {code.last: code for code in codes}
    unexplained = {code.last: code for code in codes if code.last not in explained}
    by_first = {code.first: code for code in codes}
    found = [
        _extended(finding, speech, by_first, by_last, unexplained) if finding.kind in _NUMBERS else finding
        for finding in findings
    ]
    return [*found, *_echoes(found, codes)]


def _echoes(findings: Sequence[Finding], codes: Sequence[Code]) -> Iterable[Finding]:
    """Parts of a long number that are said again near it: "seven seven three?", "ending in 1145, right?"."""
    firsts = [code.first for code in codes]
    for finding in findings:
        if finding.kind not in _NUMBERS or finding.kind in _SHORT:
            continue
        begin = bisect_left(firsts, finding.first - _ECHO_REACH)
        near = codes[begin : bisect_left(firsts, finding.last + _ECHO_REACH)]
        digits = "".join(code.text for code in near if finding.first <= code.first and code.last <= finding.last)
        for code in near if len(digits) >= _LONG else ():
            apart = code.last < finding.first or code.first > finding.last
            if apart and len(code.text) >= _SHORTEST_ECHO and code.text in digits:
                yield Finding(finding.kind, code.first, code.last, Trust.SHAPED, finding.detail)


def _extended(
    finding: Finding,
    speech: Speech,
    by_first: dict[int, Code],
    by_last: dict[int, Code],
    unexplained: dict[int, Code],
) -> Finding:
    first = _misheard_before(speech, _corrected_before(speech, finding.first, by_last), unexplained)
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


def _misheard_before(speech: Speech, first: int, by_last: dict[int, Code]) -> int:
    """First token of a number that goes on after what was heard as a word: "4,000 of 5665" for "four thousand oh five"."""
    code = by_last.get(first - 2) if speech.low(first - 1) in _HOMOPHONES else None
    return code.first if code is not None and len(code.text) >= _SHORTEST_ECHO else first


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

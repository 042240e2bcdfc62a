"""Telephone and social security numbers by their own form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.codes import Code, by_turn, codes_of
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

_NORTH_AMERICAN: Final = re.compile(r"1?[2-9]\d{2}[2-9]\d{6}")
_TRUNK: Final = re.compile(r"0[1-9]\d{8,9}")
"""Outside North America a zero stands before the area code."""
_TOLL_FREE: Final = re.compile(r"1?8(00|33|44|55|66|77|88)[2-9]\d{6}")
_GROUPED: Final = re.compile(r"(1[-. ]?)?(\d{3}[-. ]{1,2})?\d{3}[-. ]\d{4}")
_SOCIAL: Final = re.compile(r"(?!000|666|9\d\d)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}")
_PREFIXED: Final = re.compile(r"(00|011)[1-9]\d{7,13}")
"""With the digits that lead abroad before the country's."""
_INTERNATIONAL: Final = range(8, 16)
_LOCAL: Final = 7
_FICTITIOUS: Final = "555"
_EXTENSIONS: Final = frozenset({"extension", "ext", "x"})


def find(speech: Speech) -> Iterable[Finding]:
    """Numbers written or said as telephone numbers are, and nine digits in groups of 3, 2 and 4."""
    for code in (part for whole in codes_of(speech) for part in by_turn(speech, whole)):
        if not code.is_number:
            continue
        kind = _kind(speech, code)
        if kind is not None:
            first = code.first - 1 if speech.low(code.first - 1) in {"+", "plus"} else code.first
            yield Finding(kind, first, code.last, Trust.SHAPED)


def _kind(speech: Speech, code: Code) -> EntityType | None:
    text, written = code.text, code.plain
    grouped = [len(element.text) for element in code.elements]
    if _SOCIAL.fullmatch(written) or (grouped == [3, 2, 4] and _SOCIAL.fullmatch(f"{text[:3]}-{text[3:5]}-{text[5:]}")):
        return "us_social_security_number"
    international = speech.low(code.first - 1) in {"+", "plus"} and len(text) in _INTERNATIONAL
    national = (
        _NORTH_AMERICAN.fullmatch(text)
        or _TOLL_FREE.fullmatch(text)
        or _TRUNK.fullmatch(text)
        or _PREFIXED.fullmatch(text)
    )
    by_form = _GROUPED.fullmatch(written) or grouped in ([3, 3, 4], [1, 3, 3, 4], [3, 4])
    local = len(text) == _LOCAL and (speech.low(code.last + 1) in _EXTENSIONS or text.startswith(_FICTITIOUS))
    read = any(_NORTH_AMERICAN.fullmatch(reading) for reading in code.readings)
    return "phone_number" if international or national or read or by_form or local else None

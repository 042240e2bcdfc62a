"""Digits that nothing else explains: five or more in a row may be anything, so they count as a number sequence."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from scriba.pipeline.privacy.codes import Code, codes_of
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

FEWEST_DIGITS: Final = 5
FEWEST_MIXED: Final = 5
FEWEST_COUNTED: Final = 2


def find(speech: Speech) -> Iterable[Finding]:
    """Runs of at least five digits, and of letters mixed with digits."""
    for code in codes_of(speech):
        digits = sum(character.isdecimal() for character in code.text)
        enough = digits >= FEWEST_DIGITS if code.is_number else digits > 1 and len(code.text) >= FEWEST_MIXED
        if enough and not code.is_amount and not _is_counting(code):
            yield Finding("number_sequence", code.first, code.last, Trust.GUESS)


def _is_counting(code: Code) -> bool:
    """Whether somebody counts: "one two three four five", "nine ten eleven twelve", "five four three two one"."""
    if not code.is_number:
        return False
    said = [int(element.text) for element in code.elements]
    written = [int(digit) for digit in code.text]
    return any(
        {after - before for before, after in pairwise(numbers)} in ({1}, {-1})
        for numbers in (said, written)
        if len(numbers) > FEWEST_COUNTED
    )

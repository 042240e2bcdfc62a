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
_COUNTDOWN_STEPS: Final = 1


def find(speech: Speech) -> Iterable[Finding]:
    """Runs of at least five digits, and of letters mixed with digits."""
    for code in codes_of(speech):
        digits = sum(character.isdecimal() for character in code.text)
        enough = digits >= FEWEST_DIGITS if code.is_number else digits > 1 and len(code.text) >= FEWEST_MIXED
        if enough and not _is_amount(code) and not _is_counting(code.text):
            yield Finding("number_sequence", code.first, code.last, Trust.GUESS)


def _is_amount(code: Code) -> bool:
    """Whether it is one spoken number, "twenty five thousand", or one written with separators."""
    if len(code.elements) == 1:
        group = code.elements[0].group
        return group is not None and group.is_scaled
    return "," in code.written and all(len(part) == 3 for part in code.written.split(",")[1:])  # noqa: PLR2004  # thousands


def _is_counting(text: str) -> bool:
    """Whether somebody counts: "one two three four five", "five four three two one"."""
    if not text.isdecimal():
        return False
    steps = {int(after) - int(before) for before, after in pairwise(text)}
    return steps in ({_COUNTDOWN_STEPS}, {-_COUNTDOWN_STEPS})

"""Names of the internet's domains, written or spelled out: "gmail.com", "web dot de", "u b c dot c a"."""

from __future__ import annotations

from typing import Final

from scriba.pipeline.privacy.speech import Speech

TOP: Final = frozenset(
    (
        "com org net edu gov io co uk us ca de fr es it nl eu info biz me tv ai app dev mil au nz in br mx jp cn ru "
        "ch at be se no dk fi pl pt ie za online shop store tech xyz health"
    ).split()
)
"""Endings of domains."""
DOTS: Final = frozenset({".", "dot"})
_MAX_DOMAIN: Final = 12
_MAX_TOP: Final = 3


def is_label(speech: Speech, index: int) -> bool:
    """Whether a part of a domain's name may stand here."""
    low = speech.low(index)
    return bool(low) and (low[0].isalnum()) and low not in {"dot", "slash"}


def domain_end(speech: Speech, index: int) -> int | None:
    """Last token of a domain name that begins here; None where none does."""
    last = None
    position = index
    dots = 0
    while position < min(len(speech.lows), index + _MAX_DOMAIN):
        low = speech.lows[position]
        if low in DOTS and position > index:
            ended = _top_end(speech, position + 1)
            if ended is not None and not _is_new_sentence(speech, position):
                last = ended
            dots += 1
            if ended is None and not is_label(speech, position + 1):
                break
            position = (ended or position + 1) - 1
        elif (
            (not is_label(speech, position) and low not in {"-", "dash", "hyphen"})
            or (last is not None and position > last)
            or (position > index + 3 and not dots)
        ):
            break
        position += 1
    return last


def _top_end(speech: Speech, index: int) -> int | None:
    """Last token of a domain's ending that begins here, as a word or letter by letter; None where none does."""
    if speech.low(index) in TOP:
        return index
    spelled = ""
    for position in range(index, min(len(speech.lows), index + _MAX_TOP)):
        low = speech.lows[position]
        if len(low) != 1 or not low.isalpha():
            break
        spelled += low
        if spelled in TOP and not (position + 1 < len(speech.lows) and len(speech.lows[position + 1]) == 1):
            return position
    return None


def _is_new_sentence(speech: Speech, dot: int) -> bool:
    return speech.low(dot) == "." and dot + 1 < len(speech.tokens) and not speech.tokens[dot + 1].glued

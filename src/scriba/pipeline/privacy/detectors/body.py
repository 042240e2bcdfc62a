"""What a body is like: blood types, height, weight, hair and eyes, and what broke."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.quantities import Quantity, quantities
from scriba.pipeline.privacy.speech import Speech

_BLOOD_CUES: Final = Cues.of("blood type", "blood group", "blood is", "type of blood", "bloodtype")
_TYPES: Final = frozenset({"a", "b", "ab", "o"})
_SIGNS: Final = frozenset({"positive", "negative", "+", "-", "pos", "neg", "plus", "minus"})

_HURT: Final = frozenset(
    (
        "broke broken break breaking fractured sprained twisted tore torn dislocated hurt injured bruised cut "
        "burned burnt shattered sprains ruptured pulled strained stabbed"
    ).split()
)
_WHOSE: Final = frozenset({"my", "his", "her", "their", "your", "the", "a", "our", "left", "right", "upper", "lower"})
_PARTS: Final = frozenset(
    (
        "leg legs arm arms ankle ankles wrist wrists hip foot toe toes finger fingers thumb nose jaw rib ribs "
        "collarbone shoulder elbow knee knees back neck skull hand hands acl ligament tendon hamstring muscle "
        "pelvis spine tailbone femur achilles meniscus calf thigh head"
    ).split()
)
_COLOURS: Final = frozenset(
    (
        "brown blonde blond black red gray grey white auburn blue green hazel dark light curly long short silver "
        "ginger straight"
    ).split()
)
_FEATURES: Final = frozenset({"hair", "eyes", "beard", "skin", "eyed", "haired", "mustache", "complexion"})
_LENGTHS: Final = frozenset({"feet", "foot", "ft", "cm", "centimeters", "meters", "'", "m"})
_WEIGHTS: Final = frozenset({"pounds", "kilos", "kg", "lbs", "kilograms", "stone"})
_WEIGH: Final = frozenset({"weigh", "weighs", "weighed", "weight", "weighing"})
_TALL: Final = frozenset({"tall", "high"})


def find(speech: Speech) -> Iterable[Finding]:
    """Blood types, injuries and looks."""
    for index, low in enumerate(speech.lows):
        if low in _TYPES:
            yield from _blood(speech, index)
        elif low in _HURT:
            last = _part(speech, index)
            if last is not None:
                yield Finding("injury", index, last, Trust.SHAPED)
        elif low in _FEATURES and speech.low(index - 1) in _COLOURS:
            first = index - 1 - (speech.low(index - 2) in _COLOURS)
            yield Finding("physical_attribute", first, index, Trust.SHAPED)
    yield from _measures(speech)


def _blood(speech: Speech, index: int) -> Iterable[Finding]:
    if speech.lows[index] == "b" and speech.low(index - 1) == "a" and speech.low(index - 2) in {"type", "group", "is"}:
        index -= 1
    sign = index + 1 + (speech.lows[index] == "a" and speech.low(index + 1) == "b")
    sign += speech.low(sign) == "-" and speech.low(sign + 1) in _SIGNS
    has_sign = speech.low(sign) in _SIGNS
    cued = _BLOOD_CUES.near(speech, index, sign if has_sign else index) is not None or speech.low(index - 1) == "type"
    written = has_sign and speech.tokens[index].raw.isupper() and speech.low(sign) in {"positive", "negative"}
    if has_sign and (cued or written):
        yield Finding("blood_type", index, sign, Trust.CUED)
    elif cued and speech.low(index - 1) in {"is", "type", "'s"} and speech.lows[index] != "a":
        yield Finding("blood_type", index, index, Trust.SHAPED)


def _part(speech: Speech, index: int) -> int | None:
    """Last token of "broke his left leg"."""
    position = index + 1
    while speech.low(position) in _WHOSE and position < index + 4:
        position += 1
    return position if speech.low(position) in _PARTS and position > index + 1 else None


def _measures(speech: Speech) -> Iterable[Finding]:
    amounts = quantities(speech)
    for quantity in amounts.values():
        last = _height(speech, quantity, amounts)
        if last is not None:
            yield Finding("physical_attribute", quantity.first, last, Trust.CUED)
        elif speech.low(quantity.last + 1) in _WEIGHTS and any(
            speech.low(quantity.first - back) in _WEIGH for back in range(1, 5)
        ):
            yield Finding("physical_attribute", quantity.first, quantity.last + 1, Trust.CUED)


def _height(speech: Speech, quantity: Quantity, amounts: dict[int, Quantity]) -> int | None:
    """Last token of "five foot ten", "190 cm tall"."""
    last = quantity.last
    if speech.low(last + 1) not in _LENGTHS:
        return None
    last += 1
    inches = amounts.get(last + 1)
    feet = speech.low(last) in {"foot", "feet", "ft", "'"} and 3 <= quantity.value <= 7  # noqa: PLR2004  # feet of a person
    if inches is not None and feet and inches.value < 12:  # noqa: PLR2004  # inches of a foot
        last = inches.last
        last += speech.low(last + 1) in {"inches", "inch", '"'}
        return last + (speech.low(last + 1) in _TALL)
    return last + 1 if speech.low(last + 1) == "tall" else None

"""Speech in languages other than English, with its numbers as digits, so that rules of form can read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from scriba.core.transcript import Word
from scriba.pipeline.privacy.detectors import Detector, addresses, banking, cards, mail, phones, sequences
from scriba.pipeline.privacy.findings import Finding
from scriba.pipeline.privacy.number_words import ARTICLES, DOTS, SIGNS, numbers
from scriba.pipeline.privacy.numerals import Group
from scriba.pipeline.privacy.speech import Speech, Token, tokens_of

_LONGEST: Final = 5
_CONJUNCTIONS: Final = frozenset({"y", "e", "o", "u", "a", "à", "é", "è", "i", "ô", "ó"})
_THOUSANDS: Final = re.compile(r"\d{1,3}\.\d{3}")
_BETWEEN: Final = frozenset({"-", ",", "."})
_ENDINGS: Final = frozenset({"com", "org", "net", "edu", "gov", "info", "es", "fr", "it", "nl", "br", "pt", "eu"})
_REACH: Final = 8


def speech_of(words: Sequence[Word], language: str) -> Speech:
    """The words with their numbers, and with signs in place of their names."""
    tokens = tokens_of(words)
    lows = [token.low for token in tokens]
    said = numbers(language)
    meant = ["and" if _is_conjunction(lows, index) else SIGNS.get(low, low) for index, low in enumerate(lows)]
    meant = ["dot" if low in DOTS and _in_address(meant, index) else low for index, low in enumerate(meant)]
    groups: list[Group] = []
    index = 0
    while index < len(tokens):
        group = _group(lows, index, said)
        if group is not None:
            groups.append(group)
        index = index + 1 if group is None else group.last + 1
    return Speech(tuple(_as(token, low) for token, low in zip(tokens, meant, strict=True)), (), tuple(groups))


def _group(lows: Sequence[str], index: int, said: Mapping[tuple[str, ...], str]) -> Group | None:
    """The number that begins here, in digits or in words."""
    if lows[index].isdecimal():
        return Group(index, index, lows[index], is_single=len(lows[index]) == 1)
    last = _number_at(lows, index, said)
    if last is None or (last == index and lows[index] in ARTICLES and not _beside_number(lows, index, said)):
        return None
    digits = said[tuple(low for low in lows[index : last + 1] if low != "-")]
    return Group(index, last, digits, is_single=len(digits) == 1)


def _is_conjunction(lows: Sequence[str], index: int) -> bool:
    """Whether a single letter is a word ("y", "è", "o"): no other letter stands beside it, as in spelling."""
    beside = [lows[place] for place in (index - 1, index + 1) if 0 <= place < len(lows)]
    return lows[index] in _CONJUNCTIONS and not any(len(low) == 1 and low.isalpha() for low in beside)


def _sequences(speech: Speech) -> Iterable[Finding]:
    """Runs of digits, but not "120.000", where a full stop parts thousands."""
    for finding in sequences.find(speech):
        if not _THOUSANDS.fullmatch("".join(speech.lows[finding.first : finding.last + 1])):
            yield finding


def _as(token: Token, low: str) -> Token:
    return token if low == token.low else replace(token, low=low, raw=low)


def _number_at(lows: Sequence[str], index: int, said: Mapping[tuple[str, ...], str]) -> int | None:
    """Last token of the longest number in words that begins here."""
    found = None
    words: list[str] = []
    for place in range(index, min(len(lows), index + _LONGEST)):
        if lows[place] == "-" and words:
            continue
        words.append(lows[place])
        if tuple(words) in said:
            found = place
    return found


def _beside_number(lows: Sequence[str], index: int, said: Mapping[tuple[str, ...], str]) -> bool:
    """Whether the tokens next to this one, signs left out, are numbers too."""
    for step in (-1, 1):
        place = index + step
        while 0 <= place < len(lows) and lows[place] in _BETWEEN:
            place += step
        low = lows[place] if 0 <= place < len(lows) else ""
        if low.isdecimal() or ((low,) in said and low not in ARTICLES):
            return True
    return False


def _in_address(lows: Sequence[str], index: int) -> bool:
    """Whether a dot is meant: an ending of domains or a sign "at" is near."""
    near = lows[max(0, index - _REACH) : index + _REACH]
    following = lows[index + 1] if index + 1 < len(lows) else ""
    return "@" in near or (following in _ENDINGS and len(following) > 2)  # noqa: PLR2004  # "de", "it" are words


FORMS: Final[tuple[Detector, ...]] = (
    cards.find,
    banking.find,
    addresses.find,
    mail.find,
    phones.find,
    _sequences,
)
"""Detectors that look at form and check digits, and need no words of the language."""

"""User names and passwords, by what announces them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Phrases, Speech

_USERNAMES: Final = Phrases(
    [
        "username",
        "user name",
        "login name",
        "login",
        "screen name",
        "handle",
        "gamertag",
        "account name",
        "userid",
        "log in as",
    ]
)
_PASSWORDS: Final = Phrases(
    ["password", "passphrase", "passcode", "pass phrase", "security answer", "secret answer", "pass word"]
)
_LINKS: Final = frozenset(
    {"is", "'s", ":", "as", "was", "=", "will", "be", "to", "set", "it's", ",", "would", "currently", "just"}
)
_ENDS: Final = frozenset(
    (
        "and or but for so because then with on when if that which please thanks thank you i it's my the if to in "
        "at uh um now can could is was it your his her"
    ).split()
)
_NOT_GIVEN: Final = frozenset(
    (
        "not wrong incorrect expired reset changed invalid too required forgotten locked being going needed working "
        "protected for the a an so what and or field page manager screen in stored"
    ).split()
)
_JOINERS: Final = frozenset(("_ - . underscore dash dot hyphen @ at ! # $ * & +").split())
_MAX_LENGTH: Final = 9


def find(speech: Speech) -> Iterable[Finding]:
    """What follows "username is", "the password is"."""
    cues: tuple[tuple[EntityType, Phrases], ...] = (("username", _USERNAMES), ("password", _PASSWORDS))
    for kind, phrases in cues:
        for _, end in phrases.all(speech):
            first = _start(speech, end + 1, needs_link=kind == "username")
            if first is None:
                continue
            last = _end(speech, first, kind)
            if last is not None:
                yield Finding(kind, first, last, Trust.CUED)


def _start(speech: Speech, index: int, *, needs_link: bool) -> int | None:
    """Where the secret begins: after a link word, after a question, or at something that is no plain word."""
    linked = speech.low(index - 1) == "as"
    while index < len(speech.lows) and (
        speech.lows[index] in _LINKS
        or speech.lows[index] in {"?", "uh", "um", "okay", "sure", "yes", "yeah", "it", "."}
    ):
        linked = linked or speech.lows[index] in _LINKS or speech.lows[index] == "?"
        index += 1
    if index >= len(speech.lows) or speech.lows[index] in _NOT_GIVEN:
        return None
    if linked and not (speech.lows[index - 1] in {",", "to"} and needs_link):
        return index
    low = speech.lows[index]
    mixed = index + 1 < len(speech.tokens) and speech.tokens[index + 1].glued and speech.lows[index + 1][0].isalnum()
    return (
        index
        if low[0].isalnum()
        and (mixed or low.isdecimal() or any(each.isupper() for each in speech.tokens[index].raw[1:]))
        else None
    )


def _end(speech: Speech, first: int, kind: EntityType) -> int | None:
    last = None
    for index in range(first, min(len(speech.lows), first + _MAX_LENGTH)):
        low = speech.lows[index]
        glued = speech.tokens[index].glued and index > first
        if not glued and index > first and low in _ENDS and speech.low(index - 1) not in _JOINERS:
            break
        if low in {",", "?", ";"} or (low in {".", "!"} and not _goes_on(speech, index)):
            break
        if (
            not glued
            and last is not None
            and speech.has_case
            and _is_written(speech, first, last)
            and low not in _JOINERS
        ):
            break
        if low[0].isalnum() or glued or low in _JOINERS:
            last = index
        if kind == "username" and last is not None and not speech.has_case and index - first > 5:  # noqa: PLR2004
            break
    return last


def _goes_on(speech: Speech, index: int) -> bool:
    return index + 1 < len(speech.tokens) and speech.tokens[index + 1].glued


def _is_written(speech: Speech, first: int, last: int) -> bool:
    """Whether one written word has been taken: "BlueTiger9", "jdoe_77"."""
    raw = "".join(token.raw for token in speech.tokens[first : last + 1])
    return any(each.isdecimal() or not each.isalnum() for each in raw) or any(each.isupper() for each in raw[1:])

"""E-mail and web addresses as they are spoken: "john dot smith at gmail dot com"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from scriba.pipeline.text.english_numbers import BELOW_HUNDRED, TENS
from scriba.pipeline.text.phrases import Match, Phrase, Piece

_ENDINGS: Final = frozenset({
    "com", "org", "net", "edu", "gov", "mil", "int", "io", "co", "info", "biz", "dev", "app", "ai", "me", "tv", "fm", "ly",
    "uk", "us", "ca", "de", "fr", "es", "it", "nl", "pt", "pl", "eu", "ch", "be", "se", "dk", "jp", "au", "nz", "ie", "in",
    "br", "mx", "gg", "xyz", "tech", "online", "store", "shop", "blog", "news", "club", "cloud", "museum", "health",
})  # fmt: skip
"""Last labels of names in the Domain Name System that people dictate."""

_MARKS: Final = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}
_PROVIDERS: Final = frozenset({
    "gmail", "yahoo", "hotmail", "outlook", "icloud", "aol", "protonmail", "proton", "live", "msn", "gmx", "mail",
    "googlemail", "comcast", "verizon",
})  # fmt: skip
_TELLS_MAIL: Final = frozenset({"email", "e-mail", "mail", "address", "contact", "write", "reach", "emailed", "mailed"})
_NO_NAME: Final = frozenset({
    "the", "a", "an", "and", "or", "of", "in", "on", "this", "that", "our", "my", "your", "their", "his", "her", "its",
    "look", "looking", "looks", "meet", "work", "works", "working", "worked", "shop", "us", "them", "it", "him", "is", "are",
    "find", "found", "stop", "order", "online", "website", "site", "live", "posted", "more", "available", "visit", "at",
    "be", "was", "were", "me", "out", "up", "here", "there", "now", "today", "page", "store", "everything", "to", "for",
    "with", "go", "dot", "slash", "www", "email", "mail",
})  # fmt: skip
_LABEL: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REACH: Final = 8
"""How many words before the name may tell that it is a mail address."""


def addresses(phrase: Phrase) -> dict[int, Match]:
    """Every address of a phrase, by its first word."""
    found: dict[int, Match] = {}
    taken = 0
    for index, core in enumerate(phrase.cores):
        if core != "dot" or index < taken:
            continue
        domain = _domain(phrase, index)
        if domain is None:
            continue
        start, name, end = _with_mailbox(phrase, *domain) or domain
        if start >= taken:
            found[start] = (Piece(name, end - start),)
            taken = end
    return found


def _domain(phrase: Phrase, dot: int) -> tuple[int, str, int] | None:
    """Start, text and end of the name around the first "dot"."""
    first = phrase.precedes(dot)
    if not _LABEL.fullmatch(first) or first in _NO_NAME - {"www", "mail", "shop", "store", "news"}:
        return None
    start = dot - 1
    name, end = first, dot
    while len(phrase.at(start)) == 1 and len(phrase.precedes(start)) == 1 and phrase.precedes(start).isalnum():
        start, name = start - 1, f"{phrase.precedes(start)}{name}"
    last = ""
    while phrase.follows(end) == "dot" and _LABEL.fullmatch(phrase.follows(end + 1)):
        last = phrase.at(end + 1)
        name, end = f"{name}.{last}", end + 2
    if last not in _ENDINGS:
        return None
    return _with_path(phrase, start, name, end)


def _with_path(phrase: Phrase, start: int, name: str, end: int) -> tuple[int, str, int]:
    while phrase.follows(end) == "slash" and _LABEL.fullmatch(phrase.follows(end + 1)):
        name, end = f"{name}/{phrase.at(end + 1)}", end + 2
    words = [phrase.at(place) for place in range(start - 4, start)]
    if words[1:] == ["colon", "slash", "slash"] and words[0] in {"http", "https"}:
        return start - 4, f"{words[0]}://{name}", end
    return start, name, end


def _with_mailbox(phrase: Phrase, start: int, name: str, end: int) -> tuple[int, str, int] | None:
    """The same with what stands before "at", if that is a mailbox and no verb: "look at example dot com"."""
    if phrase.precedes(start) != "at":
        return None
    first = start - 1
    box, first = _mailbox(phrase, first)
    if not box:
        return None
    told = (
        any(mark in box for mark in "._-+")
        or any(character.isdigit() for character in box)
        or first < start - 2
        or name.split(".", maxsplit=1)[0] in _PROVIDERS
        or any(phrase.at(place) in _TELLS_MAIL for place in range(first - _REACH, first))
    )
    return (first, f"{box}@{name}", end) if told else None


def _mailbox(phrase: Phrase, end: int) -> tuple[str, int]:
    """The mailbox that ends before `end`, and where it begins; words that are no names end it."""
    words: list[str] = []
    place = end
    while _is_name(phrase.precedes(place)) or _is_letter_a(phrase, place):
        word = phrase.precedes(place)
        words.append(word)
        place -= 1
        mark = phrase.precedes(place)
        if mark in _MARKS and (_is_name(phrase.precedes(place - 1)) or _is_letter_a(phrase, place - 1)):
            words.append(_MARKS[mark])
            place -= 1
        elif not _belongs(phrase.precedes(place), word):
            break
    return _run_together(words[::-1]), place


def _is_name(word: str) -> bool:
    return bool(_LABEL.fullmatch(word)) and word not in _NO_NAME and word not in _MARKS


def _is_letter_a(phrase: Phrase, index: int) -> bool:
    """Whether the word before the index is the letter: what follows is a letter, a digit or a mark."""
    following = phrase.at(index)
    return phrase.precedes(index) == "a" and (len(following) == 1 or following in BELOW_HUNDRED or following in _MARKS)


def _belongs(word: str, following: str) -> bool:
    """Whether two words without a mark between are one name: letters and digits in a row, a name and its number."""
    if following in BELOW_HUNDRED:
        return _is_name(word)
    return len(following) == 1 and (len(word) == 1 or word in BELOW_HUNDRED)


def _run_together(words: Sequence[str]) -> str:
    text = ""
    for before, word in zip(["", *words], words, strict=False):
        value = BELOW_HUNDRED.get(word)
        if before in TENS and value in range(1, 10):
            text = f"{text[:-1]}{value}"
        else:
            text += word if value is None else str(value)
    return text

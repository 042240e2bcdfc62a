"""Addresses of the internet: e-mail, web, files and machines, written or spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.codes import codes_of
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.numerals import ZEROS
from scriba.pipeline.privacy.speech import Speech

_TOP: Final = frozenset(
    (
        "com org net edu gov io co uk us ca de fr es it nl eu info biz me tv ai app dev mil au nz in br mx jp cn ru "
        "ch at be se no dk fi pl pt ie za online shop store tech xyz health"
    ).split()
)
_DOTS: Final = frozenset({".", "dot"})
_JOINERS: Final = frozenset({".", "dot", "_", "underscore", "-", "dash", "hyphen", "minus", "plus", "+"})
_ATS: Final = frozenset({"@", "at"})
_FILES: Final = frozenset(
    ("pdf doc docx xls xlsx ppt pptx txt csv jpg jpeg png gif mp3 mp4 wav zip json xml html py exe log md").split()
)
_SLASHES: Final = frozenset({"/", "slash"})
_BEFORE_ADDRESS: Final = frozenset(
    (
        "is it's its to at me my email e mail address the a an and or of on for from by with as us him her them use "
        "try was uh um er so it that's contact reach write send 's you your his our this that i i'm under via using "
        "here"
    ).split()
)
_IPV4: Final = re.compile(r"(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}")
_IPV6: Final = re.compile(r"(?=.*\d)(?=(.*:){2})[0-9a-f:]{6,39}", re.IGNORECASE)
_MAX_DOMAIN: Final = 12
_NOT_LOCAL: Final = frozenset(
    (
        "more us it look looking find found available them me online website site visit here out up is are that this him "
        "her everything anything page pages details information articles read shop order sign stream live posted listed"
    ).split()
)
"""Words before "at" that make it no sign: "read more at example dot com"."""
_MAIL_CUES: Final = Cues.of(
    *(
        "email",
        "e-mail",
        "e mail",
        "mail",
        "email address",
        "contact address",
        "write to",
        "send",
        "goes to",
        "contact",
    ),
    *("reach", "address", "forward", "cc", "gmail", "account"),
)


def find(speech: Speech) -> Iterable[Finding]:
    """E-mail addresses, web addresses, file names and IP addresses."""
    for index, low in enumerate(speech.lows):
        if low in _ATS:
            last = _domain(speech, index + 1)
            if last is not None and _is_mail(speech, index):
                yield Finding("email_address", _local_part(speech, index), last, Trust.CHECKED)
        elif low == "www" or speech.matches(index, ("w", "w", "w")) or low in {"http", "https"}:
            last = _web(speech, index)
            if last is not None:
                yield Finding("url", index, last, Trust.CHECKED)
        elif low in _DOTS:
            yield from _named(speech, index)
    yield from _machines(speech)


def _machines(speech: Speech) -> Iterable[Finding]:
    for code in codes_of(speech):
        if code.is_number and _IPV4.fullmatch(code.written):
            yield Finding("ip_address", code.first, code.last, Trust.CHECKED)
    first = 0
    for index in range(1, len(speech.tokens) + 1):
        if index == len(speech.tokens) or not speech.tokens[index].glued:
            text = "".join(speech.lows[first:index]).rstrip(".,")
            if _IPV6.fullmatch(text) and (":" * 2 in text or text.count(":") == 7):  # noqa: PLR2004  # eight groups
                yield Finding("ip_address", first, index - 1, Trust.CHECKED)
            first = index


def _is_mail(speech: Speech, at: int) -> bool:
    """Whether "at" is the sign: "read more at example dot com" is a web address."""
    if speech.lows[at] == "@":
        return True
    before = speech.low(at - 1)
    if _MAIL_CUES.before(speech, at) is not None:
        return True
    written = at + 2 < len(speech.tokens) and speech.lows[at + 2] == "." and speech.tokens[at + 2].glued
    return not written and before not in _NOT_LOCAL and speech.low(_domain(speech, at + 1) or at) in _TOP


def _is_label(speech: Speech, index: int) -> bool:
    low = speech.low(index)
    return bool(low) and (low[0].isalnum()) and low not in {"dot", "slash"}


def _domain(speech: Speech, index: int) -> int | None:
    """Last token of a domain name that begins here; None where none does."""
    last = None
    position = index
    dots = 0
    while position < min(len(speech.lows), index + _MAX_DOMAIN):
        low = speech.lows[position]
        if low in _DOTS and position > index:
            following = speech.low(position + 1)
            if following in _TOP and not _is_new_sentence(speech, position):
                last = position + 1
            dots += 1
            if following not in _TOP and not _is_label(speech, position + 1):
                break
        elif (
            (not _is_label(speech, position) and low not in {"-", "dash", "hyphen"})
            or (last is not None and position > last)
            or (position > index + 3 and not dots)
        ):
            break
        position += 1
    return last


def _is_new_sentence(speech: Speech, dot: int) -> bool:
    return speech.low(dot) == "." and dot + 1 < len(speech.tokens) and not speech.tokens[dot + 1].glued


def _local_part(speech: Speech, at: int) -> int:
    """First token of what stands before the sign "at"."""
    first = at - 1
    if first < 0:
        return at
    while first > 0 and _belongs(speech, first - 1, first):
        first -= 1
    return first


def _belongs(speech: Speech, index: int, following: int) -> bool:
    """Whether the token is still part of the name that goes on with `following`."""
    if speech.tokens[following].glued:
        return True
    low, after = speech.lows[index], speech.lows[following]
    if low in {",", "?", "!", ":", ";", "."} or low in _JOINERS or after in _JOINERS:
        return low not in {",", "?", "!", ":", ";", "."}
    numbers = {token for group in speech.numerals for token in range(group.first, group.last + 1)}
    if index in numbers or following in numbers or low in ZEROS:
        return index in numbers or low not in _BEFORE_ADDRESS
    if len(low) == 1:
        return low not in {"a", "i"} or len(after) == 1
    named = low in lists.first_names().all or lists.is_unknown(low)
    return named and low not in _BEFORE_ADDRESS and not speech.has_case


def _web(speech: Speech, index: int) -> int | None:
    """Last token of an address that begins with "www" or "http"."""
    position = index
    while position < len(speech.lows) and (
        speech.lows[position] in {"w", "www", "http", "https", ":", "colon", "/", "slash", "dot", "."}
    ):
        position += 1
    last = _domain(speech, position)
    return None if last is None else _path(speech, last)


def _path(speech: Speech, last: int) -> int:
    """Last token with the path that follows: "slash help"."""
    while speech.low(last + 1) in _SLASHES | _DOTS | {"-", "dash", "?", "=", "_"}:
        sign = speech.tokens[last + 1]
        if not _is_label(speech, last + 2) or (not sign.is_word and not speech.tokens[last + 2].glued):
            break
        last += 2
    return last


def _named(speech: Speech, dot: int) -> Iterable[Finding]:
    """Domain names and file names around a dot."""
    following = speech.low(dot + 1)
    if not _is_label(speech, dot - 1) or dot + 1 >= len(speech.tokens):
        return
    if speech.lows[dot] == "." and not (speech.tokens[dot].glued and speech.tokens[dot + 1].glued):
        return
    first = dot - 1
    while first > 0 and (
        speech.tokens[first].glued or speech.lows[first - 1] in {"dot", "dash", "hyphen", "underscore"}
    ):
        first -= 1 if speech.tokens[first].glued else 2
    first = max(first, 0)
    if following in _FILES and following not in _TOP:
        yield Finding("filename", first, dot + 1, Trust.SHAPED)
    elif following in _TOP and not speech.lows[dot - 1].isdecimal():
        yield Finding("url", first, _path(speech, dot + 1), Trust.SHAPED)

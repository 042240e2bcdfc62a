"""Addresses of the internet: web, files and machines, written or spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.codes import codes_of
from scriba.pipeline.privacy.domains import DOTS, TOP, domain_end, is_label
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

_FILES: Final = frozenset(
    ("pdf doc docx xls xlsx ppt pptx txt csv jpg jpeg png gif mp3 mp4 wav zip json xml html py exe log md").split()
)
_SLASHES: Final = frozenset({"/", "slash"})
_IPV4: Final = re.compile(r"(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}")
_IPV6: Final = re.compile(r"(?=.*\d)(?=(.*:){2})[0-9a-f:]{6,39}", re.IGNORECASE)
_STATION: Final = re.compile(r"[0-9a-f]{2}([:-][0-9a-f]{2}){5}")


def find(speech: Speech) -> Iterable[Finding]:
    """Web addresses, file names and IP addresses."""
    for index, low in enumerate(speech.lows):
        if low == "www" or speech.matches(index, ("w", "w", "w")) or low in {"http", "https"}:
            last = _web(speech, index)
            if last is not None:
                yield Finding("url", index, last, Trust.CHECKED)
        elif low in DOTS:
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
            elif _is_station(text):
                yield Finding("number_sequence", first, index - 1, Trust.CHECKED)
            first = index


def _is_station(text: str) -> bool:
    """Whether it is the address of a network card: six pairs of hexadecimal digits."""
    return _STATION.fullmatch(text) is not None


def _web(speech: Speech, index: int) -> int | None:
    """Last token of an address that begins with "www" or "http"."""
    position = index
    while position < len(speech.lows) and (
        speech.lows[position] in {"w", "www", "http", "https", ":", "colon", "/", "slash", "dot", "."}
    ):
        position += 1
    last = domain_end(speech, position)
    return None if last is None else _path(speech, last)


def _path(speech: Speech, last: int) -> int:
    """Last token with the path that follows: "slash help"."""
    while speech.low(last + 1) in _SLASHES | DOTS | {"-", "dash", "?", "=", "_"}:
        sign = speech.tokens[last + 1]
        if not is_label(speech, last + 2) or (not sign.is_word and not speech.tokens[last + 2].glued):
            break
        last += 2
    return last


def _named(speech: Speech, dot: int) -> Iterable[Finding]:
    """Domain names and file names around a dot."""
    following = speech.low(dot + 1)
    if not is_label(speech, dot - 1) or dot + 1 >= len(speech.tokens):
        return
    if speech.lows[dot] == "." and not (speech.tokens[dot].glued and speech.tokens[dot + 1].glued):
        return
    first = dot - 1
    while first > 0 and (
        speech.tokens[first].glued or speech.lows[first - 1] in {"dot", "dash", "hyphen", "underscore"}
    ):
        first -= 1 if speech.tokens[first].glued else 2
    first = max(first, 0)
    if following in _FILES and following not in TOP:
        yield Finding("filename", first, dot + 1, Trust.SHAPED)
    elif following in TOP and not speech.lows[dot - 1].isdecimal():
        yield Finding("url", first, _path(speech, dot + 1), Trust.SHAPED)

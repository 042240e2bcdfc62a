"""E-mail addresses, written or spelled out: "b as in boy, hughes, 22 at gmail"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.cues import Cues
from scriba.pipeline.privacy.domains import domain_end
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.numerals import ZEROS
from scriba.pipeline.privacy.speech import Speech
from scriba.pipeline.privacy.spelling import spelled_at

_ATS: Final = frozenset({"@", "at"})
_JOINERS: Final = frozenset({".", "dot", "_", "underscore", "-", "dash", "hyphen", "minus", "plus", "+"})
_PROVIDERS: Final = frozenset(
    "gmail yahoo hotmail outlook icloud aol protonmail proton msn gmx zoho fastmail googlemail".split()
)
"""Where people have addresses: "at gmail" may stand without its ending."""
_MOST_SPELLED: Final = 3
_BEFORE_ADDRESS: Final = frozenset(
    (
        "is it's its to at me my email e mail address the a an and or of on for from by with as us him her them use "
        "try was uh um er so it that's contact reach write send 's you your his our this that i i'm under via using "
        "here"
    ).split()
)
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
    """E-mail addresses."""
    for index, low in enumerate(speech.lows):
        if low not in _ATS or index == 0:
            continue
        last = domain_end(speech, index + 1 + (speech.low(index + 1) == "dot"))
        if last is not None and _is_mail(speech, index):
            yield Finding("email_address", _local_part(speech, index), last, Trust.CHECKED)
        elif last is None and speech.low(index + 1) in _PROVIDERS and _is_spelled(speech, index):
            yield Finding("email_address", _local_part(speech, index), index + 1, Trust.CUED)


def _is_spelled(speech: Speech, at: int) -> bool:
    """Whether what stands before "at" is surely no verb: digits, letters, signs, or an address was asked for."""
    before = speech.low(at - 1)
    odd = before.isdecimal() or len(before) == 1 or at - 1 in speech.ends
    return odd or speech.low(at - 2) in _JOINERS or _MAIL_CUES.before(speech, at) is not None


def _is_mail(speech: Speech, at: int) -> bool:
    """Whether "at" is the sign: "read more at example dot com" is a web address."""
    if speech.lows[at] == "@":
        return True
    before = speech.low(at - 1)
    if _MAIL_CUES.before(speech, at) is not None:
        return True
    written = at + 2 < len(speech.tokens) and speech.lows[at + 2] == "." and speech.tokens[at + 2].glued
    if at - 1 in speech.ends:
        return True
    if written and speech.low(at + 1) in _PROVIDERS:
        return before not in _NOT_LOCAL
    return not written and before not in _NOT_LOCAL


def _local_part(speech: Speech, at: int) -> int:
    """First token of what stands before the sign "at"."""
    first = at - 1
    if first < 0:
        return at
    spoken = speech.lows[at] == "at"
    while first > 0:
        if _belongs(speech, first - 1, first):
            first -= 1
            continue
        start = _before_comma(speech, first) if spoken else first
        if start == first:
            break
        first = start
    return first


def _before_comma(speech: Speech, first: int) -> int:
    """First token of a spelled part that a comma parts from the rest: "b as in boy, hughes, 22"; else `first`."""
    end = first - (2 if speech.low(first - 1) == "," else 1)
    for start in range(end, max(-1, end - _MOST_SPELLED - 1), -1):
        if spelled_at(speech, start) == end:
            return start
    alone = len(speech.low(end)) == 1 and speech.low(end).isalnum() and speech.low(end) not in {"a", "i"}
    name = speech.is_capital(end) and not speech.starts_sentence(end) and speech.low(end) not in _BEFORE_ADDRESS
    numbers = end in speech.ends
    if end == first - 1 and end >= 0 and name and speech.low(end) in lists.first_names().all:
        return end
    return end if end >= 0 and end < first - 1 and (alone or name or numbers) else first


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

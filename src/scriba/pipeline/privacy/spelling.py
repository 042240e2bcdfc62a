"""Letters as people spell them: "b", "b as in boy", "bravo", "x j" beside digits."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from scriba.pipeline.privacy.speech import Speech

SUFFIXES: Final = frozenset(
    ("st nd rd th s am pm k m b g x mg kg km cm mm ft lb lbs hz ghz mb gb tb hr hrs min").split()
)
"""Letters after digits that make a quantity or an ordinal, not a code."""

_SHORT_WORDS: Final = frozenset(
    (
        "pin ssn vin id mrn aba cvv cvc dob zip usa uk us exp am pm ip iban ok no usd tv gps atm acl faq nhs er ev "
        "dmv irs bsb bic mac ein cid csc acct vat pan dl url imei sku"
    ).split()
)
_ALPHABETS: Final = {
    word: word[0]
    for word in (
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar "
        "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu "
        "adam boy charles david edward frank george henry ida john king lincoln mary nora ocean paul queen robert "
        "sam tom union william young zebra nancy peter"
    ).split()
}
"""Words for letters: the alphabet of aviation, and that of American police radio."""

_LIKE: Final = (("as", "in"), ("for",), ("like",), ("as",))
_MAX_ACRONYM: Final = 4
_LONG_CODE: Final = 8
"""Characters from which capitals and digits in one word are a code: "DEUTDEFF500", not "COVID19"."""


def spelled_at(speech: Speech, index: int) -> int | None:
    """Last token of "b as in boy", "n like nancy"; None where no letter is explained so."""
    if not _is_letter(speech, index):
        return None
    for words in _LIKE:
        example = index + 1 + len(words)
        if (
            speech.matches(index + 1, words)
            and speech.low(example)[:1] == speech.lows[index]
            and len(speech.low(example)) > 1
        ):
            return example
    return None


def letters_at(speech: Speech, index: int, starts: Container[int], *, began: bool) -> str:
    """The letters that a token stands for inside a code, empty where it is a word."""
    token, low = speech.tokens[index], speech.lows[index]
    if _beside_digits(speech, index):
        long = token.raw.isupper() and _word_length(speech, index) >= _LONG_CODE
        return low if (len(low) <= _MAX_ACRONYM or long) and low not in _SHORT_WORDS else ""
    beside = began or index + 1 in starts or _is_letter(speech, index + 1)
    if _is_letter(speech, index):
        if low not in {"a", "i"}:
            return low if beside else ""
        following = index + 1 + (token.is_capital and speech.low(index + 1) == ",")
        return low if began and (following in starts or _is_letter(speech, following)) else ""
    if low in _ALPHABETS and (began or _are_alphabet(speech, index)) and _goes_on(speech, index, starts):
        return _ALPHABETS[low]
    spelled = speech.has_case and token.raw.isupper() and len(low) <= _MAX_ACRONYM and low not in _SHORT_WORDS
    return low if spelled and (began or index + 1 in starts) and low != "i" else ""


def _word_length(speech: Speech, index: int) -> int:
    word = speech.tokens[index].word
    near = speech.tokens[max(0, index - _LONG_CODE) : index + _LONG_CODE]
    return sum(len(token.raw) for token in near if token.word == word)


def _beside_digits(speech: Speech, index: int) -> bool:
    """Whether the token shares a word with digits: "7ABC123"."""
    tokens = speech.tokens
    before = tokens[index].glued and speech.low(index - 1).isdecimal()
    after = index + 1 < len(tokens) and tokens[index + 1].glued and speech.lows[index + 1].isdecimal()
    return (before or after) and not (before and speech.lows[index] in SUFFIXES)


def _is_letter(speech: Speech, index: int) -> bool:
    low = speech.low(index)
    return len(low) == 1 and low.isalpha() and not (speech.tokens[index].glued and speech.low(index - 1) == "'")


def _are_alphabet(speech: Speech, index: int) -> bool:
    """Whether two words for letters stand side by side."""
    return speech.low(index + 1) in _ALPHABETS


def _goes_on(speech: Speech, index: int, starts: Container[int]) -> bool:
    """Whether a digit or another letter follows, so that the word is no name."""
    return index + 1 in starts or _is_letter(speech, index + 1) or speech.low(index + 1) in _ALPHABETS

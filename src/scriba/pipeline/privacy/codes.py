"""Codes: digits and letters read out one after another, over word, sentence and speaker borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scriba.pipeline.privacy.numerals import Group
from scriba.pipeline.privacy.speech import Speech

_SIGNS: Final = {
    "-": "-",
    "–": "-",
    ".": ".",
    "/": "/",
    "(": "",
    ")": "",
    "#": "",
    "_": "_",
    "+": "+",
    ",": ",",
    ":": ":",
}
_SENTENCE: Final = "|"
"""Stands for a full stop between two parts of a code: recognizers write one where people pause."""

_SAID: Final = {"dash": "-", "hyphen": "-", "dot": ".", "point": ".", "slash": "/", "space": " ", "plus": "+"}
_FILLERS: Final = frozenset({"um", "uh", "er", "erm", "hmm", "so", "then"})
_ANSWERS: Final = frozenset(("okay ok yeah yes yep right got it mhm uh huh hm mm alright sure and").split())
"""What the listener says while a number is read out."""

_ANSWER_LENGTH: Final = 3

_UNITS_OF_MEASURE: Final = frozenset(
    (
        "dollars dollar bucks cents cent euros euro pounds pound percent % years year months month weeks week days "
        "day hours hour minutes minute seconds second miles mile kilometers meters feet foot inches inch kilos "
        "kilograms grams milligrams mg degrees people times points items units pages square grand k million billion "
        "thousand am pm kg km cm mm lb lbs"
    ).split()
)
_SUFFIXES: Final = frozenset(
    ("st nd rd th s am pm k m b g x mg kg km cm mm ft lb lbs hz ghz mb gb tb hr hrs min").split()
)
"""Letters after digits that make a quantity or an ordinal, not a code."""

_SHORT_WORDS: Final = frozenset(
    (
        "pin ssn vin id mrn aba cvv cvc dob zip usa uk us exp am pm ip iban ok no usd tv gps atm acl faq nhs er ev "
        "dmv irs"
    ).split()
)
_ALPHABET: Final = {
    word: word[0]
    for word in (
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar "
        "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
    ).split()
}
_MAX_ACRONYM: Final = 4
_LONG_CODE: Final = 8
"""Characters from which capitals and digits in one word are a code: "DEUTDEFF500", not "COVID19"."""


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a code: digits or letters, and the tokens that say them."""

    first: int
    last: int
    text: str
    is_number: bool
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """Elements in a row. `text` has letters and digits only, `written` the signs between them too."""

    elements: tuple[Element, ...]
    written: str

    @property
    def first(self) -> int:
        """First token."""
        return self.elements[0].first

    @property
    def last(self) -> int:
        """Last token."""
        return self.elements[-1].last

    @property
    def plain(self) -> str:
        """As written, without the commas and full stops of sentences."""
        return self.written.replace(",", "").replace(_SENTENCE, "").strip()

    @property
    def text(self) -> str:
        """Letters and digits."""
        return "".join(element.text for element in self.elements)

    @property
    def is_number(self) -> bool:
        """Whether it has digits only."""
        return all(element.is_number for element in self.elements)

    @property
    def has_digits(self) -> bool:
        """Whether it has any digit."""
        return any(element.is_number for element in self.elements)


@lru_cache(maxsize=4)
def codes_of(speech: Speech) -> tuple[Code, ...]:
    """Every code of the text, single numbers included, in order."""
    starts = {group.first: group for group in speech.numerals}
    found: list[Code] = []
    index = 0
    while index < len(speech.tokens):
        code = _code(speech, index, starts)
        if code is None:
            index += 1
            continue
        index = code.last + 1
        code = _measured(speech, code)
        if code is not None:
            found.append(code)
    return tuple(found)


def _code(speech: Speech, index: int, starts: Mapping[int, Group]) -> Code | None:
    element = _element(speech, index, starts, began=False)
    if element is None:
        return None
    elements, written = [element], element.text
    while True:
        step = _next(speech, elements[-1], starts)
        if step is None:
            break
        element, signs = step
        elements.append(element)
        written += signs + element.text
    while elements and elements[-1].text in {"a", "i"} and not speech.tokens[elements[-1].first].glued:
        elements.pop()
    return Code(tuple(elements), written) if elements else None


def _next(speech: Speech, before: Element, starts: Mapping[int, Group]) -> tuple[Element, str] | None:
    """The element that continues a code, and the signs in between."""
    index, signs, answers = before.last + 1, "", 0
    while index < len(speech.tokens):
        element = _element(speech, index, starts, began=True)
        if element is not None:
            return (element, signs) if _goes_on(speech, before, element, signs) else None
        sign = _sign(speech, index)
        if sign is None:
            crossed = speech.tokens[index].turn != speech.tokens[before.last].turn
            if not crossed or speech.lows[index] not in _ANSWERS or answers >= _ANSWER_LENGTH:
                return None
            answers += 1
        signs += sign or ""
        index += 1
    return None


def _sign(speech: Speech, index: int) -> str | None:
    """What a token between two parts of a code stands for, None where it ends the code."""
    low = speech.lows[index]
    if low == "." and not _is_inside(speech, index):
        return _SENTENCE
    if low in _FILLERS:
        return ""
    return _SIGNS.get(low, _SAID.get(low))


def _goes_on(speech: Speech, before: Element, after: Element, signs: str) -> bool:
    """Whether two neighbours are one code: prose such as "in 2019, 45 people" is not."""
    scaled = (before.group is not None and before.group.is_scaled) or (
        after.group is not None and after.group.is_scaled
    )
    if ":" in signs or (scaled and before.last + 1 != after.first):
        return False
    if not before.is_number and not after.is_number:
        return True
    if "," in signs and len(before.text) + len(after.text) > 12:  # noqa: PLR2004  # two long numbers are a list
        return False
    same_turn = speech.tokens[after.first].turn == speech.tokens[before.last].turn
    return not (_SENTENCE in signs and same_turn) or _stands_alone(speech, after)


def _is_inside(speech: Speech, index: int) -> bool:
    """Whether the sign is written between two parts of one word."""
    return index + 1 < len(speech.tokens) and speech.tokens[index + 1].glued


def _stands_alone(speech: Speech, element: Element) -> bool:
    """Whether more digits or a sign follow, so that a sentence is nothing but digits."""
    after = speech.low(element.last + 1)
    return not after or after in _SIGNS or after.isdecimal()


def _element(speech: Speech, index: int, starts: Mapping[int, Group], *, began: bool) -> Element | None:
    if index in starts:
        group = starts[index]
        if _is_quantity(speech, group):
            return None
        return Element(group.first, group.last, group.digits, is_number=True, group=group)
    token = speech.tokens[index]
    if not token.is_word:
        return None
    text = _letters(speech, index, starts, began=began)
    return Element(index, index, text, is_number=False) if text else None


def _is_quantity(speech: Speech, group: Group) -> bool:
    """Whether the digits are part of "3rd", "5pm" or "$40"."""
    following = group.last + 1
    if following < len(speech.tokens) and speech.tokens[following].glued and speech.lows[following] in _SUFFIXES:
        return True
    return speech.low(group.first - 1) in {"$", "€", "£"}


def _letters(speech: Speech, index: int, starts: Mapping[int, Group], *, began: bool) -> str:
    """The letters that a token stands for inside a code, empty where it is a word."""
    token, low = speech.tokens[index], speech.lows[index]
    if _beside_digits(speech, index):
        long = token.raw.isupper() and _word_length(speech, index) >= _LONG_CODE
        return low if (len(low) <= _MAX_ACRONYM or long) and low not in _SHORT_WORDS else ""
    beside = began or index + 1 in starts or _is_letter(speech, index + 1)
    if _is_letter(speech, index):
        if low not in {"a", "i"}:
            return low if beside else ""
        return low if began and (index + 1 in starts or _is_letter(speech, index + 1)) else ""
    if low in _ALPHABET and began and not token.is_capital:
        return _ALPHABET[low]
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
    return (before or after) and not (before and speech.lows[index] in _SUFFIXES)


def _is_letter(speech: Speech, index: int) -> bool:
    low = speech.low(index)
    return len(low) == 1 and low.isalpha() and not (speech.tokens[index].glued and speech.low(index - 1) == "'")


def _measured(speech: Speech, code: Code) -> Code | None:
    """Without a last number that counts something ("five years")."""
    if speech.low(code.last + 1) not in _UNITS_OF_MEASURE:
        return code
    kept = code.elements[:-1]
    return Code(kept, "".join(element.text for element in kept)) if kept else None


def spans(code: Code, lengths: range) -> Iterator[tuple[str, int, int]]:
    """Whole elements in a row with so many characters: text, first and last token, the longest first."""
    elements = code.elements
    found = []
    for start in range(len(elements)):
        text = ""
        for end in range(start, len(elements)):
            text += elements[end].text
            if len(text) >= lengths.stop:
                break
            if len(text) >= lengths.start:
                found.append((text, elements[start].first, elements[end].last))
    yield from sorted(found, key=lambda span: -len(span[0]))

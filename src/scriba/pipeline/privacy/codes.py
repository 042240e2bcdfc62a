"""Codes: digits and letters read out one after another, over word, sentence and speaker borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from scriba.pipeline.privacy.numerals import Group
from scriba.pipeline.privacy.speech import Speech
from scriba.pipeline.privacy.spelling import SUFFIXES, letters_at, spelled_at

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

_THOUSANDS: Final = 3
_TWO: Final = 2
_MOST_READINGS: Final = 64

_UNITS_OF_MEASURE: Final = frozenset(
    (
        "dollars dollar bucks cents cent euros euro pounds pound percent % years year months month weeks week days "
        "day hours hour minutes minute seconds second miles mile kilometers meters feet foot inches inch kilos "
        "kilograms grams milligrams mg degrees people times points items units pages square grand k million billion "
        "thousand am pm kg km cm mm lb lbs"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a code: digits or letters, and the tokens that say them."""

    first: int
    last: int
    text: str
    is_number: bool
    group: Group | None = None
    is_glued: bool = False
    """Whether it stands in the same word as what is before it."""


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
    def readings(self) -> tuple[str, ...]:
        """The letters and digits, in every way they may be meant: "twenty three" is 23, or 20 and 3."""
        texts = [""]
        for element in self.elements:
            ways = {element.text, _apart(element)} if len(texts) < _MOST_READINGS else {element.text}
            texts = [text + way for text in texts for way in sorted(ways)]
        return tuple(dict.fromkeys([self.text, *texts]))

    @property
    def is_number(self) -> bool:
        """Whether it has digits only."""
        return all(element.is_number for element in self.elements)

    @property
    def is_amount(self) -> bool:
        """Whether it is one spoken number, "twenty five thousand", or one written with separators."""
        if len(self.elements) == 1:
            group = self.elements[0].group
            return group is not None and group.is_scaled
        parts = self.written.split(",")[1:]
        glued = all(element.is_glued for element in self.elements[1:])
        return bool(parts) and glued and all(len(part) == _THOUSANDS for part in parts)

    @property
    def has_digits(self) -> bool:
        """Whether it has any digit."""
        return any(element.is_number for element in self.elements)


def _apart(element: Element) -> str:
    """The digits of an element said in two words, each by itself."""
    text = element.text
    said_twice = element.is_number and element.last > element.first and len(text) == _TWO and text[0] > "1"
    return f"{text[0]}0{text[1]}" if said_twice and text[1] != "0" and text[0] != text[1] else text


def by_turn(speech: Speech, code: Code) -> Iterator[Code]:
    """The code, and where several speakers said it what each of them said."""
    yield code
    if speech.tokens[code.first].turn == speech.tokens[code.last].turn:
        return
    for _, said in groupby(code.elements, lambda element: speech.tokens[element.first].turn):
        elements = tuple(said)
        yield Code(elements, "".join(element.text for element in elements))


@lru_cache(maxsize=4)
def codes_of(speech: Speech) -> tuple[Code, ...]:
    """Every code of the text, single numbers included, in order."""
    starts = speech.starts
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
        return Element(
            group.first,
            group.last,
            group.digits,
            is_number=True,
            group=group,
            is_glued=speech.tokens[group.first].glued,
        )
    if not speech.tokens[index].is_word:
        return None
    spelled = spelled_at(speech, index)
    if spelled is not None:
        return Element(index, spelled, speech.lows[index][0], is_number=False)
    text = letters_at(speech, index, starts, began=began)
    return Element(index, index, text, is_number=False) if text else None


def _is_quantity(speech: Speech, group: Group) -> bool:
    """Whether the digits are part of "3rd", "5pm" or "$40"."""
    following = group.last + 1
    if following < len(speech.tokens) and speech.tokens[following].glued and speech.lows[following] in SUFFIXES:
        return True
    return speech.low(group.first - 1) in {"$", "€", "£"}


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

"""Written numbers of German, Spanish, French, Italian, Portuguese and Dutch, by text2num; imported when first used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from text_to_num import find_numbers

from scriba.core.transcript import Word
from scriba.pipeline.text.phrases import Match, Phrase, Piece, phrase_of, reach, rewritten, shells_of

_SMALLEST: Final = 10
"""Numbers below stay words."""

_IDIOMS: Final = frozenset({100, 1_000})
"""Round numbers of one word stay words as well: "mille grazie"."""

_PERCENT: Final = {
    "de": ("prozent",), "es": ("por", "ciento"), "fr": ("pour", "cent"), "it": ("per", "cento"), "pt": ("por", "cento"),
    "nl": ("procent",),
}  # fmt: skip
_MILLIONS: Final = {
    "million": 10**6, "millionen": 10**6, "millions": 10**6, "millón": 10**6, "millones": 10**6, "milione": 10**6,
    "milioni": 10**6, "milhão": 10**6, "milhões": 10**6, "miljoen": 10**6, "milliarde": 10**9, "milliarden": 10**9,
    "milliard": 10**9, "milliards": 10**9, "miliardo": 10**9, "miliardi": 10**9, "miljard": 10**9, "bilhão": 10**9,
    "bilhões": 10**9,
}  # fmt: skip
"""Scales that stay words behind round numbers."""

_GROUPED_FROM: Final = 10_000
_GROUPS: Final = {"de": ".", "es": ".", "it": ".", "pt": ".", "nl": "."}
"""What stands between groups of three digits; French has a space there, which would make two words of one."""

LANGUAGES: Final = frozenset(_PERCENT)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as text2num takes it."""

    core: str
    apart: bool
    no_number: bool

    def text(self) -> str:
        return self.core

    def nt_separated(self, _previous: _Token) -> bool:
        return self.apart

    def not_a_number_part(self) -> bool:
        return self.no_number


def written(words: Sequence[Word], language: str) -> list[Word]:
    """The words with their numbers and percentages in digits. What is written that way already stays."""
    shells = shells_of(words)
    phrase = phrase_of(words, shells)
    matches = _matches(phrase, language)
    result: list[Word] = []
    index = 0
    while index < len(words):
        match = matches.get(index)
        if match is None:
            result.append(words[index])
            index += 1
        else:
            result += rewritten(words, shells, index, match)
            index += reach(match)
    return result


def _matches(phrase: Phrase, language: str) -> dict[int, Match]:
    percents = _percents(phrase, language)
    inside = {place for start, end in percents.items() for place in range(start, end)}
    tokens = [
        _Token(
            core or "-",
            index > 0 and not phrase.goes_on[index - 1],
            index in inside or any(character.isdigit() for character in core),
        )
        for index, core in enumerate(phrase.cores)
    ]
    found: dict[int, Match] = {}
    for number in find_numbers(tokens, language, 0):
        span = range(number.start, number.end)
        if (
            phrase.cores[span.start] in _MILLIONS
            or number.is_ordinal
            or not all(phrase.goes_on[span.start : span.stop - 1])
        ):
            continue
        percent = percents.get(span.stop, 0) if phrase.goes_on[span.stop - 1] else 0
        match = (
            (Piece(f"{number.text}%", percent - span.start),)
            if percent
            else _plain(phrase, language, span, number.text)
        )
        if match:
            found[span.start] = match
    return found


def _percents(phrase: Phrase, language: str) -> dict[int, int]:
    """Start and end of every "per cent"."""
    said = _PERCENT[language]
    return {
        index: index + len(said)
        for index, core in enumerate(phrase.cores)
        if core == said[0] and tuple(phrase.cores[index : index + len(said)]) == said
    }


def _plain(phrase: Phrase, language: str, span: range, text: str) -> Match | None:
    """A number without a unit: small ones stay words, and so do the scales of round ones."""
    if not text.isdigit():
        return (Piece(text, len(span)),) if text[:1].isdigit() else None
    value = int(text)
    if value < _SMALLEST or (value in _IDIOMS and len(span) == 1) or text.startswith("0"):
        return None
    scale = _MILLIONS.get(phrase.cores[span.stop - 1], 0)
    if scale and value % scale == 0:
        return (Piece(str(value // scale), len(span) - 1), Piece(phrase.written[span.stop - 1], 1))
    return (Piece(_grouped(value, language), len(span)),)


def _grouped(value: int, language: str) -> str:
    if value < _GROUPED_FROM or language not in _GROUPS:
        return str(value)
    return f"{value:,}".replace(",", _GROUPS[language])

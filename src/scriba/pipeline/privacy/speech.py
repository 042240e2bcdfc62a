"""Words cut into the pieces that detectors look at: words, digits and signs, each with its place in the transcript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from scriba.core.transcript import Word
from scriba.pipeline.privacy.numerals import Group, groups

_PIECES: Final = re.compile(r"['’]s\b|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\d+|[^\w\s]|_", re.IGNORECASE)

_SENTENCE_ENDS: Final = frozenset(".?!")

_MIXED: Final = 0.15
"""Share of words with a capital above which the text counts as written with case."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a word. `low` is in lower case; `start` and `end` are characters of the word's text."""

    low: str
    raw: str
    word: int
    start: int
    end: int
    glued: bool
    """Whether it stands in the same word as the token before it."""
    turn: int
    """Grows with each change of speaker or channel."""

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.low[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.raw[0].isupper()


def tokens_of(words: Sequence[Word]) -> list[Token]:
    """Every piece of every word, in order."""
    found: list[Token] = []
    turn, voice = 0, None
    for index, word in enumerate(words):
        if voice is not None and voice != (word.speaker, word.channel):
            turn += 1
        voice = (word.speaker, word.channel)
        for count, match in enumerate(_PIECES.finditer(word.text)):
            low = match.group().lower().replace("’", "'")
            found.append(Token(low, match.group(), index, match.start(), match.end(), count > 0, turn))
    return found


@dataclass(frozen=True, slots=True)
class Tag:
    """A named entity as the model sees it: its label, first and last token."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Speech:
    """What detectors look at."""

    tokens: Sequence[Token]
    tags: Sequence[Tag] = ()
    said: tuple[Group, ...] | None = None
    """Its numbers, where they are not English."""
    lows: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lows", [token.low for token in self.tokens])

    @cached_property
    def numerals(self) -> tuple[Group, ...]:
        """Numbers, written or spoken, in the pieces in which they are said."""
        return groups(self.tokens) if self.said is None else self.said

    @cached_property
    def starts(self) -> dict[int, Group]:
        """Each number by its first token."""
        return {group.first: group for group in self.numerals}

    @cached_property
    def ends(self) -> dict[int, Group]:
        """Each number by its last token."""
        return {group.last: group for group in self.numerals}

    @cached_property
    def has_case(self) -> bool:
        """Whether capital letters tell anything: recognizers without case write everything small."""
        letters = [token for token in self.tokens if token.is_word and not token.glued]
        return sum(token.is_capital for token in letters) > _MIXED * len(letters) or any(
            token.is_capital and token.low != "i" for token in letters[:1]
        )

    def low(self, index: int) -> str:
        """The token in lower case, empty outside the text."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def ends_sentence(self, index: int) -> bool:
        """Whether a sentence ends with this token."""
        if index + 1 >= len(self.tokens) or self.tokens[index + 1].turn != self.tokens[index].turn:
            return True
        following = self.tokens[index + 1]
        if self.lows[index] not in _SENTENCE_ENDS or following.glued:
            return False
        return self.low(index - 1) not in {"mr", "mrs", "ms", "dr", "st", "prof", "sr", "jr", "vs", "ave"}

    def starts_sentence(self, index: int) -> bool:
        """Whether a sentence begins with this token."""
        return index == 0 or self.ends_sentence(index - 1)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First and last token of each sentence, or of each turn where nothing is punctuated."""
        bounds: list[tuple[int, int]] = []
        first = 0
        for index in range(len(self.tokens)):
            if self.ends_sentence(index):
                bounds.append((first, index))
                first = index + 1
        return tuple(bounds)

    def is_capital(self, index: int) -> bool:
        """Whether the token has a capital; never where the text has no case."""
        return self.has_case and self.tokens[index].is_capital

    def matches(self, index: int, phrase: Sequence[str]) -> bool:
        """Whether the phrase's tokens stand here."""
        return self.lows[index : index + len(phrase)] == list(phrase)


class Phrases:
    """A set of phrases of several tokens, found in one look at each token."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            parts = tuple(_PIECES.findall(phrase.lower()))
            self._by_first.setdefault(parts[0], []).append(parts)
        for candidates in self._by_first.values():
            candidates.sort(key=len, reverse=True)

    def at(self, speech: Speech, index: int) -> int:
        """Length of the longest phrase that begins at the token, 0 where none does."""
        for phrase in self._by_first.get(speech.lows[index], ()):
            if speech.matches(index, phrase):
                return len(phrase)
        return 0

    def all(self, speech: Speech) -> list[tuple[int, int]]:
        """First and last token of every phrase in the text, the longest first at each place."""
        found, index = [], 0
        while index < len(speech.lows):
            length = self.at(speech, index)
            if length:
                found.append((index, index + length - 1))
            index += length or 1
        return found

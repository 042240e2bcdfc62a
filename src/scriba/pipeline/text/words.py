"""A word and the marks around it, and words that become one word or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from scriba.core.transcript import Word

SENTENCE_ENDS: Final = frozenset(".!?…。！？｡．؟۔।॥")
"""Marks that end a sentence."""

_MARKS: Final = re.compile(
    r"""^(?P<lead>[\s"'“”‘’„‚«»‹›()\[\]{}¿¡*_♪♫「」『』（）【】《》〈〉—–-]*)
        (?P<core>.*?)
        (?P<tail>[\s"'“”‘’„«»‹›()\[\]{}.,;:!?…*_♪♫「」『』（）【】《》〈〉。！？｡．、，；：؟،؛۔।॥—–-]*)$""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Shell:
    """A word's text in three parts: opening marks, what is said, closing marks. Joined they are the text."""

    lead: str
    core: str
    tail: str

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence may end behind the word."""
        return not SENTENCE_ENDS.isdisjoint(self.tail)


@lru_cache(maxsize=16_384)
def shell(text: str) -> Shell:
    """Take a word apart. A word of marks alone has an empty core."""
    if text.isalnum():
        return Shell("", text, "")
    found = _MARKS.match(text)
    assert found, "the pattern matches every text"
    return Shell(found["lead"], found["core"], found["tail"])


def merged(words: Sequence[Word], text: str) -> Word:
    """Several words as one: from the start of the first to the end of the last, of mean confidence."""
    if len(words) == 1:
        return words[0] if words[0].text == text else replace(words[0], text=text)
    confidence = sum(word.confidence for word in words) / len(words)
    return replace(words[0], text=text, end=max(word.end for word in words), confidence=confidence)


def parted(word: Word, texts: Sequence[str]) -> list[Word]:
    """One word as several, its time shared out by their lengths; what has no room for a millisecond each stays whole."""
    if len(texts) == 1 or word.end - word.start < len(texts):
        return [replace(word, text=" ".join(texts))] if texts else []
    total = sum(len(text) + 1 for text in texts)
    parts: list[Word] = []
    start, done = word.start, 0
    for index, text in enumerate(texts):
        done += len(text) + 1
        left = len(texts) - index - 1
        end = word.start + (word.end - word.start) * done // total
        end = min(max(end, start + 1), word.end - left)
        parts.append(replace(word, text=text, start=start, end=end))
        start = end
    return parts


def same_voice(left: Word, right: Word) -> bool:
    """Whether one speaker says both words, on one channel."""
    return left.speaker == right.speaker and left.channel == right.channel


def capitalized(text: str) -> str:
    """The text with its first letter large, if all its letters are small."""
    if text != text.lower():
        return text
    for index, character in enumerate(text):
        if character.isalpha():
            return f"{text[:index]}{character.upper()}{text[index + 1 :]}"
        if character.isdigit():
            return text
    return text

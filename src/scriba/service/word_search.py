"""Find words and phrases in a transcript, blind to case and punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from scriba.core.errors import InvalidRequestError
from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript, Word

MAX_PHRASE_WORDS: Final = 5
"""The contract's longest phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a phrase was found: `timestamps` as (start, end) in ms, `indexes` of the first words."""

    text: str
    count: int
    timestamps: tuple[tuple[int, int], ...]
    indexes: tuple[int, ...]


def search(transcript: Transcript, phrases: Sequence[str]) -> list[Match]:
    """The phrases that occur, in the order asked for. Raises InvalidRequestError for none at all or too long ones."""
    wanted = {phrase: tokens for phrase in map(str.strip, phrases) if (tokens := _tokens(phrase))}
    if not wanted:
        raise InvalidRequestError("words must be a comma-separated list of words or phrases to search for")
    for phrase, tokens in wanted.items():
        if len(tokens) > MAX_PHRASE_WORDS:
            raise InvalidRequestError(f"'{phrase}' has more than {MAX_PHRASE_WORDS} words")
    spoken = [(index, folded) for index, word in enumerate(transcript.words) if (folded := _fold(word.text))]
    is_unspaced = transcript.language in UNSPACED_LANGUAGES
    matches = (_match(phrase, tokens, spoken, transcript.words, is_unspaced) for phrase, tokens in wanted.items())
    return [_on_timeline(match, transcript) for match in matches if match.count]


def _on_timeline(match: Match, transcript: Transcript) -> Match:
    """The match with positions in the words as responses list them: those of several channels by time."""
    if transcript.timeline is transcript.words:
        return match
    places = {id(word): index for index, word in enumerate(transcript.timeline)}
    return replace(match, indexes=tuple(places[id(transcript.words[index])] for index in match.indexes))


def _match(
    phrase: str,
    tokens: Sequence[str],
    spoken: Sequence[tuple[int, str]],
    words: Sequence[Word],
    is_unspaced: bool,  # noqa: FBT001  private, and always given by position
) -> Match:
    places: list[tuple[int, int]] = []
    for position, (index, _) in enumerate(spoken):
        length = _joined_length(tokens, spoken, position) if is_unspaced else _length(tokens, spoken, position)
        if length:
            places.append((index, spoken[position + length - 1][0]))
    return Match(
        text=phrase,
        count=len(places),
        timestamps=tuple((words[first].start, words[last].end) for first, last in places),
        indexes=tuple(first for first, _ in places),
    )


def _length(tokens: Sequence[str], spoken: Sequence[tuple[int, str]], position: int) -> int:
    """How many spoken words from the position on are the tokens; 0 if they are not."""
    stretch = [folded for _, folded in spoken[position : position + len(tokens)]]
    return len(tokens) if stretch == list(tokens) else 0


def _joined_length(tokens: Sequence[str], spoken: Sequence[tuple[int, str]], position: int) -> int:
    """The same where nobody writes spaces: what a word is depends on the recognizer, so only the letters count."""
    wanted = "".join(tokens)
    joined = ""
    for count, (_, folded) in enumerate(spoken[position:], start=1):
        joined += folded
        if joined == wanted:
            return count
        if not wanted.startswith(joined):
            return 0
    return 0


def _tokens(phrase: str) -> list[str]:
    return [folded for token in phrase.split() if (folded := _fold(token))]


def _fold(text: str) -> str:
    """Letters and digits only, case folded, in compatibility form."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LMN")

"""Whisper's tokens: prompts, texts, and which tokens make up a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from scriba.core.engines import Task
from scriba.core.transcript import UNSPACED_LANGUAGES

MAX_PREVIOUS: Final = 223
"""Half of the decoder's context, less the token that opens it."""

_OPENING = frozenset("\"'“‘«¿¡([{（「『《【〈〔")
_CLOSING = frozenset(".,!?:;…%\"'”’»)]}。，！？：；、）」』》】〉〕·・।؟،")
_DASHES = frozenset("-–—―")


@dataclass(frozen=True, slots=True)
class WordTokens:
    """A word as written and the half-open range of its tokens."""

    text: str
    first: int
    last: int


def byte_of_character() -> dict[str, int]:
    """GPT-2's alphabet: printable Latin-1 stands for itself, the other bytes for U+0100 and up, in order."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    table = {chr(byte): byte for byte in printable}
    table.update({chr(0x100 + index): byte for index, byte in enumerate(others)})
    return table


class WhisperTokens:
    """The tokenizer of one model."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._bytes = byte_of_character()
        self.start_of_transcript = self._id("<|startoftranscript|>")
        self.end_of_text = self._id("<|endoftext|>")
        self.no_timestamps = self._id("<|notimestamps|>")
        self.first_timestamp = self.no_timestamps + 1
        self._start_of_previous = self._id("<|startofprev|>")
        self._tasks = {task: self._id(f"<|{task}|>") for task in Task}

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            msg = f"tokenizer.json has no {token}; these are not Whisper's files"
            raise ValueError(msg)
        return int(found)

    def start_sequence(self, language: str | None, task: Task = Task.TRANSCRIBE) -> list[int]:
        """What precedes a transcript; English-only models (`language` None) take no language and no task."""
        if language is None:
            return [self.start_of_transcript]
        return [self.start_of_transcript, self._id(f"<|{language}|>"), self._tasks[task]]

    def encode(self, text: str) -> list[int]:
        """Tokens of a text; a word that does not begin the text needs its space."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def previous_text(self, text: str) -> list[int]:
        """What precedes the start sequence where `text` came before; empty for an empty text.

        Of a long text the end counts, as in Whisper itself.
        """
        tokens = self.encode(text)[-MAX_PREVIOUS:]
        return [self._start_of_previous, *tokens] if tokens else []

    def texts(self, tokens: Sequence[int]) -> list[int]:
        """The tokens without special ones and timestamps."""
        return [token for token in tokens if token < self.end_of_text]

    def decode(self, tokens: Sequence[int]) -> str:
        """The text of tokens, without special ones and timestamps."""
        return self._raw(self.texts(tokens)).decode("utf-8", errors="ignore")

    def _raw(self, tokens: Sequence[int]) -> bytes:
        characters = "".join(self._tokenizer.id_to_token(token) or "" for token in tokens)
        return bytes(self._bytes[character] for character in characters if character in self._bytes)

    def words(self, tokens: Sequence[int], language: str) -> list[WordTokens]:
        """Cut text tokens into words, punctuation with the word that it belongs to.

        Languages without spaces are cut into the smallest stretches of tokens that are whole characters.
        """
        pieces = self._pieces(tokens)
        if language in UNSPACED_LANGUAGES:
            cut = _join_pieces(pieces, _starts_unspaced)
        else:
            cut = _join_pieces(pieces, _starts_spaced)
        return _attach_punctuation(cut)

    def _pieces(self, tokens: Sequence[int]) -> list[WordTokens]:
        """The smallest runs of tokens that are whole characters."""
        pieces: list[WordTokens] = []
        pending, first = b"", 0
        for index, token in enumerate(tokens):
            pending += self._raw([token])
            try:
                text = pending.decode("utf-8")
            except UnicodeDecodeError:
                continue
            pieces.append(WordTokens(text, first, index + 1))
            pending, first = b"", index + 1
        return pieces


def _starts_spaced(_before: str, text: str) -> bool:
    return text[:1].isspace()


def _starts_unspaced(before: str, text: str) -> bool:
    """A new word begins unless a mark combines with the letter before, or a Latin word or number goes on."""
    if text[:1].isspace():
        return True
    if unicodedata.category(text[:1] or " ").startswith("M"):
        return False
    return not (_is_latin(before[-1:]) and _is_latin(text[:1]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _join_pieces(pieces: Sequence[WordTokens], starts: Callable[[str, str], bool]) -> list[WordTokens]:
    words: list[WordTokens] = []
    for piece in pieces:
        if words and not starts(words[-1].text, piece.text):
            before = words[-1]
            words[-1] = WordTokens(before.text + piece.text, before.first, piece.last)
        else:
            words.append(piece)
    return [WordTokens(word.text.strip(), word.first, word.last) for word in words if word.text.strip()]


def _attach_punctuation(words: Sequence[WordTokens]) -> list[WordTokens]:
    """Opening marks that stand alone join the next word, closing ones the word before; lone dashes go."""
    attached: list[WordTokens] = []
    opening = ""
    for word in words:
        text = opening + word.text
        characters = set(text)
        opening = ""
        if characters <= _DASHES:
            continue
        if characters <= _CLOSING and attached:
            before = attached[-1]
            attached[-1] = WordTokens(before.text + text, before.first, word.last)
        elif characters <= _OPENING:
            opening = text
        elif not characters <= _CLOSING:
            attached.append(WordTokens(text, word.first, word.last))
    return attached

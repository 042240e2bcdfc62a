"""`punctuate`: without it, no punctuation marks; what belongs to a word or a number stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.text.words import parted, shell

_BETWEEN: Final = re.compile(r"[—–…]|\.{2,}|--+|(?<=[^\W\d_])[,;:!?](?=[^\W\d_])|[。！？、，；：،؛؟।॥]")
"""Marks inside a word that part two: "well—no". A hyphen joins, a point or a comma in a number belongs to it."""

_ABBREVIATED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ADDRESS: Final = re.compile(r"\S*(?://|@|www\.)\S*", re.IGNORECASE)
_APOSTROPHES: Final = frozenset({"'", "’"})
"""Behind an s or an n they are part of the word: "the dogs'", "fuckin'"."""


def strip_punctuation(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Leave punctuation marks out; words of marks alone go."""
    if options.punctuate:
        return transcript
    return transcript.with_words(bare for word in transcript.words for bare in _bare(word))


def _bare(word: Word) -> Iterator[Word]:
    if word.text.isalnum():
        yield word
        return
    core = _core(word.text)
    parts = [core] if _ADDRESS.fullmatch(core) else [bare for part in _BETWEEN.split(core) if (bare := _core(part))]
    yield from parted(word, parts)


def _core(text: str) -> str:
    """A text without the marks around it; the last point of "U.S." and the apostrophe of "the dogs'" stay."""
    found = shell(text)
    if _ABBREVIATED.fullmatch(found.core) and found.tail.startswith("."):
        return f"{found.core}."
    if found.tail[:1] in _APOSTROPHES and not found.lead and found.core[-1:] in {"s", "n"}:
        return f"{found.core}{found.tail[0]}"
    return found.core

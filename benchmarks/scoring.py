"""Word error rate as the field counts it: over all words, after Whisper's text normalization."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import jiwer
from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer

from scriba.core.transcript import UNSPACED_LANGUAGES

_ENGLISH = EnglishTextNormalizer()
_WORDS = BasicTextNormalizer()
_LETTERS = BasicTextNormalizer(split_letters=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Errors over the words (or, in languages without spaces, letters) of a reference."""

    errors: int
    words: int

    @property
    def rate(self) -> float:
        """Errors a word."""
        return self.errors / self.words if self.words else 0.0


def normalized(text: str, language: str) -> str:
    """Text as it is compared."""
    if language == "en":
        return str(_ENGLISH(text)).strip()
    return str((_LETTERS if language in UNSPACED_LANGUAGES else _WORDS)(text)).strip()


def score(reference: str, heard: str, language: str) -> Score:
    """Compare one recording's words; a reference that is empty once normalized has no score."""
    expected, found = normalized(reference, language), normalized(heard, language)
    if not expected:
        return Score(errors=0, words=0)
    counts = jiwer.process_words(expected, found)
    return Score(errors=counts.substitutions + counts.deletions + counts.insertions, words=len(expected.split()))


def total(scores: Iterable[Score]) -> Score:
    """All recordings together."""
    listed = list(scores)
    return Score(errors=sum(one.errors for one in listed), words=sum(one.words for one in listed))

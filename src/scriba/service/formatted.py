"""A transcript in the caller's own formats: a view of its words, worked out whenever somebody looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scriba.core.transcript import Transcript
from scriba.core.understanding import CustomFormatting
from scriba.pipeline.text.english_masks import Masks, masked

LANGUAGES: Final = frozenset({"en"})
"""Languages whose dates, numbers and addresses are found."""

_DAY_FIRST: Final = frozenset({"en_au", "en_uk"})


@dataclass(frozen=True, slots=True)
class FormattedTranscript:
    """The transcript with formatted words, and what became what."""

    transcript: Transcript
    mapping: dict[str, str]


def formatted(transcript: Transcript, asked: CustomFormatting, language_code: str | None) -> FormattedTranscript | None:
    """The view; None in a language that has no rules. The code tells how "3/4/2025" is meant."""
    if transcript.language not in LANGUAGES:
        return None
    masks = Masks(
        date=asked.date,
        phone_number=asked.phone_number,
        email=asked.email,
        day_first=language_code in _DAY_FIRST,
    )
    found = masked(transcript.words, masks)
    return FormattedTranscript(transcript.with_words(found.words), found.mapping)

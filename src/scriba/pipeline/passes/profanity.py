"""`filter_profanity`: profane words keep their first letter, asterisks stand for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from scriba.core.languages import language_name
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.text.profanities import LANGUAGES, profanities
from scriba.pipeline.text.words import shell

_PART: Final = re.compile(r"(?P<word>[^\W\d_]+)(?P<rest>['’]\w+)?")
"""A word inside a text: a possessive behind it stays readable, as does what stands on the other side of a hyphen."""


def mask_profanity(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Mask whole words only; a language without a list of its own gets a warning."""
    if not options.filter_profanity:
        return transcript
    listed = profanities(transcript.language)
    masks = {text: _masked(text, listed) for text in {word.text for word in transcript.words}}
    masked = transcript.with_words(
        word if masks[word.text] == word.text else replace(word, text=masks[word.text]) for word in transcript.words
    )
    if transcript.language in LANGUAGES:
        return masked
    name = language_name(transcript.language)
    return masked.with_warning(
        f'"filter_profanity" has no list of words for {name} ({transcript.language}): '
        "only a few English words were masked."
    )


def _masked(text: str, listed: Mapping[str, bool]) -> str:
    core = shell(text).core
    if core.casefold().replace("’", "'") in listed and "-" in core:
        return text.replace(core, "-".join(map(_stars, core.split("-"))))
    return _PART.sub(lambda part: _mask_part(part, listed), text)


def _mask_part(part: re.Match[str], listed: Mapping[str, bool]) -> str:
    whole, word, rest = part.group(), part["word"], part["rest"] or ""
    for said, kept in ((whole, ""), (word, rest)):
        always = listed.get(said.casefold().replace("’", "'"))
        if always or (always is False and not said[:1].isupper()):
            return f"{_stars(said)}{kept}"
    return whole


def _stars(word: str) -> str:
    return f"{word[:1]}{'*' * (len(word) - 1)}"

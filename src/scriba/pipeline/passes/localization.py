"""`localization`, `swiss_german` and language codes with a region: how words are spelled there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.text.spellings import british
from scriba.pipeline.text.words import shell

_BRITISH: Final = frozenset({"en_au", "en_uk"})
_LETTERS: Final = re.compile(r"[A-Za-z]+")
_SWISS_WARNING: Final = "Swiss German is recognized as German; only the spelling is that of Switzerland."


def localize(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Spell English as in Britain or Australia, German as in Switzerland; names keep their spelling."""
    regions = {options.language_code, *(options.language_codes or ())}
    if options.language_detection:
        regions |= {*options.detection.localization, *(["de_ch"] if options.detection.swiss_german else [])}
    if transcript.language == "en" and regions & _BRITISH:
        return transcript.with_words(_british(transcript.words))
    if transcript.language == "de" and "de_ch" in regions:
        swiss = (_rewritten(word, lambda text: text.replace("ß", "ss").replace("ẞ", "SS")) for word in transcript.words)
        return transcript.with_words(swiss).with_warning(_SWISS_WARNING)
    return transcript


def _british(words: tuple[Word, ...]) -> list[Word]:
    """A large letter that no sentence asks for is a name: Pearl Harbor, Kennedy Center."""
    starts = [True, *(shell(before.text).ends_sentence or _changes(before, word) for before, word in pairwise(words))]
    return [
        word if _is_name(word.text, is_start=is_start) else _rewritten(word, lambda text: _LETTERS.sub(_spelled, text))
        for word, is_start in zip(words, starts, strict=False)
    ]


def _changes(before: Word, word: Word) -> bool:
    return (before.speaker, before.channel) != (word.speaker, word.channel)


def _is_name(text: str, *, is_start: bool) -> bool:
    core = shell(text).core
    return core[:1].isupper() and not core.isupper() and not is_start


def _spelled(found: re.Match[str]) -> str:
    text = found[0]
    spelling = british(text.lower())
    if spelling is None:
        return text
    if text.isupper():
        return spelling.upper()
    return spelling.capitalize() if text[0].isupper() else spelling


def _rewritten(word: Word, change: Callable[[str], str]) -> Word:
    text = change(word.text)
    return word if text == word.text else replace(word, text=text)

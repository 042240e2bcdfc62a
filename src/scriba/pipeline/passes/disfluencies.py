"""`disfluencies`: without it, filler words of English go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.text.fillers import is_filler
from scriba.pipeline.text.words import Shell, capitalized, same_voice, shell

_OPENERS: Final = frozenset(
    {"yes", "yeah", "no", "nope", "well", "so", "okay", "ok", "right", "now", "oh", "sure", "look", "thanks", "please"}
)
"""Words behind which a comma stays when the filler behind it goes: "Yes, um, I do"."""

_BEFORE_M: Final = frozenset({"a", "p"})

_CLOSERS: Final = frozenset('"”’)]»')
"""A filler with one of these behind it takes its opening mark along."""


def remove_fillers(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Leave fillers out; their full stops, capitals and needless commas are put right."""
    if options.disfluencies or transcript.language != "en":
        return transcript
    shells = [shell(word.text) for word in transcript.words]
    fillers = [_is_filler(shells, index) for index in range(len(shells))]
    if not any(fillers):
        return transcript
    kept: list[Word] = []
    pending: list[Shell] = []
    for word, found, filler in zip(transcript.words, shells, fillers, strict=True):
        if filler:
            if kept and same_voice(kept[-1], word):
                kept[-1] = _closed(kept[-1], found, first=not pending)
            pending.append(found)
            continue
        kept.append(_opened(word, pending))
        pending = []
    return transcript.with_words(kept)


def _is_filler(shells: Sequence[Shell], index: int) -> bool:
    core = shells[index].core
    if core == "m" and index:
        before = shells[index - 1].core.casefold()
        return not (before[-1:].isdigit() or before in _BEFORE_M)  # metres; a.m. and p.m. as spoken
    return is_filler(core)


def _closed(before: Word, filler: Shell, *, first: bool) -> Word:
    """The word before a filler, which inherits the end of its sentence or loses the comma that led to the filler."""
    own = shell(before.text)
    if own.ends_sentence or filler.lead:
        return before
    if filler.ends_sentence:
        return replace(before, text=f"{own.lead}{own.core}{filler.tail}")
    needless = first and own.tail == "," and filler.tail.startswith(",") and own.core.casefold() not in _OPENERS
    return replace(before, text=f"{own.lead}{own.core}") if needless else before


def _opened(word: Word, fillers: Sequence[Shell]) -> Word:
    """The word behind fillers, which inherits their capital and their opening marks."""
    if not fillers:
        return word
    lead = "".join(filler.lead for filler in fillers if _CLOSERS.isdisjoint(filler.tail))
    begins = fillers[0].core[:1].isupper() and not any(filler.ends_sentence for filler in fillers)
    text = f"{lead}{word.text}"
    return replace(word, text=capitalized(text) if begins else text)

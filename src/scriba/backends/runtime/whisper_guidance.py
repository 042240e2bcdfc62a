"""A request's hints as Whisper takes them: a task, a text before, a temperature, and terms to listen for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scriba.backends.runtime.whisper_terms import Glossary, LogProbabilities
from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.engines import Hints

FILLERS: Final = {"en": "Umm, let me think, uh, hmm... Okay, so, um, here is what I, uh, what I mean, you know, er."}
"""Whisper leaves out what people say while they think; after a text full of it, it leaves out less."""

BORROWED: Final = 4
"""Tokens in a row that are taken for a piece of the text before, where the sound does not bear them out."""

UNHEARD: Final = -1.5
"""Mean log probability without the text before, below which the sound does not bear them out."""

GLOSSARIES: Final = 4
"""Items of so many recordings with terms of their own may take turns without a glossary being made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What guides the decoding of all windows of a call."""

    language: str
    start: tuple[int, ...]
    """The start sequence: language and task."""
    before: tuple[int, ...]
    """What precedes the start sequence; empty where no text came before."""
    temperature: float
    glossary: Glossary


class Guide:
    """Makes guidance of hints; the last few glossaries are kept, as calls for one recording follow each other."""

    def __init__(self, tokens: WhisperTokens) -> None:
        self._tokens = tokens
        self._glossary = lru_cache(GLOSSARIES)(Glossary)

    def __call__(self, hints: Hints, language: str, *, is_multilingual: bool) -> Guidance:
        """English-only models take no language and no task."""
        fillers = FILLERS.get(language, "") if hints.keeps_fillers else ""
        before = " ".join(filter(None, (fillers, hints.prompt.strip())))
        return Guidance(
            language=language,
            start=tuple(self._tokens.start_sequence(language if is_multilingual else None, hints.task)),
            before=tuple(self._tokens.previous_text(" " + before)) if before else (),
            temperature=hints.temperature,
            glossary=self._glossary(hints),
        )


def borrows(text: Sequence[int], logs: LogProbabilities, before: Sequence[int]) -> bool:
    """Whether a piece of the text before turns up in a text that nobody said it in."""
    pieces = {tuple(before[first : first + BORROWED]) for first in range(len(before) - BORROWED + 1)}
    return any(
        tuple(text[first : first + BORROWED]) in pieces and float(logs[first : first + BORROWED].mean()) < UNHEARD
        for first in range(len(text) - BORROWED + 1)
    )

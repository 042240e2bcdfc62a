"""Which options ask for understanding of the text, and in which languages it works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scriba.core.options import TranscriptOptions

LANGUAGES: Final[Mapping[str, frozenset[str]]] = {
    "redact_pii": frozenset({"en"}),
    "entity_detection": frozenset({"en"}),
    "auto_highlights": frozenset({"en"}),
    "sentiment_analysis": frozenset({"en"}),
    "summarization": frozenset({"en"}),
    "auto_chapters": frozenset({"en"}),
    "iab_categories": frozenset({"en"}),
    "content_safety": frozenset({"en"}),
}
"""Option -> bare codes of the languages in which it works."""


_SILENTLY: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset({"de", "es", "fr", "it", "pt"}) for name in ("iab_categories", "content_safety")
}
"""Option -> languages in which the contract has it though it does not work here: its result is then unavailable."""


def asked(options: TranscriptOptions) -> list[str]:
    """The options of understanding that a request switches on."""
    return [name for name in LANGUAGES if getattr(options, name)]


def unavailable(options: TranscriptOptions, language: str) -> list[str]:
    """Those of them that do not work in a language, given by its bare code."""
    return [name for name in asked(options) if language not in LANGUAGES[name]]


def refused(options: TranscriptOptions, language: str) -> list[str]:
    """Those of them for which a request is refused that names the language."""
    return [name for name in unavailable(options, language) if language not in _SILENTLY.get(name, ())]


def refusal(names: list[str]) -> str:
    """What the API says of options that do not work in a language, in the contract's words."""
    return f"The following models are not available in this language: {', '.join(names)}"


def tasks(options: TranscriptOptions) -> list[str]:
    """The tasks of `speech_understanding` that need the text's own worker; those that name speakers are not among them."""
    request = options.understanding
    named = {
        "translation": request.translation,
        "summarization": request.summarization,
        "action_items": request.action_items,
    }
    return [name for name, asked in named.items() if asked is not None]

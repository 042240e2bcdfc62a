"""What follows once the language is known: the model that knows it, and recognition cut into items."""

from __future__ import annotations

from collections.abc import Sequence

from scriba.core.audio import Channel
from scriba.core.errors import LanguageUnsupportedError
from scriba.core.job import NewItem
from scriba.core.options import TranscriptOptions
from scriba.core.understood import refusal, unavailable
from scriba.service.planning import recognize_items
from scriba.service.stages.tools import FINISH, Tools


def recognition(
    tools: Tools, options: TranscriptOptions, channels: Sequence[Channel], language: str
) -> tuple[tuple[NewItem, ...], dict[str, str]]:
    """The items that follow and the findings about the model; raises LanguageUnsupportedError."""
    if "redact_pii" in unavailable(options, language):
        raise LanguageUnsupportedError(f"{refusal(['redact_pii'])}. Its text would have to stay as it is.")
    route = tools.routing.route(options.speech_models or [], language)
    findings = {
        "language": language,
        "speech_model_used": route.model,
        "recognizer": route.recognizer.name,
        "revision": route.recognizer.revision,
    }
    return tuple(recognize_items(channels, language, route.recognizer.name)) or (FINISH,), findings

"""What follows once the language is known: the model that knows it, and recognition cut into items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scriba.core.audio import Channel
from scriba.core.errors import LanguageUnsupportedError
from scriba.core.job import NewItem
from scriba.core.options import TranscriptOptions
from scriba.core.understood import refusal, unavailable
from scriba.pipeline.switching import joined
from scriba.service.planning import recognize_items
from scriba.service.stages.tools import FINISH, Tools


def recognition(
    tools: Tools, options: TranscriptOptions, channels: Sequence[Channel], language: str, second: str | None = None
) -> tuple[tuple[NewItem, ...], dict[str, Any]]:
    """The items that follow and the findings about the model; raises LanguageUnsupportedError.

    With a `second` language every window is recognized in the one that it is spoken in.
    """
    if any("redact_pii" in unavailable(options, spoken) for spoken in (language, second) if spoken):
        raise LanguageUnsupportedError(f"{refusal(['redact_pii'])}. Its text would have to stay as it is.")
    models = options.speech_models or []
    route = tools.routing.route(models, language)
    findings: dict[str, Any] = {
        "language": language,
        "speech_model_used": route.model,
        "recognizer": route.recognizer.name,
        "revision": route.recognizer.revision,
    }
    others = {second: tools.routing.route(models, second).recognizer.name} if second else None
    if options.may_switch and second is None:
        channels = [_with_long_windows(channel, language) for channel in channels]
    return tuple(recognize_items(channels, language, route.recognizer.name, others)) or (FINISH,), findings


def _with_long_windows(channel: Channel, language: str) -> Channel:
    """The windows were cut short for two languages, and there is one: recognizers do better with longer ones."""
    windows = joined(channel.windows, [language] * len(channel.windows))
    return replace(channel, windows=tuple(window for _, window in windows))

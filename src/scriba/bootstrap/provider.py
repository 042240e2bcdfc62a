"""The provider of written answers, as the settings name it."""

from __future__ import annotations

from scriba import backends
from scriba.core.engines import Chat
from scriba.pipeline.written.writer import Writer
from scriba.settings import Settings


def build_chat(settings: Settings) -> Chat | None:
    """What asks the provider; None where the settings name none. Nothing is called."""
    if settings.provider_url is None:
        return None
    return backends.load_chat(
        url=settings.provider_url,
        key=settings.provider_key.get_secret_value() if settings.provider_key else None,
        model=settings.provider_model,
        timeout_ms=settings.provider_timeout_ms,
    )


def build_writer(settings: Settings, chat: Chat | None) -> Writer | None:
    """The provider for one transcript."""
    if chat is None:
        return None
    return Writer(chat, attempts=settings.provider_attempts, most_characters=settings.provider_characters)

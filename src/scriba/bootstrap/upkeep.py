"""What the API process does beside answering: deliver webhooks, and delete what has been kept long enough."""

from __future__ import annotations

import ssl
from collections.abc import Callable

from scriba.bootstrap.serving import build_transcripts
from scriba.bootstrap.state import build_resumable, now_ms, open_state
from scriba.core.retention import Retention
from scriba.service.posting import Poster
from scriba.service.retention import Sweeper
from scriba.service.webhooks import Courier
from scriba.settings import Settings


def build_courier(settings: Settings, stopping: Callable[[], bool]) -> Courier:
    """What delivers webhooks until `stopping` says so."""
    poster = Poster(
        clock=now_ms,
        allow_private=settings.allow_private_webhooks,
        timeout_ms=settings.webhook_timeout_ms,
        secret=settings.webhook_secret.get_secret_value() if settings.webhook_secret else None,
        tls=ssl.create_default_context(),
    )
    return Courier(
        outbox=open_state(settings).webhooks,
        post=poster.post,
        clock=now_ms,
        stopping=stopping,
        slots=settings.webhook_slots,
        attempts=settings.webhook_attempts,
        interval_ms=settings.webhook_interval_ms,
        timeout_ms=settings.webhook_timeout_ms,
    )


def build_sweeper(settings: Settings, stopping: Callable[[], bool]) -> Sweeper:
    """What deletes by itself until `stopping` says so."""
    state = open_state(settings)
    return Sweeper(
        rows=state.retention,
        items=state.items,
        outbox=state.webhooks,
        files=state.files,
        transcripts=build_transcripts(settings, state),
        resumable=build_resumable(settings, state),
        keep=Retention(
            uploads_ms=settings.upload_retention_ms,
            transcripts_ms=settings.transcript_retention_ms,
            redacted_ms=settings.redacted_audio_retention_ms,
        ),
        clock=now_ms,
        stopping=stopping,
        interval_ms=settings.sweep_interval_ms,
    )

"""The services behind the API, over a data directory that `starting` has made ready."""

from __future__ import annotations

import ssl
from collections.abc import Callable

from scriba.bootstrap.enrolled import build_speakers
from scriba.bootstrap.models import build_routing
from scriba.bootstrap.state import build_resumable, build_uploads, elapsed_ms, now_ms, open_state
from scriba.service.health import Health
from scriba.service.keys import Keys
from scriba.service.limits import RequestLimit
from scriba.service.listening import Listening
from scriba.service.posting import Poster
from scriba.service.services import Services
from scriba.service.transcripts import Transcripts
from scriba.service.webhooks import Courier
from scriba.settings import Settings


def build_services(settings: Settings) -> Services:
    """The use cases of the API."""
    state = open_state(settings)
    uploads = build_uploads(settings, state)
    return Services(
        transcripts=Transcripts(
            jobs=state.jobs,
            files=state.files,
            uploads=uploads,
            routing=build_routing(settings),
            region=settings.region,
            clock=now_ms,
        ),
        uploads=uploads,
        resumable=build_resumable(settings, state),
        listening=Listening(jobs=state.jobs, results=state.items.recognized, clock=now_ms),
        speakers=build_speakers(state, uploads, settings),
        keys=Keys(rows=state.keys, clock=now_ms),
        limit=RequestLimit(
            requests=settings.rate_limit_requests, window_ms=settings.rate_limit_window_ms, clock=elapsed_ms
        ),
        health=Health(workers=state.workers, writable=state.database.is_writable, region=settings.region, clock=now_ms),
        public_url=settings.public_url,
    )


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

"""The services behind the API, over a data directory that `starting` has made ready."""

from __future__ import annotations

from scriba.bootstrap.enrolled import build_speakers
from scriba.bootstrap.models import build_routing
from scriba.bootstrap.state import State, build_links, build_resumable, build_uploads, elapsed_ms, now_ms, open_state
from scriba.service.calls import Calls
from scriba.service.health import Health
from scriba.service.keys import Keys
from scriba.service.limits import RequestLimit
from scriba.service.listening import Listening
from scriba.service.redacted_audio import RedactedAudio
from scriba.service.services import Services
from scriba.service.transcripts import Transcripts
from scriba.settings import Settings


def build_services(settings: Settings) -> Services:
    """The use cases of the API."""
    state = open_state(settings)
    calls = build_calls(settings, state)
    return Services(
        transcripts=calls.transcripts,
        uploads=calls.uploads,
        calls=calls,
        resumable=build_resumable(settings, state),
        listening=Listening(jobs=state.jobs, results=state.items.recognized, clock=now_ms),
        speakers=build_speakers(state, calls.uploads, settings),
        redacted_audio=RedactedAudio(jobs=state.jobs, files=state.files, links=build_links(settings)),
        keys=Keys(rows=state.keys, clock=now_ms),
        limit=RequestLimit(
            requests=settings.rate_limit_requests, window_ms=settings.rate_limit_window_ms, clock=elapsed_ms
        ),
        health=Health(workers=state.workers, writable=state.database.is_writable, region=settings.region, clock=now_ms),
        public_url=settings.public_url,
    )


def build_transcripts(settings: Settings, state: State) -> Transcripts:
    """The use cases of transcripts."""
    return Transcripts(
        jobs=state.jobs,
        files=state.files,
        uploads=build_uploads(settings, state),
        routing=build_routing(settings),
        region=settings.region,
        clock=now_ms,
    )


def build_calls(settings: Settings, state: State) -> Calls:
    """Calls that wait for their transcript, with the services that they stand on."""
    transcripts = build_transcripts(settings, state)
    return Calls(
        transcripts=transcripts,
        uploads=transcripts.uploads,
        rows=state.calls,
        models=settings.openai_models,
        max_bytes=settings.openai_max_upload_bytes,
        keeps_transcripts=settings.openai_keep_transcripts,
    )

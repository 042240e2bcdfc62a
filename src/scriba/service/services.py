"""The use cases that an edge (HTTP, command line) calls, as one value that `bootstrap` builds."""

from __future__ import annotations

from dataclasses import dataclass

from scriba.service.calls import Calls
from scriba.service.health import Health
from scriba.service.keys import Keys
from scriba.service.limits import RequestLimit
from scriba.service.listening import Listening
from scriba.service.redacted_audio import RedactedAudio
from scriba.service.resumable import ResumableUploads
from scriba.service.speakers import Speakers
from scriba.service.transcripts import Transcripts
from scriba.service.uploads import Uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that the API calls."""

    transcripts: Transcripts
    uploads: Uploads
    resumable: ResumableUploads
    listening: Listening
    speakers: Speakers
    calls: Calls
    redacted_audio: RedactedAudio
    keys: Keys
    health: Health
    limit: RequestLimit
    public_url: str | None = None

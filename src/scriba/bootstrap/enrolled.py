"""The use cases of enrolled voices, which the API and the command line share."""

from __future__ import annotations

from scriba.bootstrap.state import State, now_ms
from scriba.service.speakers import Speakers
from scriba.service.uploads import Uploads
from scriba.settings import Settings


def build_speakers(state: State, uploads: Uploads, settings: Settings) -> Speakers:
    """Over an open state."""
    return Speakers(
        rows=state.speakers,
        jobs=state.jobs,
        files=state.files,
        uploads=uploads,
        region=settings.region,
        clock=now_ms,
    )

"""The real services over stores in memory."""

from dataclasses import dataclass
from pathlib import Path

from scriba.core.engines import HubSource, RecognizerCard
from scriba.core.job import Lane, WorkerReport
from scriba.service.calls import Calls
from scriba.service.health import Health
from scriba.service.keys import Keys
from scriba.service.limits import RequestLimit
from scriba.service.listening import Listening
from scriba.service.redacted_audio import Links, RedactedAudio
from scriba.service.resumable import ResumableUploads
from scriba.service.routing import Routing
from scriba.service.services import Services
from scriba.service.speakers import Speakers
from scriba.service.transcripts import Transcripts
from scriba.service.uploads import Uploads
from tests.fakes.speakers import FakeSpeakers
from tests.fakes.stores import FakeCalls, FakeFiles, FakeJobs, FakeKeys, FakeResumables, FakeUploads, FakeWorkers

NOW = 1_767_225_600_123
"""2026-01-01T00:00:00.123Z."""

UPLOAD_TTL_MS = 60_000
LINKS_MS = 86_400_000


class FakeClock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@dataclass
class Backstage:
    """What a test may look into and change."""

    jobs: FakeJobs
    calls: FakeCalls
    keys: FakeKeys
    uploads: FakeUploads
    resumables: FakeResumables
    workers: FakeWorkers
    speakers: FakeSpeakers
    files: FakeFiles
    clock: FakeClock
    writable: bool = True

    def load_models(self) -> None:
        """Let a worker of every lane report that it is ready."""
        for number, lane in enumerate(Lane):
            now = self.clock()
            self.workers.report(WorkerReport(id=str(number), pid=number, lane=lane, ready_at=now, seen_at=now))


def card(name: str, *languages: str) -> RecognizerCard:
    """A recognizer without weights."""
    return RecognizerCard(
        name=name,
        backend="none",
        languages=frozenset(languages),
        weights=(),
        licence="MIT",
        source=HubSource(repository="nobody/nothing", revision="0" * 40),
    )


def services_over_fakes(
    folder: Path,
    *,
    region: str = "local",
    max_upload_bytes: int = 100_000,
    public_url: str | None = None,
    max_requests: int = 0,
) -> tuple[Services, Backstage]:
    """Services as bootstrap would build them, and what is behind them."""
    rows = FakeUploads()
    jobs = FakeJobs()
    back = Backstage(
        jobs=jobs,
        calls=FakeCalls(jobs),
        speakers=FakeSpeakers(jobs),
        keys=FakeKeys(),
        uploads=rows,
        resumables=FakeResumables(rows),
        workers=FakeWorkers(),
        files=FakeFiles(folder),
        clock=FakeClock(),
    )
    uploads = Uploads(files=back.files, rows=back.uploads, region=region, max_bytes=max_upload_bytes, clock=back.clock)
    small = card("small", "en", "es", "de")
    routing = Routing(
        cards={"universal-3-pro": small, "universal-2": small},
        aliases={"best": "universal-3-pro"},
        languages={"universal-3-pro": frozenset({"en", "es"})},
    )
    transcripts = Transcripts(
        jobs=back.jobs, files=back.files, uploads=uploads, routing=routing, region=region, clock=back.clock
    )
    services = Services(
        transcripts=transcripts,
        calls=Calls(
            transcripts=transcripts,
            uploads=uploads,
            rows=back.calls,
            models={"whisper-1": ["universal-2"], "gpt-4o-transcribe-diarize": ["universal-3-pro", "universal-2"]},
            max_bytes=50_000,
            keeps_transcripts=False,
        ),
        uploads=uploads,
        resumable=ResumableUploads(
            files=back.files,
            rows=back.resumables,
            uploads=uploads,
            jobs=back.jobs,
            ttl_ms=UPLOAD_TTL_MS,
            idle_ms=200,
            clock=back.clock,
        ),
        listening=Listening(jobs=back.jobs, results=back.jobs.recognized, clock=back.clock),
        speakers=Speakers(
            rows=back.speakers, jobs=back.jobs, files=back.files, uploads=uploads, region=region, clock=back.clock
        ),
        redacted_audio=RedactedAudio(
            jobs=back.jobs, files=back.files, links=Links(key=lambda: b"key", kept_ms=LINKS_MS, clock=back.clock)
        ),
        keys=Keys(rows=back.keys, clock=back.clock),
        limit=RequestLimit(requests=max_requests, window_ms=60_000, clock=back.clock),
        health=Health(workers=back.workers, writable=lambda: back.writable, region=region, clock=back.clock),
        public_url=public_url,
    )
    return services, back

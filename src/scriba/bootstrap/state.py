"""The durable state under these settings."""

from __future__ import annotations

import time
from dataclasses import dataclass

from scriba.service.fetching import Fetcher
from scriba.service.redacted_audio import Links
from scriba.service.resumable import ResumableUploads
from scriba.service.uploads import Uploads
from scriba.settings import Settings
from scriba.store.calls import SqlCalls
from scriba.store.database import Database
from scriba.store.files import LocalFiles
from scriba.store.items import SqlItems
from scriba.store.jobs import SqlJobs
from scriba.store.keys import SqlKeys
from scriba.store.link_key import link_key
from scriba.store.outbox import SqlWebhooks
from scriba.store.resumables import SqlResumables
from scriba.store.retention import SqlRetention
from scriba.store.speakers import SqlSpeakers
from scriba.store.uploads import SqlUploads
from scriba.store.workers import SqlWorkers


def now_ms() -> int:
    """The wall clock, ms since the epoch."""
    return time.time_ns() // 1_000_000


def elapsed_ms() -> int:
    """A clock that never goes backwards, ms since some moment."""
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Every store, on one database and one folder."""

    database: Database
    jobs: SqlJobs
    items: SqlItems
    keys: SqlKeys
    uploads: SqlUploads
    resumables: SqlResumables
    calls: SqlCalls
    workers: SqlWorkers
    retention: SqlRetention
    webhooks: SqlWebhooks
    speakers: SqlSpeakers
    files: LocalFiles


def open_state(settings: Settings) -> State:
    """Open the stores of a data directory that exists."""
    database = Database.sqlite(settings.data_dir / "scriba.db")
    return State(
        database=database,
        jobs=SqlJobs(database, settings.running_per_key),
        items=SqlItems(database, settings.running_per_key),
        keys=SqlKeys(database),
        uploads=SqlUploads(database),
        resumables=SqlResumables(database),
        calls=SqlCalls(database),
        workers=SqlWorkers(database),
        retention=SqlRetention(database),
        webhooks=SqlWebhooks(database),
        speakers=SqlSpeakers(database),
        files=LocalFiles(settings.data_dir),
    )


def build_uploads(settings: Settings, state: State) -> Uploads:
    """Uploads in one request."""
    return Uploads(
        files=state.files,
        rows=state.uploads,
        region=settings.region,
        max_bytes=settings.max_upload_bytes,
        clock=now_ms,
        kept_ms=settings.upload_retention_ms,
    )


def build_resumable(settings: Settings, state: State) -> ResumableUploads:
    """Uploads in any number of requests."""
    return ResumableUploads(
        files=state.files,
        rows=state.resumables,
        uploads=build_uploads(settings, state),
        jobs=state.jobs,
        ttl_ms=settings.unfinished_upload_ms,
        idle_ms=settings.upload_idle_ms,
        clock=now_ms,
    )


def build_links(settings: Settings) -> Links:
    """Signed links to redacted recordings."""
    return Links(key=lambda: link_key(settings.data_dir), kept_ms=settings.redacted_audio_retention_ms, clock=now_ms)


def build_fetcher(settings: Settings) -> Fetcher:
    """The guarded downloader."""
    return Fetcher(
        clock=now_ms,
        allow_private=settings.allow_private_urls,
        max_bytes=settings.max_download_bytes,
        timeout_ms=settings.download_timeout_ms,
        idle_ms=settings.download_idle_ms,
        max_redirects=settings.max_redirects,
    )

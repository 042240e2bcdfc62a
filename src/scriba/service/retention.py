"""The sweeper: deletes what has been kept long enough, and what nobody needs any more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from scriba.core.retention import Retention, RetentionStore
from scriba.core.storage import Clock, FileStore, ItemStore
from scriba.core.webhooks import WebhookStore
from scriba.service.resumable import ResumableUploads
from scriba.service.transcripts import IDEMPOTENCY_MS, Transcripts
from scriba.service.uploads import upload_key

log = structlog.get_logger()

_GRACE_MS: Final = 60_000
"""How much longer a file is kept than requests for it are accepted: a request under way still finds it."""

_DAY_MS: Final = 86_400_000

_WEBHOOKS_MS: Final = 7 * _DAY_MS
"""How long `scriba webhooks list` shows what was delivered or given up."""

_TOLD_MS: Final = 30 * _DAY_MS
"""How long the server can tell that an upload has expired, before it does not know it any more."""

_BATCH: Final = 200
"""Transcripts deleted in one round: the rest follows in the next."""

_NAP_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    """Goes round until `stopping` tells it to end. Several may run at the same time."""

    rows: RetentionStore
    items: ItemStore
    outbox: WebhookStore
    files: FileStore
    transcripts: Transcripts
    resumable: ResumableUploads
    keep: Retention
    clock: Clock
    stopping: Callable[[], bool]
    interval_ms: int

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stopping():
            self.sweep()
            rest = time.monotonic() + self.interval_ms / 1000
            while not self.stopping() and time.monotonic() < rest:
                time.sleep(_NAP_SECONDS)

    def sweep(self) -> None:
        """One round. A step that fails does not keep the others from being made."""
        for step in (
            self._expire_uploads,
            self._expire_transcripts,
            self._expire_redacted,
            self._delete_workspaces,
            self._forget,
            self.resumable.expire,
        ):
            try:
                step()
            except Exception:
                log.exception("sweeping failed", step=step.__name__)

    def _expire_uploads(self) -> None:
        if not self.keep.uploads_ms:
            return
        now = self.clock()
        # The row first: a file without a valid row is deleted by the next start, if this process dies in between.
        for upload_id in self.rows.expire_uploads(now - self.keep.uploads_ms - _GRACE_MS, now):
            self.files.delete(upload_key(upload_id))
            log.info("upload expired", upload=upload_id)

    def _expire_transcripts(self) -> None:
        if not self.keep.transcripts_ms:
            return
        for job_id, project_id in self.rows.old_transcripts(self.clock() - self.keep.transcripts_ms, _BATCH):
            self.transcripts.scrub(job_id, project_id)
            log.info("transcript expired", transcript_id=job_id)

    def _expire_redacted(self) -> None:
        count = self.files.expire_redacted(self.clock() - self.keep.redacted_ms - _GRACE_MS)
        if count:
            log.info("redacted recordings expired", count=count)

    def _delete_workspaces(self) -> None:
        """What a worker left that was killed, or that went on for a moment after its transcript was deleted.

        The folders are listed before the jobs are looked up: what belongs to a job accepted meanwhile is not listed.
        """
        present = self.files.workspaces()
        for job_id in present - self.items.unfinished_jobs() if present else ():
            self.files.delete_workspace(job_id)

    def _forget(self) -> None:
        now = self.clock()
        self.rows.forget(repeats_before=now - IDEMPOTENCY_MS, uploads_before=now - _TOLD_MS)
        self.outbox.purge(now - _WEBHOOKS_MS)

"""What the services ask of durable state: protocols that `scriba.store` fulfils."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from scriba.core.company import ALONE, Company
from scriba.core.job import (
    Interruption,
    ItemKind,
    Job,
    JobPage,
    JobQuery,
    Lane,
    NewItem,
    NewJob,
    Upload,
    WorkerReport,
    WorkItem,
)
from scriba.core.progress import Outline
from scriba.core.submission import Idempotency
from scriba.core.transcript import Transcript


class JobStore(Protocol):
    """Transcripts. Every method is one transaction."""

    def add(self, job: NewJob, first: NewItem) -> Job:
        """Accept a job together with its first work item; the earlier job when its idempotency key repeats one.

        Raises IdempotencyConflictError when the key came with another request.
        """
        ...

    def earlier(self, project_id: int, idempotency: Idempotency) -> Job | None:
        """The job that a repeated request was accepted as; raises like `add`."""
        ...

    def get(self, job_id: str, project_id: int | None = None) -> Job:
        """Raises TranscriptNotFoundError, also for a job of another project when `project_id` is given."""
        ...

    def page(self, project_id: int, query: JobQuery) -> JobPage:
        """A page, newest first; raises TranscriptNotFoundError for a bound that is unknown."""
        ...

    def delete(self, job_id: str, project_id: int, now: int) -> Job:
        """Scrub a job and its items; a job not yet final ends in `error`. Returns the tombstone."""
        ...

    def cancel(self, job_id: str, project_id: int, now: int) -> Job:
        """End a job in `error` unless it is final already; its items go. Returns the job as it stands."""
        ...

    def outlines(self, job_ids: Collection[str]) -> dict[str, Outline]:
        """How far these transcripts are, by id; unknown ones are left out."""
        ...

    def upload_is_wanted(self, upload_id: str) -> bool:
        """Whether a job that is not final still needs the upload."""
        ...


class ItemStore(Protocol):
    """Work items. Every method is one transaction."""

    def claim(self, lane: Lane, worker_id: str, now: int, lease_ms: int, company: Company = ALONE) -> WorkItem | None:
        """Lease the next pending item of a lane, round-robin over projects, then over transcripts.

        None also where the next one must not join the `company`: it then waits for that to leave, and none overtakes it.
        """
        ...

    def version(self) -> int:
        """Another number whenever somebody has changed the store; costs next to nothing. One thread asks."""
        ...

    def is_waiting(self, lane: Lane) -> bool:
        """Whether an item of the lane waits for a worker."""
        ...

    def renew(self, shares: Sequence[tuple[WorkItem, float]], now: int, lease_ms: int) -> None:
        """Extend the leases of attempts, and tell how much of each is done; less than was told before is ignored."""
        ...

    def results(self, job_id: str, kind: ItemKind) -> list[Mapping[str, Any]]:
        """What a job's finished items of a kind brought, in order of their index."""
        ...

    def recognized(self, job_id: str, start: int, end: int) -> list[Mapping[str, Any]]:
        """What a job's finished recognize items brought that cover some of the recording from `start` to `end`, ms."""
        ...

    def timings(self, job_id: str) -> dict[str, int]:
        """Working time of the job's finished items by kind, ms; parallel items add up."""
        ...

    def complete(
        self,
        item: WorkItem,
        result: Mapping[str, Any],
        *,
        findings: Mapping[str, Any],
        then: Sequence[NewItem],
        join: NewItem | None,
        now: int,
    ) -> None:
        """Checkpoint a result and add what follows: `then` at once, `join` once no item of the job is open.

        Raises StaleAttemptError or CancelledError when the attempt is outdated or the job is gone.
        """
        ...

    def finish(
        self,
        item: WorkItem,
        transcript: Transcript,
        *,
        findings: Mapping[str, Any],
        now: int,
        redacted_audio_url: str | None = None,
    ) -> None:
        """Complete the job with its transcript, and owe its webhooks; raises like `complete`."""
        ...

    def fail(self, item: WorkItem, error: str, now: int) -> None:
        """End the job in `error`; raises like `complete`."""
        ...

    def interrupt(self, item: WorkItem, interruption: Interruption, cause: str, now: int) -> bool:
        """Give an attempt up: back to pending, or the job to `error` when exhausted. True if it will be retried."""
        ...

    def held_by(self, worker_id: str) -> list[WorkItem]:
        """Items that the worker has claimed and not given back."""
        ...

    def expired(self, now: int) -> list[tuple[str, WorkItem]]:
        """Items whose lease has run out, with the worker that held each."""
        ...

    def release_all(self, now: int) -> int:
        """At start, when no worker lives: give every running item back. Returns how many."""
        ...

    def is_current(self, item: WorkItem) -> bool:
        """Whether this attempt still holds the item and its job still wants it."""
        ...

    def unfinished_jobs(self) -> set[str]:
        """Ids of the jobs that still need their derived files."""
        ...


class UploadStore(Protocol):
    """Uploads, as rows."""

    def add(self, upload: Upload) -> None:
        """Record a stored upload."""
        ...

    def get(self, upload_id: str) -> Upload | None:
        """The upload, if it is there."""
        ...

    def delete(self, upload_id: str) -> None:
        """Forget an upload."""
        ...

    def ids(self) -> set[str]:
        """Every upload's id, expired ones left out."""
        ...


class WorkerStore(Protocol):
    """Workers as they report themselves."""

    def report(self, worker: WorkerReport) -> None:
        """Insert or update a worker."""
        ...

    def remove(self, worker_id: str) -> None:
        """Forget a worker that has gone."""
        ...

    def all(self) -> list[WorkerReport]:
        """The workers known."""
        ...

    def clear(self) -> None:
        """Forget all workers."""
        ...


class FileWriter(Protocol):
    """A file being written; nothing is visible before `commit`."""

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        ...

    def commit(self) -> int:
        """Make the file durable and visible; returns its size in bytes."""
        ...

    def abort(self) -> None:
        """Leave nothing behind."""
        ...


class FileExtender(Protocol):
    """A file being written in pieces, by one writer at a time; `close` lets the next one in."""

    def truncate(self, size: int) -> None:
        """Cut the file to so many bytes, and go on writing there."""
        ...

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        ...

    def sync(self) -> None:
        """Make durable what was written."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class FileStore(Protocol):
    """Uploaded and derived files."""

    def touch(self, key: str) -> None:
        """Make an empty file, durable."""
        ...

    def extend(self, key: str) -> FileExtender:
        """Open a file for writing in pieces; raises FileNotFoundError, and UploadLockedError when somebody has it."""
        ...

    def create(self, key: str) -> FileWriter:
        """Begin a file."""
        ...

    def path(self, key: str) -> Path:
        """Where a file lies on this machine."""
        ...

    def workspace(self, job_id: str) -> Path:
        """A folder for the job's derived files, made if need be."""
        ...

    def workspaces(self) -> set[str]:
        """Ids of the jobs that have derived files."""
        ...

    def delete(self, key: str) -> None:
        """Delete a file if it is there."""
        ...

    def delete_workspace(self, job_id: str) -> None:
        """Delete a job's derived files if there are any."""
        ...

    def keep_redacted(self, made: Path, name: str) -> None:
        """Move a finished redacted recording to its place, durable."""
        ...

    def redacted(self, name: str) -> Path:
        """Where a redacted recording lies."""
        ...

    def delete_redacted(self, job_id: str) -> None:
        """Delete the job's redacted recording if there is one."""
        ...

    def expire_redacted(self, before: int) -> int:
        """Delete the redacted recordings made before a moment. Returns how many."""
        ...

    def sweep(self, wanted_jobs: Collection[str], wanted_uploads: Collection[str]) -> None:
        """Delete what broken uploads left, and workspaces and uploads other than those wanted (by id)."""
        ...


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def __call__(self) -> int:
        """Milliseconds since the epoch, UTC."""
        ...

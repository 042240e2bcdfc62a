"""The stores in memory: they keep the protocols' promises and forget everything at the end."""

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scriba.core.errors import (
    IdempotencyConflictError,
    InvalidRequestError,
    TranscriptNotFoundError,
    UploadLockedError,
)
from scriba.core.job import (
    CANCELLED_TEXT,
    ApiKey,
    Caller,
    ItemKind,
    Job,
    JobPage,
    JobQuery,
    NewItem,
    NewJob,
    ResumableUpload,
    Status,
    Upload,
    WorkerReport,
)
from scriba.core.options import CONTENT_OPTIONS
from scriba.core.progress import ItemTally, Outline
from scriba.core.submission import Idempotency


@dataclass
class FakeJobs:
    """JobStore."""

    rows: dict[str, Job] = field(default_factory=dict)
    repeats: dict[tuple[int, str], tuple[str, str, int]] = field(default_factory=dict)
    tallies: dict[str, dict[ItemKind, ItemTally]] = field(default_factory=dict)
    results: dict[str, list[tuple[int, int, dict[str, Any]]]] = field(default_factory=dict)

    def earlier(self, project_id: int, idempotency: Idempotency) -> Job | None:
        digest, job_id, created_at = self.repeats.get((project_id, idempotency.key), ("", "", -1))
        if created_at < idempotency.since:
            return None
        if digest != idempotency.digest:
            raise IdempotencyConflictError
        return self.rows[job_id]

    def add(self, job: NewJob, first: NewItem) -> Job:
        if job.idempotency is not None:
            key = (job.caller.project_id, job.idempotency.key)
            self.repeats[key] = (job.idempotency.digest, job.id, job.created_at)
        row = Job(
            id=job.id,
            sequence=len(self.rows) + 1,
            project_id=job.caller.project_id,
            key_name=job.caller.key_name,
            region=job.region,
            status=Status.QUEUED,
            audio_url=job.audio_url,
            upload_id=job.upload_id,
            options=dict(job.options),
            warnings=job.warnings,
            findings={},
            created_at=job.created_at,
            completed_at=None,
            error=None,
            is_deleted=False,
            transcript=None,
            priority=job.priority,
        )
        self.rows[job.id] = row
        return row

    def change(self, job_id: str, **changes: Any) -> Job:
        """What the workers would bring about."""
        self.rows[job_id] = replace(self.rows[job_id], **changes)
        return self.rows[job_id]

    def get(self, job_id: str, project_id: int | None = None) -> Job:
        job = self.rows.get(job_id)
        if job is None or project_id not in {None, job.project_id}:
            raise TranscriptNotFoundError
        return job

    def page(self, project_id: int, query: JobQuery) -> JobPage:
        before = self.get(query.before_id, project_id).sequence if query.before_id else None
        after = self.get(query.after_id, project_id).sequence if query.after_id else None
        if before is not None and after is not None and after <= before:
            raise InvalidRequestError("'after_id' must be a newer transcript than 'before_id'")
        mine = [job for job in self.rows.values() if job.project_id == project_id and _matches(job, query)]
        fitting = [
            job
            for job in sorted(mine, key=lambda job: -job.sequence)
            if (before is None or job.sequence < before) and (after is None or job.sequence > after)
        ]
        nearest = fitting[-query.limit :] if after is not None and before is None else fitting[: query.limit]
        return JobPage(
            jobs=tuple(nearest),
            has_older=any(job.sequence < nearest[-1].sequence for job in mine) if nearest else False,
            has_newer=any(job.sequence > nearest[0].sequence for job in mine) if nearest else False,
        )

    def delete(self, job_id: str, project_id: int, now: int) -> Job:
        job = self.get(job_id, project_id)
        final = job.status.is_final
        return self.change(
            job_id,
            is_deleted=True,
            transcript=None,
            options={name: value for name, value in job.options.items() if name not in CONTENT_OPTIONS},
            warnings=(),
            findings={"duration": job.findings["duration"]} if "duration" in job.findings else {},
            status=job.status if final else Status.ERROR,
            error=job.error if final else "Deleted by user.",
            completed_at=job.completed_at or now,
        )

    def cancel(self, job_id: str, project_id: int, now: int) -> Job:
        job = self.get(job_id, project_id)
        if job.status.is_final:
            return job
        return self.change(job_id, status=Status.ERROR, error=CANCELLED_TEXT, completed_at=now)

    def upload_is_wanted(self, upload_id: str) -> bool:
        return any(job.upload_id == upload_id and not job.status.is_final for job in self.rows.values())

    def recognized(self, job_id: str, start: int, end: int) -> list[dict[str, Any]]:
        """What finished items brought; as ItemStore has it."""
        return [result for first, last, result in self.results.get(job_id, []) if first < end and last > start]

    def outlines(self, job_ids: Collection[str]) -> dict[str, Outline]:
        found = {job_id: self.rows[job_id] for job_id in job_ids if job_id in self.rows}
        return {
            job_id: Outline(
                status=job.status,
                error=job.error,
                duration=job.findings.get("duration"),
                tallies={} if job.status.is_final else self.tallies.get(job_id, {}),
            )
            for job_id, job in found.items()
        }


def _matches(job: Job, query: JobQuery) -> bool:
    return (
        (query.throttled_only or query.status is None or job.status == query.status)
        and (job.throttled or not query.throttled_only)
        and (query.created_from is None or job.created_at >= query.created_from)
        and (query.created_until is None or job.created_at < query.created_until)
    )


@dataclass
class FakeKeys:
    """KeyStore; projects are numbered in order of their first key."""

    rows: dict[str, ApiKey] = field(default_factory=dict)

    def add(self, project: str, name: str, prefix: str, digest: str, now: int) -> ApiKey:
        key = ApiKey(id=len(self.rows) + 1, project=project, name=name, prefix=prefix, created_at=now, revoked_at=None)
        self.rows[digest] = key
        return key

    def find(self, digest: str) -> Caller | None:
        key = self.rows.get(digest)
        if key is None or key.revoked_at is not None:
            return None
        projects = list(dict.fromkeys(row.project for row in self.rows.values()))
        return Caller(project_id=projects.index(key.project) + 1, key_id=key.id, key_name=key.name)

    def all(self) -> list[ApiKey]:
        return list(self.rows.values())

    def revoke(self, key: str, now: int) -> ApiKey | None:
        found = [(digest, row) for digest, row in self.rows.items() if key in {str(row.id), row.name, row.prefix}]
        if len(found) != 1:
            return None
        digest, row = found[0]
        self.rows[digest] = replace(row, revoked_at=now)
        return self.rows[digest]


@dataclass
class FakeUploads:
    """UploadStore."""

    rows: dict[str, Upload] = field(default_factory=dict)

    def add(self, upload: Upload) -> None:
        self.rows[upload.id] = upload

    def get(self, upload_id: str) -> Upload | None:
        return self.rows.get(upload_id)

    def delete(self, upload_id: str) -> None:
        self.rows.pop(upload_id, None)

    def ids(self) -> set[str]:
        return set(self.rows)


@dataclass
class FakeResumables:
    """ResumableStore."""

    uploads: FakeUploads
    rows: dict[str, ResumableUpload] = field(default_factory=dict)

    def add(self, upload: ResumableUpload) -> None:
        self.rows[upload.id] = upload

    def get(self, upload_id: str) -> ResumableUpload | None:
        return self.rows.get(upload_id)

    def advance(self, upload: ResumableUpload, complete: Upload | None) -> None:
        self.rows[upload.id] = upload
        if complete is not None:
            self.uploads.add(complete)

    def delete(self, upload_id: str) -> None:
        self.rows.pop(upload_id, None)

    def expired(self, now: int) -> list[ResumableUpload]:
        return [upload for upload in self.rows.values() if upload.expires_at < now]

    def ids(self) -> set[str]:
        return set(self.rows)


@dataclass
class FakeCalls:
    """CallStore."""

    jobs: FakeJobs
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, job_id: str, project_id: int) -> None:
        self.rows[job_id] = project_id

    def remove(self, job_id: str) -> None:
        self.rows.pop(job_id, None)
        if job_id in self.jobs.rows and self.jobs.rows[job_id].is_deleted:
            del self.jobs.rows[job_id]

    def keep(self, job_id: str) -> None:
        self.rows.pop(job_id, None)

    def all(self) -> list[tuple[str, int]]:
        return list(self.rows.items())


@dataclass
class FakeWorkers:
    """WorkerStore."""

    rows: dict[str, WorkerReport] = field(default_factory=dict)

    def report(self, worker: WorkerReport) -> None:
        self.rows[worker.id] = worker

    def remove(self, worker_id: str) -> None:
        self.rows.pop(worker_id, None)

    def all(self) -> list[WorkerReport]:
        return list(self.rows.values())

    def clear(self) -> None:
        self.rows.clear()


class FakeWriter:
    """FileWriter: a list until it is committed."""

    def __init__(self, publish: Callable[[bytes], None]) -> None:
        self.chunks: list[bytes] = []
        self.is_aborted = False
        self._publish = publish

    def write(self, chunk: bytes) -> None:
        self.chunks.append(chunk)

    def commit(self) -> int:
        content = b"".join(self.chunks)
        self._publish(content)
        return len(content)

    def abort(self) -> None:
        self.is_aborted = True


class FakeExtender:
    """FileExtender on the file's bytes."""

    def __init__(self, files: "FakeFiles", key: str) -> None:
        self._files = files
        self._key = key

    def truncate(self, size: int) -> None:
        self._files.contents[self._key] = self._files.contents[self._key][:size]

    def write(self, chunk: bytes) -> None:
        self._files.contents[self._key] += chunk

    def sync(self) -> None:
        pass

    def close(self) -> None:
        self._files.locked.discard(self._key)


@dataclass
class FakeFiles:
    """FileStore, with its workspaces in a folder."""

    folder: Path
    contents: dict[str, bytes] = field(default_factory=dict)
    writers: list[FakeWriter] = field(default_factory=list)
    locked: set[str] = field(default_factory=set)

    def create(self, key: str) -> FakeWriter:
        writer = FakeWriter(lambda content: self.contents.update({key: content}))
        self.writers.append(writer)
        return writer

    def touch(self, key: str) -> None:
        self.contents[key] = b""

    def extend(self, key: str) -> FakeExtender:
        if key not in self.contents:
            raise FileNotFoundError(key)
        if key in self.locked:
            raise UploadLockedError
        self.locked.add(key)
        return FakeExtender(self, key)

    def path(self, key: str) -> Path:
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.contents[key])
        return path

    def workspace(self, job_id: str) -> Path:
        path = self.folder / "jobs" / job_id
        path.mkdir(parents=True, exist_ok=True)
        return path

    def delete(self, key: str) -> None:
        self.contents.pop(key, None)

    def workspaces(self) -> set[str]:
        return {path.name for path in (self.folder / "jobs").glob("*")}

    def delete_workspace(self, job_id: str) -> None:
        shutil.rmtree(self.folder / "jobs" / job_id, ignore_errors=True)

    def keep_redacted(self, made: Path, name: str) -> None:
        made.rename(self.redacted(name))

    def redacted(self, name: str) -> Path:
        path = self.folder / "redacted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def delete_redacted(self, job_id: str) -> None:
        for path in (self.folder / "redacted").glob(f"{job_id}.*"):
            path.unlink()

    def expire_redacted(self, before: int) -> int:
        old = [path for path in (self.folder / "redacted").glob("*") if path.stat().st_mtime * 1000 < before]
        for path in old:
            path.unlink()
        return len(old)

    def sweep(self, wanted_jobs: Collection[str], wanted_uploads: Collection[str]) -> None:
        del wanted_uploads
        for path in (self.folder / "jobs").glob("*"):
            if path.name not in wanted_jobs:
                shutil.rmtree(path)

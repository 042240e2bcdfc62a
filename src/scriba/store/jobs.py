"""Transcripts in the database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, exists, func, insert, select, update
from typing_extensions import override

from scriba.core.documents import transcript_from
from scriba.core.enrolment import Purpose
from scriba.core.errors import InvalidRequestError, TranscriptNotFoundError
from scriba.core.job import CANCELLED_TEXT, DELETED_TEXT, DELETED_URL, Job, JobPage, JobQuery, NewItem, NewJob, Status
from scriba.core.options import CONTENT_OPTIONS
from scriba.core.progress import Outline
from scriba.core.storage import JobStore
from scriba.core.submission import RANKS, Idempotency
from scriba.core.transcript import Transcript
from scriba.store.claims import must_wait
from scriba.store.database import Database, unpack
from scriba.store.items import end_job, item_row
from scriba.store.outbox import drop_webhooks
from scriba.store.outlines import outlines
from scriba.store.repeats import earlier_job, remember
from scriba.store.schema import transcripts, work_items
from scriba.store.voices import drop_voices

_PRIORITIES = {rank: priority for priority, rank in RANKS.items()}

_LISTED = [column for column in transcripts.c if column.name != "document"]
"""A list shows no text, so it does not read any."""

_IS_TRANSCRIPT = transcripts.c.purpose == Purpose.TRANSCRIPT
"""Enrolments are jobs too, but nobody asks for them by their job."""


def job_row(job: NewJob, purpose: Purpose) -> dict[str, Any]:
    """A new job as a row, but for its `turn`."""
    return {
        "id": job.id,
        "project_id": job.caller.project_id,
        "key_id": job.caller.key_id,
        "key_name": job.caller.key_name,
        "priority": RANKS[job.priority],
        "region": job.region,
        "status": Status.QUEUED,
        "audio_url": job.audio_url,
        "upload_id": job.upload_id,
        "options": dict(job.options),
        "warnings": list(job.warnings),
        "findings": {},
        "created_at": job.created_at,
        "is_deleted": False,
        "purpose": purpose,
    }


class SqlJobs(JobStore):
    """Transcripts, newest last by `sequence`."""

    def __init__(self, database: Database, running_per_key: int = 0) -> None:
        self._database = database
        self._running_per_key = running_per_key

    @override
    def add(self, job: NewJob, first: NewItem) -> Job:
        # After all that have waited longer; a claim prefers it to the transcript that was served last.
        turn = select(func.coalesce(func.max(transcripts.c.turn), 0)).scalar_subquery()
        with self._database.transaction() as connection:
            earlier = earlier_job(connection, job.caller.project_id, job.idempotency)
            if earlier is not None:
                return _load(connection, transcripts.c.id == earlier)
            throttled = must_wait(connection, job.caller.key_id, self._running_per_key)
            connection.execute(
                insert(transcripts).values(**job_row(job, Purpose.TRANSCRIPT), turn=turn, throttled=throttled)
            )
            connection.execute(insert(work_items).values(item_row(job.id, first, job.created_at)))
            remember(connection, job)
            return _load(connection, transcripts.c.id == job.id)

    @override
    def earlier(self, project_id: int, idempotency: Idempotency) -> Job | None:
        with self._database.reading() as connection:
            job_id = earlier_job(connection, project_id, idempotency)
            return None if job_id is None else _load(connection, transcripts.c.id == job_id)

    @override
    def get(self, job_id: str, project_id: int | None = None) -> Job:
        with self._database.reading() as connection:
            return _load(connection, _owned(job_id, project_id))

    @override
    def page(self, project_id: int, query: JobQuery) -> JobPage:
        mine = _filters(project_id, query)
        with self._database.reading() as connection:
            before = _sequence(connection, project_id, query.before_id)
            after = _sequence(connection, project_id, query.after_id)
            if before is not None and after is not None and after <= before:
                raise InvalidRequestError("'after_id' must be a newer transcript than 'before_id'")
            rows = connection.execute(_slice(mine, before, after, query.limit)).mappings().all()
            jobs = sorted((_job(row) for row in rows), key=lambda job: -job.sequence)
            newest, oldest = (jobs[0].sequence, jobs[-1].sequence) if jobs else (after or 0, before or 0)
            return JobPage(
                jobs=tuple(jobs),
                has_older=_any(connection, mine, transcripts.c.sequence < oldest),
                has_newer=bool(jobs or after) and _any(connection, mine, transcripts.c.sequence > newest),
            )

    @override
    def delete(self, job_id: str, project_id: int, now: int) -> Job:
        with self._database.transaction() as connection:
            job = _load(connection, _owned(job_id, project_id))
            scrubbed: dict[str, Any] = {
                "is_deleted": True,
                "audio_url": DELETED_URL,
                "upload_id": None,
                "document": None,
                "options": {name: value for name, value in job.options.items() if name not in CONTENT_OPTIONS},
                "findings": {"duration": job.findings["duration"]} if "duration" in job.findings else {},
                "warnings": [],
                "throttled": False,
            }
            if not job.status.is_final:
                scrubbed |= {"status": Status.ERROR, "completed_at": now}
            if job.status != Status.COMPLETED:
                # An error's text may name the recording's address.
                scrubbed["error"] = DELETED_TEXT
            connection.execute(update(transcripts).where(transcripts.c.id == job_id).values(scrubbed))
            connection.execute(delete(work_items).where(work_items.c.transcript_id == job_id))
            drop_webhooks(connection, job_id)
            drop_voices(connection, job_id)
            return _load(connection, transcripts.c.id == job_id)

    @override
    def cancel(self, job_id: str, project_id: int, now: int) -> Job:
        with self._database.transaction() as connection:
            job = _load(connection, _owned(job_id, project_id))
            if not job.status.is_final:
                end_job(connection, job_id, now, status=Status.ERROR, error=CANCELLED_TEXT)
            return _load(connection, transcripts.c.id == job_id)

    @override
    def outlines(self, job_ids: Collection[str]) -> dict[str, Outline]:
        with self._database.reading() as connection:
            return outlines(connection, job_ids)

    @override
    def upload_is_wanted(self, upload_id: str) -> bool:
        query = select(
            exists().where(
                transcripts.c.upload_id == upload_id, transcripts.c.status.in_([Status.QUEUED, Status.PROCESSING])
            )
        )
        with self._database.reading() as connection:
            return bool(connection.execute(query).scalar())


def _owned(job_id: str, project_id: int | None) -> ColumnElement[bool]:
    here = transcripts.c.id == job_id
    return here if project_id is None else here & (transcripts.c.project_id == project_id) & _IS_TRANSCRIPT


def _load(connection: Connection, where: ColumnElement[bool]) -> Job:
    row = connection.execute(select(transcripts).where(where)).mappings().one_or_none()
    if row is None:
        raise TranscriptNotFoundError
    return _job(row)


def _filters(project_id: int, query: JobQuery) -> list[ColumnElement[bool]]:
    filters = [transcripts.c.project_id == project_id, _IS_TRANSCRIPT]
    if query.throttled_only:
        # As the contract has it, this overrides the status.
        filters.append(transcripts.c.throttled)
    elif query.status is not None:
        filters.append(transcripts.c.status == query.status)
    if query.created_from is not None:
        filters.append(transcripts.c.created_at >= query.created_from)
    if query.created_until is not None:
        filters.append(transcripts.c.created_at < query.created_until)
    return filters


def _sequence(connection: Connection, project_id: int, job_id: str | None) -> int | None:
    if job_id is None:
        return None
    query = select(transcripts.c.sequence).where(_owned(job_id, project_id))
    sequence = connection.execute(query).scalar_one_or_none()
    if sequence is None:
        raise TranscriptNotFoundError
    return int(sequence)


def _slice(mine: list[ColumnElement[bool]], before: int | None, after: int | None, limit: int) -> Select[Any]:
    query = select(*_LISTED).where(*mine).limit(limit)
    if before is not None:
        query = query.where(transcripts.c.sequence < before)
    if after is not None:
        # The page next to the bound, not the newest page.
        return query.where(transcripts.c.sequence > after).order_by(transcripts.c.sequence)
    return query.order_by(transcripts.c.sequence.desc())


def _any(connection: Connection, mine: list[ColumnElement[bool]], beyond: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(*mine, beyond))).scalar())


def _job(row: RowMapping) -> Job:
    return Job(
        id=row["id"],
        sequence=row["sequence"],
        project_id=row["project_id"],
        key_name=row["key_name"],
        region=row["region"],
        status=Status(row["status"]),
        audio_url=row["audio_url"],
        upload_id=row["upload_id"],
        options=row["options"],
        warnings=tuple(row["warnings"]),
        findings=row["findings"],
        created_at=row["created_at"],
        completed_at=row["completed_at"],
        error=row["error"],
        is_deleted=row["is_deleted"],
        webhook_status_code=row["webhook_status_code"],
        priority=_PRIORITIES[row["priority"]],
        throttled=row["throttled"],
        transcript=_transcript(row.get("document")),
    )


def _transcript(packed: bytes | None) -> Transcript | None:
    if packed is None:
        return None
    return transcript_from(unpack(packed))

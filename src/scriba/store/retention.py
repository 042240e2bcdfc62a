"""Old rows of the database."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from typing_extensions import override

from scriba.core.enrolment import Purpose
from scriba.core.job import Status
from scriba.core.retention import RetentionStore
from scriba.store.database import Database
from scriba.store.schema import idempotency_keys, transcripts, uploads


class SqlRetention(RetentionStore):
    """Uploads, transcripts and idempotency keys by their age."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def expire_uploads(self, before: int, now: int) -> list[str]:
        wanted = exists().where(
            transcripts.c.upload_id == uploads.c.id, transcripts.c.status.in_([Status.QUEUED, Status.PROCESSING])
        )
        old = (uploads.c.created_at < before) & uploads.c.expired_at.is_(None)
        with self._database.reading() as connection:
            # Looked for often, found seldom: looking must not take the write lock.
            if not connection.execute(select(exists().where(old, ~wanted))).scalar():
                return []
        change = update(uploads).where(old, ~wanted).values(expired_at=now).returning(uploads.c.id)
        with self._database.transaction() as connection:
            return list(connection.execute(change).scalars())

    @override
    def old_transcripts(self, before: int, limit: int) -> list[tuple[str, int]]:
        # What is left of a failed enrolment goes with its speaker.
        mine = transcripts.c.purpose == Purpose.TRANSCRIPT
        old = (transcripts.c.completed_at < before) & transcripts.c.is_deleted.is_(False) & mine
        query = select(transcripts.c.id, transcripts.c.project_id).where(old).order_by(transcripts.c.completed_at)
        with self._database.reading() as connection:
            return [(row.id, row.project_id) for row in connection.execute(query.limit(limit))]

    @override
    def forget(self, *, repeats_before: int, uploads_before: int) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(idempotency_keys).where(idempotency_keys.c.created_at < repeats_before))
            connection.execute(delete(uploads).where(uploads.c.expired_at < uploads_before))

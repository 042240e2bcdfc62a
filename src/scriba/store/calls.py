"""Calls that wait for their transcript, in the database."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from typing_extensions import override

from scriba.core.calls import CallStore
from scriba.store.database import Database
from scriba.store.schema import calls, transcripts


class SqlCalls(CallStore):
    """Calls by the id of their transcript."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def add(self, job_id: str, project_id: int) -> None:
        with self._database.transaction() as connection:
            connection.execute(insert(calls).values(transcript_id=job_id, project_id=project_id))

    @override
    def remove(self, job_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(calls).where(calls.c.transcript_id == job_id))
            connection.execute(delete(transcripts).where(transcripts.c.id == job_id, transcripts.c.is_deleted))

    @override
    def keep(self, job_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(calls).where(calls.c.transcript_id == job_id))

    @override
    def all(self) -> list[tuple[str, int]]:
        with self._database.reading() as connection:
            return [(row.transcript_id, row.project_id) for row in connection.execute(select(calls))]

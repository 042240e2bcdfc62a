"""Workers' reports in the database."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from typing_extensions import override

from scriba.core.job import Lane, WorkerReport
from scriba.core.storage import WorkerStore
from scriba.store.database import Database
from scriba.store.schema import workers


class SqlWorkers(WorkerStore):
    """Workers by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def report(self, worker: WorkerReport) -> None:
        row = {
            "id": worker.id,
            "pid": worker.pid,
            "lane": worker.lane,
            "ready_at": worker.ready_at,
            "seen_at": worker.seen_at,
        }
        with self._database.transaction() as connection:
            connection.execute(delete(workers).where(workers.c.id == worker.id))
            connection.execute(insert(workers).values(row))

    @override
    def remove(self, worker_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(workers).where(workers.c.id == worker_id))

    @override
    def all(self) -> list[WorkerReport]:
        with self._database.reading() as connection:
            rows = connection.execute(select(workers)).mappings().all()
        return [WorkerReport(**{**row, "lane": Lane(row["lane"])}) for row in rows]

    @override
    def clear(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(workers))

"""Idempotency keys: which request a repetition repeats."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from scriba.core.errors import IdempotencyConflictError
from scriba.core.job import NewJob
from scriba.core.submission import Idempotency
from scriba.store.schema import idempotency_keys


def earlier_job(connection: Connection, project_id: int, idempotency: Idempotency | None) -> str | None:
    """Id of the transcript that this key was first sent for; raises IdempotencyConflictError for another request."""
    if idempotency is None:
        return None
    here = (idempotency_keys.c.project_id == project_id) & (idempotency_keys.c.key == idempotency.key)
    query = select(idempotency_keys).where(here, idempotency_keys.c.created_at >= idempotency.since)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    if row["digest"] != idempotency.digest:
        raise IdempotencyConflictError
    return str(row["transcript_id"])


def remember(connection: Connection, job: NewJob) -> None:
    """Keep the key of a new transcript, in place of one that has expired. Its uniqueness is the database's."""
    if job.idempotency is None:
        return
    row = {"project_id": job.caller.project_id, "key": job.idempotency.key}
    here = [idempotency_keys.c[name] == value for name, value in row.items()]
    connection.execute(delete(idempotency_keys).where(*here))
    row |= {"digest": job.idempotency.digest, "transcript_id": job.id, "created_at": job.created_at}
    connection.execute(insert(idempotency_keys).values(row))

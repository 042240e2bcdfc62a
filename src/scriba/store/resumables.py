"""Resumable uploads in the database."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete, insert, select, update
from typing_extensions import override

from scriba.core.job import ResumableUpload, Upload
from scriba.core.resumables import ResumableStore
from scriba.store.database import Database
from scriba.store.schema import resumable_uploads, uploads


class SqlResumables(ResumableStore):
    """Resumable uploads by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def add(self, upload: ResumableUpload) -> None:
        with self._database.transaction() as connection:
            connection.execute(insert(resumable_uploads).values(asdict(upload)))

    @override
    def get(self, upload_id: str) -> ResumableUpload | None:
        query = select(resumable_uploads).where(resumable_uploads.c.id == upload_id)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else ResumableUpload(**row)

    @override
    def advance(self, upload: ResumableUpload, complete: Upload | None) -> None:
        change = update(resumable_uploads).where(resumable_uploads.c.id == upload.id)
        with self._database.transaction() as connection:
            connection.execute(change.values(offset=upload.offset, expires_at=upload.expires_at))
            if complete is not None:
                connection.execute(insert(uploads).values(asdict(complete)))

    @override
    def delete(self, upload_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(resumable_uploads).where(resumable_uploads.c.id == upload_id))

    @override
    def expired(self, now: int) -> list[ResumableUpload]:
        query = select(resumable_uploads).where(resumable_uploads.c.expires_at < now)
        with self._database.reading() as connection:
            return [ResumableUpload(**row) for row in connection.execute(query).mappings()]

    @override
    def ids(self) -> set[str]:
        with self._database.reading() as connection:
            return set(connection.execute(select(resumable_uploads.c.id)).scalars())

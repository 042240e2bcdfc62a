"""Uploads in the database."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete, insert, select
from typing_extensions import override

from scriba.core.job import Upload
from scriba.core.storage import UploadStore
from scriba.store.database import Database
from scriba.store.schema import uploads


class SqlUploads(UploadStore):
    """Uploads by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def add(self, upload: Upload) -> None:
        with self._database.transaction() as connection:
            connection.execute(insert(uploads).values(asdict(upload)))

    @override
    def get(self, upload_id: str) -> Upload | None:
        with self._database.reading() as connection:
            row = connection.execute(select(uploads).where(uploads.c.id == upload_id)).mappings().one_or_none()
        return None if row is None else Upload(**row)

    @override
    def delete(self, upload_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(delete(uploads).where(uploads.c.id == upload_id))

    @override
    def ids(self) -> set[str]:
        with self._database.reading() as connection:
            return set(connection.execute(select(uploads.c.id).where(uploads.c.expired_at.is_(None))).scalars())

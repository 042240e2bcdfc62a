"""API keys and projects in the database."""

from __future__ import annotations

from sqlalchemy import Connection, Row, insert, select, update
from typing_extensions import override

from scriba.core.job import ApiKey, Caller
from scriba.core.keys import KeyStore
from scriba.store.database import Database
from scriba.store.schema import api_keys, projects

_KEYS = select(api_keys, projects.c.name.label("project")).join(projects)


class SqlKeys(KeyStore):
    """Keys by the hash of their secret."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def add(self, project: str, name: str, prefix: str, digest: str, now: int) -> ApiKey:
        with self._database.transaction() as connection:
            key = {
                "project_id": _project_id(connection, project),
                "name": name,
                "prefix": prefix,
                "digest": digest,
                "created_at": now,
            }
            key_id = connection.execute(insert(api_keys).values(key).returning(api_keys.c.id)).scalar_one()
            return _key(connection.execute(_KEYS.where(api_keys.c.id == key_id)).one())

    @override
    def find(self, digest: str) -> Caller | None:
        query = select(api_keys).where(api_keys.c.digest == digest, api_keys.c.revoked_at.is_(None))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Caller(project_id=row.project_id, key_id=row.id, key_name=row.name)

    @override
    def all(self) -> list[ApiKey]:
        with self._database.reading() as connection:
            return [_key(row) for row in connection.execute(_KEYS.order_by(api_keys.c.id))]

    @override
    def revoke(self, key: str, now: int) -> ApiKey | None:
        with self._database.transaction() as connection:
            rows = connection.execute(_KEYS.where(api_keys.c.revoked_at.is_(None))).all()
            matching = [row for row in rows if key in {str(row.id), row.name, row.prefix}]
            if len(matching) != 1:
                return None
            change = update(api_keys).where(api_keys.c.id == matching[0].id).values(revoked_at=now)
            connection.execute(change)
            return _key(connection.execute(_KEYS.where(api_keys.c.id == matching[0].id)).one())


def _project_id(connection: Connection, name: str) -> int:
    found = connection.execute(select(projects.c.id).where(projects.c.name == name)).scalar_one_or_none()
    if found is not None:
        return int(found)
    return int(connection.execute(insert(projects).values(name=name).returning(projects.c.id)).scalar_one())


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(
        id=row.id,
        project=row.project,
        name=row.name,
        prefix=row.prefix,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )

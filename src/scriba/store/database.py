"""The database: connections, transactions, migrations."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, PoolProxiedConnection, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 30_000
"""How long a transaction waits for another process's; ours take milliseconds."""

_FOREIGN_VERSION_NS: Final = 100_000_000

_READS_ONLY: Final = {"reads_only": True}


class Database:
    """A SQLite file, or any address that SQLAlchemy knows. Safe to share between threads."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.engine: Engine = create_engine(address, json_serializer=_dump)
        self._watch: PoolProxiedConnection | None = None
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _configure_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @classmethod
    def sqlite(cls, path: Path) -> Database:
        """The embedded server's database."""
        return cls(f"sqlite+pysqlite:///{path}")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by an exception."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads: it waits for no writer, and none waits for it."""
        with self.engine.connect().execution_options(**_READS_ONLY) as connection, connection.begin():
            yield connection

    def version(self) -> int:
        """Another number whenever another connection has committed; asked by one thread, and cheap: no lock, no read.

        Elsewhere than on SQLite it changes ten times a second, so that those who wait for a change look that often.
        """
        if self.engine.dialect.name != "sqlite":
            return time.monotonic_ns() // _FOREIGN_VERSION_NS
        if self._watch is None:
            self._watch = self.engine.raw_connection()
            self._watch.detach()
        return int(self._watch.cursor().execute("PRAGMA data_version").fetchone()[0])

    def is_writable(self) -> bool:
        """Whether a write transaction can be opened now."""
        try:
            with self.transaction() as connection:
                connection.execute(text("SELECT 1 FROM projects LIMIT 1"))
        except OperationalError:
            return False
        return True

    def forget(self) -> None:
        """Empty the write-ahead log, in which what was deleted or overwritten stands until then; waits for readers."""
        if self.engine.dialect.name != "sqlite":
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()

    def close(self) -> None:
        """Close the pool."""
        if self._watch is not None:
            self._watch.close()
        self.engine.dispose()


def pack(document: Mapping[str, Any]) -> bytes:
    """A document as the store keeps it. Level 1: a tenth of the time of the default for a few per cent of size."""
    return zlib.compress(_dump(document).encode(), level=1)


def unpack(packed: bytes) -> dict[str, Any]:
    """The inverse of `pack`."""
    document: dict[str, Any] = json.loads(zlib.decompress(packed))
    return document


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _configure_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # Transactions are opened by _begin_sqlite, not by the driver: a read that turns into a write would otherwise
    # fail with "database is locked" at once, whatever the busy timeout.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # A deleted transcript's text must not linger in free pages of the file.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

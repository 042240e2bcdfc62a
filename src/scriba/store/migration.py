"""Brings a database to this version's tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError

from scriba.core.operator_errors import DataDirectoryError
from scriba.store.database import Database


def migrate(database: Database) -> None:
    """Apply the revisions that the database lacks; safe to call at every start. Raises DataDirectoryError."""
    config = _config()
    with _translated(database), database.transaction() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Whether the database has this version's tables; raises DataDirectoryError when it cannot be read."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with _translated(database), database.transaction() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


@contextmanager
def _translated(database: Database) -> Iterator[None]:
    """Say what an operator can do about a database that cannot be used."""
    place = database.engine.url.database or database.engine.url.host
    try:
        yield
    except DatabaseError as error:
        raise DataDirectoryError(
            f"The database {place} cannot be used: {error.orig}. If it is damaged, restore it from a backup."
        ) from error
    except CommandError as error:
        raise DataDirectoryError(
            f"The database {place} was written by another version of Scriba: {error}. Run the newer version."
        ) from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config

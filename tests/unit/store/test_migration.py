from pathlib import Path

import pytest
from sqlalchemy import text

from scriba.core.operator_errors import DataDirectoryError
from scriba.store.database import Database
from scriba.store.migration import is_current, migrate


@pytest.fixture
def fresh(tmp_path: Path):
    database = Database.sqlite(tmp_path / "scriba.db")
    yield database
    database.close()


def test_a_database_is_current_when_it_was_migrated(fresh):
    assert not is_current(fresh)
    migrate(fresh)
    assert is_current(fresh)
    migrate(fresh)
    assert is_current(fresh)


def test_the_operator_is_told_when_the_file_is_no_database(tmp_path, fresh):
    (tmp_path / "scriba.db").write_bytes(b"no database " * 100)
    for ask in (migrate, is_current):
        with pytest.raises(DataDirectoryError, match="restore it from a backup"):
            ask(fresh)


def test_the_operator_is_told_when_a_newer_version_wrote_the_database(fresh):
    migrate(fresh)
    with fresh.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-tomorrow'"))
    assert not is_current(fresh)
    with pytest.raises(DataDirectoryError, match="another version of Scriba"):
        migrate(fresh)

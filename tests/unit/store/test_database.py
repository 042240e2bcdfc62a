"""The database's settings and its migrations."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from scriba.store.database import Database, pack, unpack
from scriba.store.migration import is_current, migrate
from scriba.store.schema import metadata


def test_migrated_database_equals_the_schema(database):
    with database.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert is_current(database)


def test_migration_changes_nothing_the_second_time(database):
    migrate(database)
    assert is_current(database)


def test_database_is_not_current_when_it_is_new(tmp_path):
    database = Database.sqlite(tmp_path / "new.db")
    assert not is_current(database)
    database.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]
)
def test_commits_survive_power_loss_and_deletions_leave_no_trace(database, pragma, value):
    with database.transaction() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_transaction_leaves_nothing_when_it_fails(database):
    def insert_and_fail():
        with database.transaction() as connection:
            connection.execute(text("INSERT INTO projects (name) VALUES ('lost')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        insert_and_fail()
    with database.transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM projects")).scalar() == 0


def test_document_survives_packing():
    document = {"words": [["Grüße", 0, 1, 0.5, None, None]], "language": "de"}
    assert unpack(pack(document)) == document


def test_version_changes_when_somebody_commits_and_only_then(database):
    before = database.version()
    assert database.version() == before
    with database.transaction() as connection:
        connection.execute(text("INSERT INTO projects (name) VALUES ('new')"))
    after = database.version()
    assert after != before
    with database.reading() as connection:
        connection.execute(text("SELECT * FROM projects")).all()
    assert database.version() == after

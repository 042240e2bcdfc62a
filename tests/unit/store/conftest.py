"""A database of this version's tables in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scriba.core.job import Caller, ItemKind, Job, NewItem, NewJob
from scriba.core.submission import Idempotency, Priority
from scriba.store.database import Database
from scriba.store.items import SqlItems
from scriba.store.jobs import SqlJobs
from scriba.store.keys import SqlKeys
from scriba.store.migration import migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.sqlite(tmp_path / "scriba.db")
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def items(database: Database) -> SqlItems:
    return SqlItems(database)


@pytest.fixture
def jobs(database: Database) -> SqlJobs:
    return SqlJobs(database)


class Project:
    """Adds jobs for one project, with a key of its own."""

    def __init__(self, database: Database, name: str, running_per_key: int = 0) -> None:
        self._jobs = SqlJobs(database, running_per_key)
        keys = SqlKeys(database)
        digest = f"digest of a key of {name}, number {len(keys.all())}"
        keys.add(name, "key", name, digest, 0)
        caller = keys.find(digest)
        assert caller is not None
        self.caller: Caller = caller

    def submit(
        self,
        job_id: str,
        *,
        created_at: int = 0,
        upload_id: str | None = None,
        priority: Priority = Priority.NORMAL,
        idempotency: Idempotency | None = None,
    ) -> Job:
        job = NewJob(
            id=job_id,
            caller=self.caller,
            audio_url="https://example.org/a.mp3",
            options={"speech_models": ["universal-2"], "prompt": "Mrs Dalloway", "webhook_auth_header_value": "secret"},
            warnings=("careful",),
            upload_id=upload_id,
            region="local",
            created_at=created_at,
            priority=priority,
            idempotency=idempotency,
        )
        return self._jobs.add(job, NewItem(kind=ItemKind.PREPARE))


@pytest.fixture
def project(database: Database) -> Project:
    return Project(database, "first")


@pytest.fixture
def other(database: Database) -> Project:
    return Project(database, "second")

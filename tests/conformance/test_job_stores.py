"""What the services ask of a store of jobs: the one on SQLite and the fake of the tests keep the same promises."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scriba.core.errors import IdempotencyConflictError, TranscriptNotFoundError
from scriba.core.job import Caller, ItemKind, Job, JobQuery, NewItem, NewJob, Status
from scriba.core.storage import JobStore
from scriba.core.submission import Idempotency, Priority
from scriba.store.database import Database
from scriba.store.jobs import SqlJobs
from scriba.store.keys import SqlKeys
from scriba.store.migration import migrate
from tests.fakes.stores import FakeJobs


@pytest.fixture(params=["sqlite", "fake"])
def jobs(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "fake":
        yield FakeJobs()
        return
    database = Database.sqlite(tmp_path / "scriba.db")
    migrate(database)
    keys = SqlKeys(database)
    for name in ("first", "second"):
        keys.add(name, "key", name, name, 0)
    yield SqlJobs(database)
    database.close()


@pytest.fixture
def submit(jobs: JobStore) -> Callable[..., Job]:
    def one(job_id: str, project_id: int = 1, created_at: int = 0, **changes: Any) -> Job:
        job = NewJob(
            id=job_id,
            caller=Caller(project_id=project_id, key_id=project_id, key_name="key"),
            audio_url="https://example.org/a.mp3",
            options={"prompt": "Manette", "speech_models": ["universal-2"]},
            warnings=("careful",),
            upload_id="local_1",
            region="local",
            created_at=created_at,
            **changes,
        )
        return jobs.add(job, NewItem(kind=ItemKind.PREPARE))

    return one


def ids(jobs: JobStore, **query: Any) -> list[str]:
    return [job.id for job in jobs.page(1, JobQuery(**{"limit": 9, **query})).jobs]


def test_job_is_queued_and_its_priority_kept(jobs, submit):
    job = submit("a", created_at=7, priority=Priority.HIGH)
    assert (job.status, job.created_at, job.priority, job.throttled) == (Status.QUEUED, 7, Priority.HIGH, False)
    assert jobs.get("a", 1) == job


def test_job_of_another_project_is_not_found(jobs, submit):
    submit("a")
    for call in (jobs.get, lambda *where: jobs.delete(*where, 5), lambda *where: jobs.cancel(*where, 5)):
        with pytest.raises(TranscriptNotFoundError):
            call("a", 2)


def test_repetition_brings_the_first_job(jobs, submit):
    key = Idempotency(key="k", digest="d", since=0)
    assert jobs.earlier(1, key) is None
    first = submit("a", idempotency=key)
    assert jobs.earlier(1, key) == first
    assert jobs.earlier(2, key) is None
    assert jobs.earlier(1, Idempotency(key="k", digest="d", since=1)) is None
    with pytest.raises(IdempotencyConflictError):
        jobs.earlier(1, Idempotency(key="k", digest="another", since=0))


def test_cancelled_job_ends_once(jobs, submit):
    submit("a")
    job = jobs.cancel("a", 1, 5)
    assert (job.status, job.error, job.completed_at) == (Status.ERROR, "Cancelled by user.", 5)
    assert job.options["prompt"] == "Manette"
    assert jobs.cancel("a", 1, 9) == job


def test_deleted_job_is_a_tombstone(jobs, submit):
    submit("a")
    job = jobs.delete("a", 1, 5)
    assert (job.status, job.error, job.is_deleted, job.completed_at) == (Status.ERROR, "Deleted by user.", True, 5)
    assert (job.options, job.warnings) == ({"speech_models": ["universal-2"]}, ())


def test_upload_is_wanted_until_its_job_is_final(jobs, submit):
    submit("a")
    assert jobs.upload_is_wanted("local_1")
    jobs.cancel("a", 1, 5)
    assert not jobs.upload_is_wanted("local_1")


def test_pages_are_newest_first_and_can_be_narrowed(jobs, submit):
    for number in range(4):
        submit(f"job-{number}", created_at=number * 10)
    submit("theirs", project_id=2)
    jobs.cancel("job-1", 1, 99)
    assert ids(jobs) == ["job-3", "job-2", "job-1", "job-0"]
    assert ids(jobs, status=Status.ERROR) == ["job-1"]
    assert ids(jobs, throttled_only=True, status=Status.ERROR) == []
    assert ids(jobs, limit=2, before_id="job-3") == ["job-2", "job-1"]
    assert ids(jobs, limit=2, after_id="job-0") == ["job-2", "job-1"]
    assert ids(jobs, created_from=10, created_until=30) == ["job-2", "job-1"]

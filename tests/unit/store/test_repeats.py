"""Idempotency keys: one transcript for any number of repetitions."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from scriba.core.errors import IdempotencyConflictError
from scriba.core.job import JobQuery
from scriba.core.submission import Idempotency


def repeat(key="k", digest="d", since=0):
    return Idempotency(key=key, digest=digest, since=since)


def test_parallel_repetitions_make_one_transcript(jobs, project):
    with ThreadPoolExecutor(16) as pool:
        futures = [pool.submit(project.submit, f"job-{number}", idempotency=repeat()) for number in range(32)]
    assert len({future.result().id for future in futures}) == 1
    assert len(jobs.page(project.caller.project_id, JobQuery(limit=99)).jobs) == 1


def test_repetition_is_found_before_anything_is_written(jobs, project):
    assert jobs.earlier(project.caller.project_id, repeat()) is None
    job = project.submit("a", idempotency=repeat())
    assert jobs.earlier(project.caller.project_id, repeat()) == job


def test_same_key_with_another_request_is_a_conflict(jobs, project):
    project.submit("a", idempotency=repeat())
    with pytest.raises(IdempotencyConflictError):
        project.submit("b", idempotency=repeat(digest="other"))
    with pytest.raises(IdempotencyConflictError):
        jobs.earlier(project.caller.project_id, repeat(digest="other"))
    assert len(jobs.page(project.caller.project_id, JobQuery(limit=99)).jobs) == 1


def test_keys_of_another_project_are_its_own(project, other):
    assert project.submit("a", idempotency=repeat()).id == "a"
    assert other.submit("b", idempotency=repeat(digest="other")).id == "b"


def test_old_key_stands_for_a_new_request(project):
    project.submit("a", created_at=10, idempotency=repeat())
    assert project.submit("b", created_at=20, idempotency=repeat(digest="other", since=11)).id == "b"
    assert project.submit("c", created_at=20, idempotency=repeat(digest="other", since=11)).id == "b"

"""The order of claims: priorities within a project, and how many transcripts of a key are worked on."""

import pytest

from scriba.core.job import ItemKind, JobQuery, Lane, NewItem, Status
from scriba.core.submission import Priority
from scriba.store.items import SqlItems
from scriba.store.jobs import SqlJobs
from tests.unit.store.conftest import Project


def claims(items, lane=Lane.MEDIA):
    found = []
    while (item := items.claim(lane, "w", 0, 1000)) is not None:
        found.append(item.transcript_id)
    return found


def test_urgent_transcripts_go_first_within_their_project(items, project):
    for name, priority in (("c", Priority.LOW), ("b", Priority.NORMAL), ("a", Priority.HIGH), ("a2", Priority.HIGH)):
        project.submit(name, priority=priority)
    assert claims(items) == ["a", "a2", "b", "c"]


def test_urgency_takes_nothing_from_other_projects(items, project, other):
    for number in range(3):
        project.submit(f"urgent-{number}", priority=Priority.HIGH)
    other.submit("humble", priority=Priority.LOW)
    assert "humble" in claims(items)[:2]


def test_items_of_urgent_transcripts_go_first_too(items, project):
    for name, priority in (("slow", Priority.LOW), ("fast", Priority.HIGH)):
        project.submit(name, priority=priority)
    for _ in range(2):
        item = items.claim(Lane.MEDIA, "w", 0, 1000)
        stretches = [NewItem(kind=ItemKind.RECOGNIZE, index=index) for index in range(2)]
        items.complete(item, {}, findings={}, then=stretches, join=None, now=1)
    assert claims(items, Lane.SPEECH) == ["fast", "fast", "slow", "slow"]


@pytest.fixture
def limited(database):
    """Items, and a project with two keys, when two transcripts of a key may run."""
    first, second = Project(database, "first", running_per_key=2), Project(database, "first", running_per_key=2)
    return SqlItems(database, 2), first, second


def test_excess_waits_in_order_of_arrival(limited, jobs):
    items, key, _ = limited
    submitted = [key.submit(f"job-{number}") for number in range(4)]
    assert [job.throttled for job in submitted] == [False, False, True, True]
    first, second = (items.claim(Lane.MEDIA, "w", 0, 1000) for _ in range(2))
    assert items.claim(Lane.MEDIA, "w", 0, 1000) is None
    assert jobs.get("job-2").status == Status.QUEUED
    items.fail(second, "no audio", 1)
    assert claims(items) == ["job-2"]
    assert [jobs.get(f"job-{number}").throttled for number in (2, 3)] == [False, True]
    items.fail(first, "no audio", 1)
    assert claims(items) == ["job-3"]


def test_running_transcripts_go_on_when_their_key_has_no_room(limited):
    items, key, _ = limited
    for number in range(3):
        key.submit(f"job-{number}")
    item = items.claim(Lane.MEDIA, "w", 0, 1000)
    items.claim(Lane.MEDIA, "w", 0, 1000)
    items.complete(item, {}, findings={}, then=[NewItem(kind=ItemKind.FINISH)], join=None, now=1)
    assert claims(items) == ["job-0"]


def test_other_keys_have_room_of_their_own(limited):
    items, key, another = limited
    for number in range(3):
        key.submit(f"job-{number}")
    another.submit("other")
    assert claims(items) == ["job-0", "job-1", "other"]


def test_throttled_transcripts_can_be_listed(limited, database):
    _, key, _ = limited
    jobs = SqlJobs(database, 2)
    for number in range(4):
        key.submit(f"job-{number}")
    page = jobs.page(key.caller.project_id, JobQuery(limit=9, status=Status.COMPLETED, throttled_only=True))
    assert [job.id for job in page.jobs] == ["job-3", "job-2"]
    jobs.delete("job-2", key.caller.project_id, 5)
    page = jobs.page(key.caller.project_id, JobQuery(limit=9, throttled_only=True))
    assert [job.id for job in page.jobs] == ["job-3"]

"""The order of claims: priorities within a project, and how many transcripts of a key are worked on."""

import random

import pytest

from scriba.core.company import Company
from scriba.core.job import Interruption, ItemKind, JobQuery, Lane, NewItem, Status
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


def speech(items, project, name, count, seconds=10):
    """A transcript with so many items to recognize, of so many seconds each."""
    project.submit(name)
    item = items.claim(Lane.MEDIA, "w", 0, 1000)
    stretches = [
        NewItem(kind=ItemKind.RECOGNIZE, index=index, start=index * seconds * 1000, end=(index + 1) * seconds * 1000)
        for index in range(count)
    ]
    items.complete(item, {}, findings={}, then=stretches, join=None, now=1)


class Crew:
    """A worker with several places, held here."""

    def __init__(self, items, places):
        self.items = items
        self.places = places
        self.held = []

    def claim(self):
        company = Company(held=tuple(self.held), places=self.places)
        item = self.items.claim(Lane.SPEECH, "w", 0, 1000, company) if company.is_open else None
        if item is not None:
            self.held.append(item)
        return item

    def fill(self):
        while self.claim() is not None:
            pass
        return [item.transcript_id for item in self.held]

    def end(self, interruption):
        for item in self.held:
            self.items.interrupt(item, interruption, "ended", 1)
        self.held.clear()

    def finish(self, item):
        self.held.remove(item)
        self.items.complete(item, {}, findings={}, then=(), join=None, now=2)


def test_clip_finds_a_place_beside_a_long_recording(items, project):
    crew = Crew(items, places=20)
    speech(items, project, "long", 12, seconds=60)
    assert crew.fill() == ["long"] * 9
    for number in range(3):
        speech(items, project, f"clip-{number}", 1)
    assert crew.fill() == ["long"] * 9 + [f"clip-{number}" for number in range(2)]


def test_suspect_waits_until_it_is_alone_and_nobody_overtakes_it(items, project):
    crew, other = Crew(items, places=4), Crew(items, places=4)
    speech(items, project, "a", 1)
    crew.fill()
    crew.end(Interruption.CRASH)
    speech(items, project, "b", 2)
    (suspect,) = (item for item in [other.claim(), other.claim()] if item and item.transcript_id == "a")
    assert (suspect.strikes, other.held) == (1, [suspect])
    other.end(Interruption.STOPPED)
    first = crew.claim()
    assert first.transcript_id == "b"
    assert crew.claim() is None
    crew.finish(first)
    assert crew.fill() == ["a"]


@pytest.mark.parametrize("seed", range(4))
def test_culprits_convict_themselves_and_company_costs_one_strike_at_most(items, jobs, project, seed):
    dice = random.Random(seed)
    names = [f"{'bad' if dice.random() < 0.3 else 'good'}-{number}" for number in range(6)]
    for name in names:
        speech(items, project, name, dice.randint(1, 3))
    crew = Crew(items, places=4)
    strikes: dict[str, int] = {}
    for _ in range(90):
        crew.fill()
        for item in crew.held:
            strikes[item.transcript_id] = max(strikes.get(item.transcript_id, 0), item.strikes)
        if any(item.transcript_id.startswith("bad") for item in crew.held) and dice.random() < 0.7:
            crew.end(Interruption.CRASH)
        elif crew.held:
            done = dice.choice(crew.held)
            if done.transcript_id.startswith("good"):
                crew.finish(done)
    assert crew.fill() == []
    ended = {name: jobs.get(name).status for name in names}
    assert {name for name, status in ended.items() if status == Status.ERROR} == {n for n in names if n[0] == "b"}
    assert all(strikes[name] <= 1 for name in names if name.startswith("good"))

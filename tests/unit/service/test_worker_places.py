"""A worker that holds several items at once: each has its own lease, fate, progress and lines in the log."""

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import structlog

from scriba.core.errors import AudioError, StaleAttemptError
from scriba.core.job import Interruption, ItemKind, Lane, WorkItem
from scriba.pipeline.stages import stage
from scriba.service.attempts import Attempts
from scriba.service.stages import Outcome
from scriba.service.worker import Worker

FIRST = WorkItem(id=1, transcript_id="a", kind=ItemKind.RECOGNIZE, index=0, attempt=1, strikes=0)
SECOND = replace(FIRST, id=2, transcript_id="b")
THIRD = replace(FIRST, id=3, transcript_id="c")


@dataclass
class Store:
    """Items in order, workers' reports and files in one; writes down what becomes of the items."""

    waiting: list[WorkItem]
    ended: list[tuple[Any, ...]] = field(default_factory=list)
    renewed: list[dict[int, float]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def claim(self, lane, worker_id, now, lease_ms, company):
        with self._lock:
            return self.waiting.pop(0) if self.waiting and company.admits(self.waiting[0].strikes) else None

    def version(self):
        return len(self.ended)

    def complete(self, item, result, *, findings, then, join, now):
        if item.id in self.broken:
            raise OSError("the disk is full")
        self.ended.append(("complete", item.id))

    def fail(self, item, error, now):
        self.ended.append(("fail", item.id))

    def interrupt(self, item, interruption, cause, now):
        self.ended.append((interruption, item.id))
        return True

    def is_current(self, item):
        return item.id not in self.gone

    def renew(self, shares, now, lease_ms):
        self.renewed.append({item.id: share for item, share in shares})

    def unfinished_jobs(self):
        return set()

    def delete_workspace(self, job_id):
        pass

    def report(self, worker):
        pass


@dataclass
class Crew:
    """A worker in a thread of the test's; its items wait at `gates` until they are let through."""

    store: Any
    bodies: dict[int, Any] = field(default_factory=dict)
    places: int = 3
    now: int = 0
    started: list[int] = field(default_factory=list)
    gates: dict[int, threading.Event] = field(default_factory=dict)
    error: BaseException | None = None

    def __post_init__(self):
        self.gates = {item.id: threading.Event() for item in self.store.waiting}
        attempts = Attempts(
            items=self.store, files=self.store, speakers=self.store, run_item=self.run_item, clock=lambda: self.now
        )
        self.worker = Worker(
            id="speech-1",
            lane=Lane.SPEECH,
            items=self.store,
            workers=self.store,
            attempts=attempts,
            warm_up=lambda: None,
            clock=lambda: self.now,
            lease_ms=1000,
            item_timeout_ms=5000,
            places=self.places,
        )
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            self.worker.run()
        except BaseException as error:  # noqa: BLE001  # the test looks at it
            self.error = error

    def run_item(self, item):
        self.started.append(item.id)
        assert self.gates[item.id].wait(20)
        return self.bodies.get(item.id, lambda _item: Outcome())(item)

    def begin(self, count):
        self.thread.start()
        wait_until(lambda: len(self.started) == count)

    def let(self, *numbers):
        for number in numbers:
            self.gates[number].set()

    def end(self):
        self.worker.stop()
        self.let(*self.gates)
        self.thread.join(20)
        assert not self.thread.is_alive()


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.005)


@pytest.fixture
def crew():
    crews = []

    def build(*waiting, **changes):
        crews.append(Crew(Store(list(waiting)), **changes))
        return crews[-1]

    yield build
    for each in crews:
        each.end()


def raising(error):
    def body(_item):
        raise error

    return body


def test_items_run_together_as_far_as_there_are_places(crew):
    team = crew(FIRST, SECOND, THIRD, places=2)
    team.begin(2)
    assert team.store.waiting == [THIRD]
    team.let(2)
    wait_until(lambda: 3 in team.started)
    assert team.store.ended == [("complete", 2)]


def test_items_at_hand_are_finished_and_no_others_begun_when_the_worker_is_stopped(crew):
    team = crew(FIRST, SECOND, THIRD, places=2)
    team.begin(2)
    team.end()
    assert sorted(team.store.ended) == [("complete", 1), ("complete", 2)]
    assert team.store.waiting == [THIRD]


def test_each_item_meets_its_own_fate(crew):
    bodies = {
        1: raising(AudioError("not audio")),
        2: raising(RuntimeError("cut")),
        3: raising(StaleAttemptError("late")),
    }
    team = crew(FIRST, SECOND, THIRD, bodies=bodies)
    team.begin(3)
    team.end()
    assert sorted(team.store.ended) == sorted([("fail", 1), (Interruption.ERROR, 2)])


def test_only_the_item_that_was_taken_away_ends_early(crew):
    def body(_item):
        with stage("recognize"):
            return Outcome()

    team = crew(FIRST, SECOND, bodies={1: body, 2: body})
    team.begin(2)
    team.store.gone = {1}
    team.worker._hold()
    assert list(team.store.renewed[-1]) == [2]
    team.end()
    assert team.store.ended == [("complete", 2)]


def test_leases_are_renewed_with_each_item_s_own_progress(crew):
    reached = threading.Semaphore(0)
    finish = threading.Event()

    def until(share):
        def body(_item):
            with stage("recognize") as current:
                current.advance(share)
                reached.release()
                assert finish.wait(20)
            return Outcome()

        return body

    team = crew(FIRST, SECOND, bodies={1: until(0.25), 2: until(0.75)})
    team.begin(2)
    team.let(1, 2)
    for _ in range(2):
        assert reached.acquire(timeout=20)
    team.worker._hold()
    assert team.store.renewed[-1] == {1: 0.25, 2: 0.75}
    finish.set()


def test_only_the_item_past_its_time_limit_loses_its_lease(crew):
    team = crew(FIRST, SECOND, places=1)
    team.begin(1)
    team.places = team.worker.places = 2
    team.now = 4000
    team.worker._claim()
    team.now = 5500
    team.worker._hold()
    assert list(team.store.renewed[-1]) == [2]
    team.worker._held.pop()


def test_suspect_runs_alone(crew):
    team = crew(FIRST, replace(SECOND, strikes=1), THIRD)
    team.begin(1)
    team.let(1)
    wait_until(lambda: team.started == [1, 2])
    assert team.store.waiting == [THIRD]
    team.let(2)
    wait_until(lambda: team.started == [1, 2, 3])


def test_worker_ends_once_the_others_are_safe_when_a_result_cannot_be_brought_back(crew):
    team = crew(FIRST, SECOND, THIRD, places=2)
    team.store.broken = {1}
    team.begin(2)
    team.let(1)
    wait_until(lambda: team.worker._failure is not None)
    team.let(2)
    team.thread.join(20)
    assert isinstance(team.error, OSError)
    assert team.store.ended == [("complete", 2)]
    assert [held.item for held in team.worker._held] == [FIRST]
    assert team.store.waiting == [THIRD]


def test_lines_of_the_log_tell_their_own_transcript(crew):
    bound = {}

    def body(item):
        bound[item.transcript_id] = structlog.contextvars.get_contextvars()["transcript_id"]
        return Outcome()

    team = crew(FIRST, SECOND, bodies={1: body, 2: body})
    team.begin(2)
    team.end()
    assert bound == {"a": "a", "b": "b"}

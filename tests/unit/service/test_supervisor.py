"""The supervisor: blame, restarts, recovery; its children are small real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field, replace

import pytest

from scriba.core.job import Interruption, ItemKind, Lane, WorkItem
from scriba.service.supervisor import Role, Supervisor, oom_kills, verdict

ITEM = WorkItem(id=1, transcript_id="a", kind=ItemKind.RECOGNIZE, index=0, attempt=1, strikes=0)


@pytest.mark.parametrize(
    ("status", "is_oom", "interruption"),
    [
        (-signal.SIGKILL, False, Interruption.STOPPED),
        (-signal.SIGKILL, True, Interruption.CRASH),
        (-signal.SIGTERM, False, Interruption.STOPPED),
        (-signal.SIGSEGV, False, Interruption.CRASH),
        (-signal.SIGABRT, False, Interruption.CRASH),
        (0, False, Interruption.STOPPED),
        (1, False, Interruption.CRASH),
    ],
)
def test_blame_follows_from_how_a_worker_ended(status, is_oom, interruption):
    assert verdict(status, is_oom=is_oom) == interruption


def test_memory_kills_are_counted():
    assert oom_kills() >= 0


@dataclass
class Stores:
    """Items, workers and files in one: writes down what the supervisor does."""

    log: list[tuple[object, ...]] = field(default_factory=list)
    overdue: list[tuple[str, WorkItem]] = field(default_factory=list)
    held: list[WorkItem] = field(default_factory=lambda: [ITEM])
    waiting: set[Lane] = field(default_factory=set)

    def is_waiting(self, lane):
        return lane in self.waiting

    def clear(self):
        self.log.append(("clear",))

    def release_all(self, now):
        self.log.append(("release_all",))
        return 0

    def sweep(self):
        self.log.append(("sweep",))

    def held_by(self, worker_id):
        return self.held if worker_id.startswith("speech") else []

    def interrupt(self, item, interruption, cause, now):
        self.log.append(("interrupt", interruption) if item is ITEM else ("interrupt", interruption, item.id))
        return True

    def remove(self, worker_id):
        self.log.append(("remove", worker_id.partition("-")[0]))

    def expired(self, now):
        return self.overdue


def supervisor(stores, *roles):
    return Supervisor(
        roles=roles,
        environment=dict(os.environ),
        inherited=(),
        items=stores,
        workers=stores,
        sweep=stores.sweep,
        clock=lambda: 0,
        on_start=lambda: None,
    )


def role(name, code, lane=None):
    return Role(name=name, command=[sys.executable, "-c", code, "{id}"], lane=lane)


SLEEP = "import time; time.sleep(60)"


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def stores():
    return Stores()


@pytest.fixture
def running(stores):
    """Run a supervisor's rounds in this thread; its children end with the test."""
    started = []

    def start(*roles):
        boss = supervisor(stores, *roles)
        boss._recover()
        for each in roles:
            boss._start(each, failures=0)
        started.append(boss)
        return boss

    yield start
    for boss in started:
        boss._stop()


def test_leftovers_are_recovered_before_anything_starts(stores, running):
    running()
    assert stores.log == [("clear",), ("release_all",), ("sweep",)]


def test_work_is_given_back_and_the_worker_replaced_when_it_is_killed(stores, running):
    boss = running(role("speech", SLEEP, Lane.SPEECH))
    first = boss._children[0]
    first.process.kill()
    wait_until(lambda: (boss._watch(), boss._children and boss._children[0] is not first)[1])
    assert ("interrupt", Interruption.STOPPED) in stores.log
    assert ("remove", "speech") in stores.log
    assert boss._children[0].id != first.id


def test_item_is_blamed_when_the_worker_crashes(stores, running):
    boss = running(role("speech", "import os; os.abort()", Lane.SPEECH))
    wait_until(lambda: (boss._watch(), ("interrupt", Interruption.CRASH) in stores.log)[1])


def test_all_items_are_blamed_when_their_worker_crashes(stores, running):
    stores.held = [ITEM, replace(ITEM, id=2)]
    boss = running(role("speech", "import os; os.abort()", Lane.SPEECH))
    wait_until(lambda: (boss._watch(), ("interrupt", Interruption.CRASH, 2) in stores.log)[1])
    assert ("interrupt", Interruption.CRASH) in stores.log


def test_restarts_slow_down_when_a_worker_cannot_live(running):
    boss = running(role("speech", "raise SystemExit(1)", Lane.SPEECH))
    wait_until(lambda: (boss._watch(), any(restart.failures >= 2 for restart in boss._restarts))[1])
    waiting = [restart for restart in boss._restarts if restart.failures >= 2]
    assert waiting[0].at > time.monotonic()


def test_broken_uploads_are_swept_when_the_api_dies(stores, running):
    boss = running(role("api", SLEEP))
    stores.log.clear()
    boss._children[0].process.kill()
    wait_until(lambda: (boss._watch(), ("sweep",) in stores.log)[1])
    assert not any(entry[0] == "interrupt" for entry in stores.log)


def test_worker_is_ended_and_its_item_blamed_when_it_hangs(stores, running):
    boss = running(role("speech", SLEEP, Lane.SPEECH))
    stores.overdue = [(boss._children[0].id, ITEM)]
    boss._end_hung_workers()
    stores.overdue = []
    wait_until(lambda: (boss._watch(), ("interrupt", Interruption.HANG) in stores.log)[1])


def test_only_the_item_that_hangs_is_blamed_when_its_worker_is_ended(stores, running):
    stores.held = [ITEM, replace(ITEM, id=2)]
    boss = running(role("speech", SLEEP, Lane.SPEECH))
    stores.overdue = [(boss._children[0].id, ITEM)]
    boss._end_hung_workers()
    stores.overdue = []
    wait_until(lambda: (boss._watch(), ("interrupt", Interruption.HANG) in stores.log)[1])
    assert ("interrupt", Interruption.STOPPED, 2) in stores.log


def test_item_is_given_back_when_its_worker_is_unknown(stores, running):
    boss = running()
    stores.overdue = [("speech-gone", ITEM)]
    boss._end_hung_workers()
    assert ("interrupt", Interruption.STOPPED) in stores.log


def test_child_ends_when_its_parent_dies():
    orphan = "from scriba.service.supervisor import exit_with_parent; import time; exit_with_parent(); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", orphan], stdin=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(timeout=1.5)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=20) == 1


def test_all_children_end_when_the_supervisor_is_told_to(stores):
    boss = supervisor(stores, role("api", SLEEP), role("speech", SLEEP, Lane.SPEECH))
    boss.on_start = lambda: threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    boss.run()
    for number, handler in kept.items():
        signal.signal(number, handler)
    assert all(child.process.returncode == -signal.SIGTERM for child in boss._children)
    assert ("interrupt", Interruption.STOPPED) in stores.log


def test_process_on_demand_runs_only_while_there_is_work(stores):
    text = role("text", "pass", Lane.TEXT)
    boss = supervisor(stores, text)
    boss._start_on_demand()
    assert boss._children == []
    stores.waiting.add(Lane.TEXT)
    boss._start_on_demand()
    boss._start_on_demand()
    (child,) = boss._children
    stores.waiting.clear()
    wait_until(lambda: (boss._watch(), not boss._children)[1])
    assert child.process.returncode == 0
    assert boss._restarts == []


def test_process_on_demand_starts_again_when_it_crashed(stores):
    boss = supervisor(stores, role("text", "raise SystemExit(1)", Lane.TEXT))
    stores.waiting.add(Lane.TEXT)
    boss._start_on_demand()
    wait_until(lambda: (boss._watch(), boss._restarts or len(boss._children) > 1)[1])
    boss._stop()

"""Keeps the server's processes alive and gives back the work of those that died."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from scriba.core.company import blame
from scriba.core.job import ON_DEMAND, Interruption, Lane
from scriba.core.storage import Clock, ItemStore, WorkerStore

log = structlog.get_logger()

_ROUND_SECONDS = 0.1
_SWEEP_ROUNDS = 10
_DEMAND_ROUNDS = 2
_STOP_SECONDS = 30.0
"""How long children may take to end by themselves: longer than the items of a worker usually take."""

_MAX_BACKOFF_SECONDS = 5.0
_STABLE_SECONDS = 30.0
"""A child that lived this long starts again without delay."""

_WORKER_NICENESS = 5
"""Workers use all that is left of the processor; the API answers first, also while both start."""

_POLITE_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What to run: a command, `{id}` standing for the worker's id. No lane: the API."""

    name: str
    command: Sequence[str]
    lane: Lane | None = None

    @property
    def is_on_demand(self) -> bool:
        """Whether the process runs only while there is work for it."""
        return self.lane in ON_DEMAND


@dataclass(kw_only=True)
class Child:
    """A role's process and how often it had to be started again in a row."""

    role: Role
    id: str
    process: subprocess.Popen[bytes]
    started: float
    failures: int
    oom_kills: int
    hung: set[int] = field(default_factory=set)
    """Items that it has held for too long, by id: it is ended for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """A role that waits for its next start."""

    role: Role
    at: float
    failures: int


@dataclass(kw_only=True)
class Supervisor:
    """Starts a process per role; `run` blocks until SIGTERM or SIGINT."""

    roles: Sequence[Role]
    environment: Mapping[str, str]
    inherited: Sequence[int]
    """File descriptors that the children keep: the listening socket and the data directory's lock."""
    items: ItemStore
    workers: WorkerStore
    sweep: Callable[[], None]
    """Deletes the files that no row wants; called only while no API process runs."""
    clock: Clock
    on_start: Callable[[], None]
    _children: list[Child] = field(default_factory=list)
    _restarts: list[Restart] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Recover what an earlier run left, start everything, and watch over it."""
        self._recover()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: self._stopping.set())
        for role in self.roles:
            if not role.is_on_demand:
                self._start(role, failures=0)
        self.on_start()
        rounds = 0
        while not self._stopping.wait(_ROUND_SECONDS):
            self._watch()
            rounds += 1
            if rounds % _DEMAND_ROUNDS == 0:
                self._start_on_demand()
            if rounds % _SWEEP_ROUNDS == 0:
                self._end_hung_workers()
        self._stop()

    def _recover(self) -> None:
        self.workers.clear()
        released = self.items.release_all(self.clock())
        self.sweep()
        if released:
            log.info("work of an earlier run taken up", items=released)

    def _start(self, role: Role, failures: int) -> None:
        child_id = f"{role.name}-{uuid.uuid4().hex[:8]}"
        process = subprocess.Popen(
            [part.format(id=child_id) for part in role.command],
            env=dict(self.environment),
            pass_fds=tuple(self.inherited),
            # The child reads its standard input to its end, which comes when this process dies: see exit_with_parent.
            stdin=subprocess.PIPE,
            # Ctrl-C reaches this process alone, which then ends the children in order.
            start_new_session=True,
        )
        if role.lane is not None:
            os.setpriority(os.PRIO_PROCESS, process.pid, _WORKER_NICENESS)
        log.debug("process started", process=child_id, pid=process.pid)
        self._children.append(
            Child(
                role=role,
                id=child_id,
                process=process,
                started=time.monotonic(),
                failures=failures,
                oom_kills=oom_kills(),
            )
        )

    def _watch(self) -> None:
        for child in [child for child in self._children if child.process.poll() is not None]:
            self._children.remove(child)
            self._bury(child)
            if child.role.is_on_demand and child.process.returncode == 0:
                continue
            lived = time.monotonic() - child.started
            failures = 0 if lived > _STABLE_SECONDS else child.failures + 1
            delay = 0.0 if failures <= 1 else min(_MAX_BACKOFF_SECONDS, 0.25 * 2**failures)
            self._restarts.append(Restart(role=child.role, at=time.monotonic() + delay, failures=failures))
        due = [restart for restart in self._restarts if restart.at <= time.monotonic()]
        for restart in due:
            self._restarts.remove(restart)
            self._start(restart.role, restart.failures)

    def _start_on_demand(self) -> None:
        """Start the processes that have work and do not run."""
        present = [*(child.role for child in self._children), *(restart.role for restart in self._restarts)]
        for role in self.roles:
            if role.lane is not None and role.is_on_demand and role not in present and self.items.is_waiting(role.lane):
                self._start(role, failures=0)

    def _bury(self, child: Child) -> None:
        status = child.process.returncode
        if child.process.stdin is not None:
            child.process.stdin.close()
        report = log.debug if self._stopping.is_set() else log.warning
        report("process ended", process=child.id, pid=child.process.pid, status=status)
        if child.role.lane is None:
            # Uploads pass through the API alone: what is unfinished now stays so.
            self.sweep()
            return
        ending = verdict(status, is_oom=oom_kills() > child.oom_kills)
        for item, interruption in blame(self.items.held_by(child.id), frozenset(child.hung), ending):
            retried = self.items.interrupt(item, interruption, f"worker ended with status {status}", self.clock())
            log.warning("work item given back", transcript_id=item.transcript_id, stage=item.kind, retried=retried)
        self.workers.remove(child.id)

    def _end_hung_workers(self) -> None:
        by_id = {child.id: child for child in self._children}
        for worker_id, item in self.items.expired(self.clock()):
            child = by_id.get(worker_id)
            if child is None:
                self.items.interrupt(item, Interruption.STOPPED, "the worker is gone", self.clock())
            elif item.id not in child.hung:
                child.hung.add(item.id)
                log.error("worker hangs", worker=worker_id, transcript_id=item.transcript_id, stage=item.kind)
                child.process.kill()

    def _stop(self) -> None:
        log.info("stopping")
        for child in self._children:
            child.process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self._children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            self._bury(child)


def verdict(status: int, *, is_oom: bool) -> Interruption:
    """Who is to blame for the end of a worker that was not ended for its time (ADR 0006).

    SIGKILL without a sign of memory running out comes from outside, as do the polite signals; a fault, an abort or an
    exit of its own is the item's doing.
    """
    if status == -signal.SIGKILL and not is_oom:
        return Interruption.STOPPED
    if status == 0 or -status in _POLITE_SIGNALS:
        return Interruption.STOPPED
    return Interruption.CRASH


def oom_kills() -> int:
    """Processes that the kernel has ended for want of memory since it started; 0 where it does not tell."""
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)


def exit_with_parent() -> None:
    """End this process as soon as its supervisor has: an orphan must not serve on beside its successor.

    The supervisor holds the other end of standard input and never writes, so the end of the input is its own.
    """

    def watch() -> None:
        while os.read(0, 1):
            pass
        os._exit(1)

    threading.Thread(target=watch, name="orphan-watch", daemon=True).start()

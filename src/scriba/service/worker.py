"""A worker: claims work items of its lane, one or several at a time, and brings back their results."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import structlog

from scriba.core.company import Company
from scriba.core.job import Lane, WorkerReport
from scriba.core.storage import Clock, ItemStore, WorkerStore
from scriba.service.attempts import Attempts, Held

log = structlog.get_logger()

_GLANCE_SECONDS: Final = 0.02
"""Pause between two glances at the store's version: what most of a hand-over from worker to worker costs."""

_LOOK_SECONDS: Final = 1.0
"""Longest pause between two looks for work, whatever the version says."""

_LEAVE_SECONDS = 60.0
"""How long a worker that need not stay keeps its models loaded without work."""

_BEAT_SECONDS: Final = 1.0
"""How often a worker shows that it lives, and looks whether its items are still wanted."""


@dataclass(kw_only=True)
class Worker:
    """Runs until `stop` is called; items under way are finished first."""

    id: str
    lane: Lane
    items: ItemStore
    workers: WorkerStore
    attempts: Attempts
    warm_up: Callable[[], None]
    clock: Clock
    lease_ms: int
    item_timeout_ms: int
    places: int = 1
    """How many short items it holds at once, each in a thread of its own; long ones take several places."""
    stays: bool = True
    """Whether it waits for work for ever, or leaves when there has been none for a while."""
    _is_stopping: bool = False
    _ended: threading.Event = field(default_factory=threading.Event)
    _freed: threading.Event = field(default_factory=threading.Event)
    _ready_at: int | None = None
    _held: list[Held] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _failure: BaseException | None = None

    def run(self) -> None:
        """Load the models, then work; raises what kept it from bringing a result back."""
        self._report()
        self.warm_up()
        self._ready_at = self.clock()
        self._report()
        log.info("worker ready", worker=self.id, lane=self.lane)
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        try:
            with ThreadPoolExecutor(self.places, thread_name_prefix="item") as pool:
                self._work(pool)
        finally:
            self._ended.set()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Ask the worker to end after the items that it holds. A signal's handler may call it: it takes no lock."""
        self._is_stopping = True

    def work_once(self) -> bool:
        """Claim and run one item in this thread; False when none is waiting."""
        held = self._claim()
        if held is None:
            return False
        self._run(held)
        if self._failure is not None:
            raise self._failure
        return True

    def _work(self, pool: ThreadPoolExecutor) -> None:
        busy = time.monotonic()
        while not self._is_stopping and self._failure is None:
            version = self.items.version()  # taken before the look, so that no change is missed
            self._freed.clear()
            held = self._claim()
            if held is not None:
                pool.submit(self._run, held)
            if held is not None or self._held:
                busy = time.monotonic()
            elif not self.stays and time.monotonic() - busy > _LEAVE_SECONDS:
                break
            if held is None:
                self._rest(version)

    def _rest(self, version: int) -> None:
        """Until an item here is done, or a place is free and somebody has changed the store."""
        until = time.monotonic() + _LOOK_SECONDS
        while not (self._freed.wait(_GLANCE_SECONDS) or self._is_stopping or self._failure):
            is_over = time.monotonic() > until or self.items.version() != version
            if is_over and self._company().is_open:
                break

    def _claim(self) -> Held | None:
        company = self._company()
        if not company.is_open:
            return None
        now = self.clock()
        item = self.items.claim(self.lane, self.id, now, self.lease_ms, company)
        if item is None:
            return None
        held = Held(item=item, claimed_at=now)
        with self._lock:
            self._held.append(held)
        return held

    def _company(self) -> Company:
        return Company(held=tuple(held.item for held in self._holding()), places=self.places)

    def _holding(self) -> list[Held]:
        with self._lock:
            return list(self._held)

    def _run(self, held: Held) -> None:
        try:
            self.attempts.make(held.item, held.observe)
        except BaseException as error:  # noqa: BLE001  # `run` raises it, once the other items are safe
            # The item stays held, so that it is this one that the worker's end is blamed on.
            self._failure = error
        else:
            with self._lock:
                self._held.remove(held)
        self._freed.set()

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT_SECONDS):
            try:
                self._report()
                self._hold()
            except Exception:
                log.warning("heartbeat failed", exc_info=True)

    def _hold(self) -> None:
        now = self.clock()
        kept: list[Held] = []
        for held in self._holding():
            if not self.items.is_current(held.item):
                held.is_unwanted = True
            elif now - held.claimed_at < self.item_timeout_ms:
                # Past the time limit the lease is left to run out, and the supervisor ends this process.
                kept.append(held)
        if kept:
            self.items.renew([(held.item, held.share) for held in kept], now, self.lease_ms)

    def _report(self) -> None:
        self.workers.report(
            WorkerReport(id=self.id, pid=os.getpid(), lane=self.lane, ready_at=self._ready_at, seen_at=self.clock())
        )

"""A worker: claims work items of its lane, one at a time, and brings back their results."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import structlog

from scriba.core.enrolment import SpeakerStore
from scriba.core.errors import CancelledError, ScribaError, StaleAttemptError
from scriba.core.job import Interruption, Lane, WorkerReport, WorkItem
from scriba.core.storage import Clock, FileStore, ItemStore, WorkerStore
from scriba.pipeline.stages import StageEvent, observed
from scriba.service.stages import Outcome

log = structlog.get_logger()

_IDLE_SECONDS = 0.1
"""Pause between looks at an empty queue."""

_LEAVE_SECONDS = 60.0
"""How long a worker that need not stay keeps its models loaded without work."""

_BEAT_SECONDS = 1.0
"""How often a worker shows that it lives, and looks whether its item is still wanted."""

_SHARES: Final[Mapping[str, tuple[float, float]]] = {"fetch": (0.0, 0.4), "decode": (0.4, 0.7), "detect": (0.7, 1.0)}
"""Where stages that share one work item begin and end in it."""


@dataclass(kw_only=True)
class Worker:
    """Runs until `stop` is called; an item under way is finished first."""

    id: str
    lane: Lane
    items: ItemStore
    workers: WorkerStore
    files: FileStore
    speakers: SpeakerStore
    run_item: Callable[[WorkItem], Outcome]
    warm_up: Callable[[], None]
    clock: Clock
    lease_ms: int
    item_timeout_ms: int
    stays: bool = True
    """Whether it waits for work for ever, or leaves when there has been none for a while."""
    _stopping: threading.Event = field(default_factory=threading.Event)
    _ready_at: int | None = None
    _item: WorkItem | None = None
    _claimed_at: int = 0
    _unwanted: bool = False
    _share: float = 0.0

    def run(self) -> None:
        """Load the models, then work."""
        self._report()
        self.warm_up()
        self._ready_at = self.clock()
        self._report()
        log.info("worker ready", worker=self.id, lane=self.lane)
        beat = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        beat.start()
        busy = time.monotonic()
        while not self._stopping.is_set():
            if self.work_once():
                busy = time.monotonic()
            elif not self.stays and time.monotonic() - busy > _LEAVE_SECONDS:
                break
            else:
                self._stopping.wait(_IDLE_SECONDS)

    def stop(self) -> None:
        """Ask the worker to end after the item that it holds."""
        self._stopping.set()

    def work_once(self) -> bool:
        """Claim and run one item; False when none is waiting."""
        item = self.items.claim(self.lane, self.id, self.clock(), self.lease_ms)
        if item is None:
            return False
        self._item, self._claimed_at, self._unwanted, self._share = item, self.clock(), False, 0.0
        bound = {"transcript_id": item.transcript_id, "stage": item.kind, "item": item.index, "attempt": item.attempt}
        with structlog.contextvars.bound_contextvars(**bound):
            try:
                self._attempt(item)
            except (StaleAttemptError, CancelledError) as error:
                log.info("result dropped", reason=str(error))
                self._tidy(item)
            finally:
                self._item = None
        return True

    def _tidy(self, item: WorkItem) -> None:
        """Delete what this attempt has written since its transcript ended or was deleted."""
        if item.transcript_id not in self.items.unfinished_jobs():
            self.files.delete_workspace(item.transcript_id)

    def _attempt(self, item: WorkItem) -> None:
        started = time.monotonic()
        try:
            with observed(self._observe):
                outcome = self.run_item(item)
        except (StaleAttemptError, CancelledError):
            raise
        except ScribaError as error:
            self._give_up(item, error)
            return
        except Exception as error:
            log.exception("work item failed")
            self._interrupt(item, f"{type(error).__name__}: {error}")
            return
        self._bring_back(item, outcome)
        log.info("work item done", seconds=round(time.monotonic() - started, 3))

    def _bring_back(self, item: WorkItem, outcome: Outcome) -> None:
        now = self.clock()
        if outcome.voice is not None:
            self.speakers.enrol(item, outcome.voice, now)
            self.files.delete_workspace(item.transcript_id)
            return
        if outcome.transcript is None:
            self.items.complete(
                item, outcome.result, findings=outcome.findings, then=outcome.then, join=outcome.join, now=now
            )
            return
        try:
            self.items.finish(
                item,
                outcome.transcript,
                findings=outcome.findings,
                now=now,
                redacted_audio_url=outcome.redacted_audio_url,
            )
        except CancelledError:
            # Deleted while the copy was made. Of an attempt that came too late, the copy is the other one's as well.
            self.files.delete_redacted(item.transcript_id)
            raise
        self.files.delete_workspace(item.transcript_id)
        log.info("transcript completed", words=len(outcome.transcript.words))

    def _give_up(self, item: WorkItem, error: ScribaError) -> None:
        if error.retryable:
            self._interrupt(item, str(error))
            return
        self.items.fail(item, str(error), self.clock())
        self.files.delete_workspace(item.transcript_id)
        log.info("transcript failed", error=str(error), code=error.code)

    def _interrupt(self, item: WorkItem, cause: str) -> None:
        retried = self.items.interrupt(item, Interruption.ERROR, cause, self.clock())
        log.warning("work item interrupted", cause=cause, retried=retried)

    def _observe(self, event: StageEvent) -> None:
        if self._unwanted:
            raise CancelledError("the work item was taken away")
        begin, end = _SHARES.get(event.name, (0.0, 1.0))
        self._share = max(self._share, begin + (end - begin) * event.fraction)

    def _beat(self) -> None:
        while not self._stopping.wait(_BEAT_SECONDS):
            try:
                self._report()
                self._hold()
            except Exception:
                log.warning("heartbeat failed", exc_info=True)

    def _hold(self) -> None:
        item, now = self._item, self.clock()
        if item is None:
            return
        if not self.items.is_current(item):
            self._unwanted = True
        elif now - self._claimed_at < self.item_timeout_ms:
            # Past the time limit the lease is left to run out, and the supervisor ends this process.
            self.items.renew(self.id, now, self.lease_ms, self._share)

    def _report(self) -> None:
        self.workers.report(
            WorkerReport(id=self.id, pid=os.getpid(), lane=self.lane, ready_at=self._ready_at, seen_at=self.clock())
        )

"""One attempt of a work item: it is run, and what it brings, or how it ended, goes into the stores."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from scriba.core.enrolment import SpeakerStore
from scriba.core.errors import CancelledError, ScribaError, StaleAttemptError
from scriba.core.job import Interruption, WorkItem
from scriba.core.storage import Clock, FileStore, ItemStore
from scriba.pipeline.stages import Observer, StageEvent, observed
from scriba.service.stages import Outcome

log = structlog.get_logger()

_SHARES: Final[Mapping[str, tuple[float, float]]] = {"fetch": (0.0, 0.4), "decode": (0.4, 0.7), "detect": (0.7, 1.0)}
"""Where stages that share one work item begin and end in it."""


@dataclass(kw_only=True, eq=False)
class Held:
    """An item that a worker holds: how much of it is done, and whether it is still wanted."""

    item: WorkItem
    claimed_at: int
    share: float = 0.0
    is_unwanted: bool = False

    def observe(self, event: StageEvent) -> None:
        """Take down a step; raises CancelledError once the item was taken away."""
        if self.is_unwanted:
            raise CancelledError("the work item was taken away")
        begin, end = _SHARES.get(event.name, (0.0, 1.0))
        self.share = max(self.share, begin + (end - begin) * event.fraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Makes attempts, several at once if it is called by several threads."""

    items: ItemStore
    files: FileStore
    speakers: SpeakerStore
    run_item: Callable[[WorkItem], Outcome]
    clock: Clock

    def make(self, item: WorkItem, observer: Observer) -> None:
        """Run the item and bring its result back; what it raises is dealt with, what the stores raise is not."""
        bound = {"transcript_id": item.transcript_id, "stage": item.kind, "item": item.index, "attempt": item.attempt}
        with structlog.contextvars.bound_contextvars(**bound):
            try:
                self._attempt(item, observer)
            except (StaleAttemptError, CancelledError) as error:
                log.info("result dropped", reason=str(error))
                self._tidy(item)

    def _tidy(self, item: WorkItem) -> None:
        """Delete what this attempt has written since its transcript ended or was deleted."""
        if item.transcript_id not in self.items.unfinished_jobs():
            self.files.delete_workspace(item.transcript_id)

    def _attempt(self, item: WorkItem, observer: Observer) -> None:
        started = time.monotonic()
        try:
            with observed(observer):
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

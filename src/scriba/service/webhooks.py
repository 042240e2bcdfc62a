"""Delivering webhooks: from the outbox to receivers, many at once, none in the way of others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import structlog

from scriba.core.errors import InvalidRequestError
from scriba.core.storage import Clock
from scriba.core.webhooks import Answer, Delivery, Webhook, WebhookState, WebhookStore

log = structlog.get_logger()

PER_RECEIVER: Final = 4
"""Deliveries under way to one receiver: a slow one holds a fraction of the slots."""

_IDLE_SECONDS: Final = 0.25
"""Pause between looks at an outbox in which nothing is due."""

_LEASE_MARGIN_MS: Final = 60_000
"""How much longer than a call a lease is: looking up a name and writing the result take time too."""


@dataclass(kw_only=True)
class Courier:
    """Delivers until `stopping` tells it to end; calls under way are finished first, so that none is made twice."""

    outbox: WebhookStore
    post: Callable[[Delivery], Answer]
    clock: Clock
    stopping: Callable[[], bool]
    slots: int
    attempts: int
    interval_ms: int
    timeout_ms: int
    _under_way: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def run(self) -> None:
        """Work until told to stop."""
        with ThreadPoolExecutor(self.slots, thread_name_prefix="webhook") as pool:
            while not self.stopping():
                try:
                    found = self._dispatch(pool)
                except Exception:
                    # A locked database or a full disk passes; the outbox keeps what is owed.
                    log.exception("webhooks could not be looked up")
                    found = False
                with self._changed:
                    if not found or self._under_way >= self.slots:
                        self._changed.wait(_IDLE_SECONDS)

    def _dispatch(self, pool: ThreadPoolExecutor) -> bool:
        with self._changed:
            free = self.slots - self._under_way
        if free <= 0:
            return False
        lease = self.timeout_ms + _LEASE_MARGIN_MS
        deliveries = self.outbox.claim(self.clock(), limit=free, per_receiver=PER_RECEIVER, lease_ms=lease)
        for delivery in deliveries:
            with self._changed:
                self._under_way += 1
            pool.submit(self._run_one, delivery)
        return bool(deliveries)

    def _run_one(self, delivery: Delivery) -> None:
        try:
            self.deliver(delivery)
        except Exception:
            # What was not recorded is tried again once the lease has run out.
            log.exception("webhook attempt was not recorded", webhook=delivery.id)
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify()

    def deliver(self, delivery: Delivery) -> None:
        """Make one attempt and record what came of it."""
        try:
            answer = self.post(delivery)
        except Exception as error:
            log.exception("webhook attempt failed", webhook=delivery.id)
            answer = Answer(status_code=None, problem=f"{type(error).__name__}: {error}")
        now = self.clock()
        is_last = answer.is_final or delivery.attempt >= self.attempts
        self.outbox.record(delivery, answer, retry_at=None if is_last else now + self.interval_ms, now=now)
        told = {
            "webhook": delivery.id,
            "transcript_id": delivery.transcript_id,
            "attempt": delivery.attempt,
            "status": answer.status_code,
        }
        if answer.is_success:
            log.info("webhook delivered", **told)
        elif is_last:
            log.warning("webhook given up", problem=answer.problem, **told)
        else:
            log.info("webhook attempt failed", problem=answer.problem, **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """What an operator asks of the outbox."""

    outbox: WebhookStore
    clock: Clock

    def all(self, state: WebhookState | None, limit: int) -> list[Webhook]:
        """Webhooks, newest first."""
        return self.outbox.all(state=state, limit=limit)

    def retry(self, ids: Sequence[int]) -> int:
        """Deliver failed webhooks again; raises InvalidRequestError when none of them has failed."""
        count = self.outbox.retry(ids, self.clock())
        if not count:
            raise InvalidRequestError("None of these webhooks has failed. `scriba webhooks list` shows their states.")
        return count

    def retry_failed(self) -> int:
        """Deliver every failed webhook again. Returns how many."""
        return self.outbox.retry(None, self.clock())

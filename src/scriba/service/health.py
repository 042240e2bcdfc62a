"""Whether this server can take work, and whether its models are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scriba.core.job import ON_DEMAND, Lane
from scriba.core.storage import Clock, WorkerStore

STALE_MS = 15_000
"""A worker that has not reported for this long does not count; workers report every few seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What `/health` and `/ready` tell."""

    takes_work: bool
    models_loaded: bool
    region: str
    workers: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Looks at the store and at the workers' reports."""

    workers: WorkerStore
    writable: Callable[[], bool]
    region: str
    clock: Clock

    def condition(self) -> Condition:
        """A job can be accepted when the state is writable; it is worked on once workers of all lanes are ready."""
        horizon = self.clock() - STALE_MS
        ready = [worker for worker in self.workers.all() if worker.ready_at is not None and worker.seen_at >= horizon]
        counts = {str(lane): sum(worker.lane == lane for worker in ready) for lane in Lane}
        return Condition(
            takes_work=self.writable(),
            models_loaded=all(counts[str(lane)] for lane in set(Lane) - ON_DEMAND),
            region=self.region,
            workers=counts,
        )

"""The one seam of the pipeline: `with stage("recognize")` carries timing, progress and cancellation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEvent:
    """Where the work is: the stage, how much of it is done (0..1), and the seconds it has taken so far."""

    name: str
    fraction: float
    seconds: float


Observer = Callable[[StageEvent], None]
"""Told of every step. Raising from it, say `CancelledError`, ends the work at once."""


def ignore(_event: StageEvent) -> None:
    """The observer of those who do not care."""


_observer: ContextVar[Observer] = ContextVar("observer", default=ignore)


class Stage:
    """A stage under way; it reports to whoever observes this thread of work."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._started = time.monotonic()
        self._observer = _observer.get()
        self.advance(0.0)

    def advance(self, fraction: float) -> None:
        """Tell that this share of the stage is done; passes on what the observer raises."""
        seconds = time.monotonic() - self._started
        self._observer(StageEvent(name=self._name, fraction=min(1.0, fraction), seconds=seconds))


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    """All stages inside report to `observer`."""
    token = _observer.set(observer)
    try:
        yield
    finally:
        _observer.reset(token)


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Open a stage; a stage left by an exception reports no end."""
    current = Stage(name)
    yield current
    current.advance(1.0)

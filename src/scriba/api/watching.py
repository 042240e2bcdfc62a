"""Waiting for transcripts without holding threads: one look at the store a round, for all who wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeVar

import structlog
from anyio import CapacityLimiter, to_thread

from scriba.core.progress import Outline

log = structlog.get_logger()

ROUND_SECONDS: Final = 0.25
"""Between two looks. One costs about as much as one poll, whatever the number of listeners."""

KEEP_ALIVE_SECONDS: Final = 15.0
"""Longest silence of a stream: proxies cut idle connections after a minute or so."""

THREADS: Final = 4
"""Of their own: however many listen, requests find the thread pool free."""

Look = Callable[[Collection[str]], Mapping[str, Outline]]
T = TypeVar("T")


@dataclass(slots=True)
class _Watched:
    """A transcript that somebody waits for; `changed` is replaced whenever it is set."""

    outline: Outline | None
    listeners: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Watch:
    """Looks at transcripts as long as somebody waits for one. Lives in the event loop of the API."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._watched: dict[str, _Watched] = {}
        self._rounds: asyncio.Task[None] | None = None
        self._limiter: CapacityLimiter | None = None
        self.stopping: Callable[[], bool] = lambda: False
        """Whether the server is about to end: then nobody is kept waiting."""

    @property
    def listeners(self) -> int:
        """How many wait."""
        return sum(watched.listeners for watched in self._watched.values())

    async def call(self, work: Callable[[], T]) -> T:
        """Run blocking work for a listener in one of the few threads that listeners share."""
        self._limiter = self._limiter or CapacityLimiter(THREADS)
        return await to_thread.run_sync(work, limiter=self._limiter)

    async def outlines(self, job_id: str) -> AsyncIterator[Outline | None]:
        """The outline as it is, then every change of it; None when nothing has happened for a while.

        Ends when the transcript is gone and when the server stops.
        """
        first = (await self.call(lambda: self._look([job_id]))).get(job_id)
        watched = self._watched.setdefault(job_id, _Watched(first))
        watched.listeners += 1
        self._rounds = self._rounds or asyncio.create_task(self._look_round_after_round())
        seen = first
        try:
            while seen is not None:
                yield seen
                changed = watched.changed
                if watched.outline == seen and not await _happens(changed):
                    if self.stopping():
                        return
                    yield None
                    continue
                if self.stopping():
                    return
                seen = watched.outline
        finally:
            watched.listeners -= 1
            if watched.listeners == 0:
                self._watched.pop(job_id, None)

    async def _look_round_after_round(self) -> None:
        try:
            while self._watched:
                await asyncio.sleep(ROUND_SECONDS)
                await self._round()
        finally:
            self._rounds = None

    async def _round(self) -> None:
        ids = list(self._watched)
        try:
            found = await self.call(lambda: self._look(ids))
        except Exception:
            log.exception("transcripts could not be watched")
            return
        for job_id in ids:
            watched = self._watched.get(job_id)
            if watched is not None and (found.get(job_id) != watched.outline or self.stopping()):
                watched.outline = found.get(job_id)
                watched.changed.set()
                watched.changed = asyncio.Event()


async def _happens(event: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            return await event.wait()
    return False

"""Requests of all callers, run together: what reads a model's weights once serves as many as fit into a batch."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Request(Protocol):
    """Something to be done in one turn or several."""

    @property
    def key(self) -> Hashable:
        """Only requests with the same key share a batch; it may change from turn to turn."""
        ...

    @property
    def cost(self) -> int:
        """Its part of a batch's budget."""
        ...


_Request = TypeVar("_Request", bound=Request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is done at once: so many batches, each of so many requests and so much cost."""

    runners: int
    size: int
    budget: int


@dataclass(slots=True, eq=False)
class _Call:
    left: int
    error: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)


_Waiting = tuple[_Request, _Call]


class Batcher(Generic[_Request]):
    """Runs requests in batches, several batches at a time; callers may come from any thread.

    `run` gives a batch its turn and returns those that need another one. Which batch a request falls into depends on
    who else is there, so its outcome must not depend on its company.

    By turns a batch begins with the oldest request, so that nobody is left behind, and with one of the call that has the
    fewest left: a short call need not wait for the long ones before it, and those under way come to their ends instead of
    all waiting for a last request that needed another turn (ADR 0045).
    """

    def __init__(self, run: Callable[[Sequence[_Request]], Sequence[_Request]], limits: Limits) -> None:
        self._run = run
        self._limits = limits
        self._budget = limits.budget
        self._batches = 0
        self._lock = threading.Lock()
        self._waiting: list[_Waiting[_Request]] = []
        self._pool = ThreadPoolExecutor(limits.runners, thread_name_prefix="batch")

    def complete(self, requests: Sequence[_Request]) -> None:
        """Return when all of them are done; raises what `run` raised for one of them."""
        if not requests:
            return
        call = _Call(len(requests))
        try:
            self._enqueue([(request, call) for request in requests])
            call.done.wait()
        except BaseException:
            self._fail(call, None)
            raise
        if call.error is not None:
            raise call.error

    def _enqueue(self, waiting: Sequence[_Waiting[_Request]]) -> None:
        with self._lock:
            self._waiting += waiting
        for _ in waiting:  # there are never more batches than requests; a turn that finds nothing costs nothing
            self._pool.submit(self._turn)

    def _turn(self) -> None:
        with self._lock:
            batch = self._take()
        if not batch:
            return
        try:
            unfinished = {id(request) for request in self._run([request for request, _ in batch])}
        except Exception as error:  # noqa: BLE001 - raised again in the threads that asked
            if len(batch) > 1 and _is_memory(error):
                self._make_smaller(batch)
                self._enqueue(batch)
                return
            for _, call in batch:
                self._fail(call, error)
            return
        self._settle(batch, unfinished)

    def _take(self) -> list[_Waiting[_Request]]:
        """The first request and what goes with it, and no more than this runner's share of what waits."""
        if not self._waiting:
            return []
        self._batches += 1
        in_order = self._in_order()
        key = in_order[0][0].key
        share = min(self._limits.size, math.ceil(len(self._waiting) / self._limits.runners))
        batch: list[_Waiting[_Request]] = []
        cost = 0
        for waiting in in_order:
            request = waiting[0]
            if request.key != key:
                continue
            if len(batch) == share or (batch and cost + request.cost > self._budget):
                break
            batch.append(waiting)
            cost += request.cost
        taken = {id(request) for request, _ in batch}
        self._waiting = [waiting for waiting in self._waiting if id(waiting[0]) not in taken]
        return batch

    def _in_order(self) -> list[_Waiting[_Request]]:
        """By turns the oldest first, and those of the call with the fewest left."""
        if self._batches % 2:
            return self._waiting
        return sorted(self._waiting, key=lambda waiting: waiting[1].left)  # the older first where as many are left

    def _settle(self, batch: Sequence[_Waiting[_Request]], unfinished: set[int]) -> None:
        again = []
        with self._lock:
            for request, call in batch:
                if id(request) not in unfinished:
                    call.left -= 1
                    if call.left == 0:
                        call.done.set()
                elif not call.done.is_set():
                    again.append((request, call))
        self._enqueue(again)

    def _fail(self, call: _Call, error: Exception | None) -> None:
        """Nothing more is done for a call that has failed or was given up."""
        with self._lock:
            self._waiting = [waiting for waiting in self._waiting if waiting[1] is not call]
            call.error = call.error or error
            call.done.set()

    def _make_smaller(self, batch: Sequence[_Waiting[_Request]]) -> None:
        """The device has no room for so much: from now on half of it."""
        with self._lock:
            self._budget = min(self._budget, sum(request.cost for request, _ in batch) // 2)


def _is_memory(error: Exception) -> bool:
    """CTranslate2 reports a lack of memory on a GPU as a RuntimeError in words."""
    return isinstance(error, MemoryError) or "out of memory" in str(error).lower()

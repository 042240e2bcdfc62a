"""The courier: retries, ends, and stays alive."""

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from scriba.core.errors import InvalidRequestError
from scriba.core.webhooks import Answer, Delivery, WebhookKind
from scriba.service.webhooks import Courier, Webhooks


def delivery(number=1, attempt=1):
    return Delivery(
        id=number,
        transcript_id=str(number),
        kind=WebhookKind.TRANSCRIPT,
        claim="c",
        attempt=attempt,
        url="https://one.example",
        body={},
        header=None,
    )


@dataclass
class Outbox:
    """Gives what waits, and writes down what is recorded."""

    waiting: list[Delivery] = field(default_factory=list)
    recorded: list[tuple[int, int | None, int | None]] = field(default_factory=list)
    troubles: int = 0
    retried: list[object] = field(default_factory=list)

    def claim(self, now, *, limit, per_receiver, lease_ms):
        if self.troubles:
            self.troubles -= 1
            raise OSError("disk full")
        given, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return given

    def record(self, delivery, answer, *, retry_at, now):
        self.recorded.append((delivery.id, answer.status_code, retry_at))

    def retry(self, ids, now):
        self.retried.append(ids)
        return 0 if ids == [9] else 2


def courier(outbox, post, stopping=lambda: True, **changes):
    given = {"slots": 4, "attempts": 10, "interval_ms": 10_000, "timeout_ms": 10_000}
    return Courier(outbox=outbox, post=post, clock=lambda: 1000, stopping=stopping, **{**given, **changes})


@pytest.mark.parametrize(
    ("answer", "attempt", "retry_at"),
    [
        (Answer(status_code=204), 1, None),
        (Answer(status_code=500), 1, 11_000),
        (Answer(status_code=500), 9, 11_000),
        (Answer(status_code=500), 10, None),
        (Answer(status_code=410), 1, None),
        (Answer(status_code=301), 1, 11_000),
        (Answer(status_code=None, problem="slow"), 2, 11_000),
        (Answer(status_code=None, problem="private", is_hopeless=True), 1, None),
    ],
)
def test_another_attempt_follows_when_it_may_help(answer, attempt, retry_at):
    outbox = Outbox()
    courier(outbox, lambda _delivery: answer).deliver(delivery(attempt=attempt))
    assert outbox.recorded == [(1, answer.status_code, retry_at)]


def test_attempt_counts_as_failed_when_the_call_breaks_in_an_unforeseen_way():
    outbox = Outbox()

    def post(_delivery):
        raise RuntimeError("boom")

    courier(outbox, post).deliver(delivery())
    assert outbox.recorded == [(1, None, 11_000)]


def test_slow_call_holds_one_slot_only():
    outbox = Outbox([delivery(number) for number in range(40)])
    slow, done = threading.Event(), threading.Event()

    def post(one):
        if one.id == 0:
            slow.wait(20)
        elif len(outbox.recorded) >= 38:
            done.set()
        return Answer(status_code=200)

    worker = courier(outbox, post, stopping=done.is_set, slots=2)
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert done.wait(20), "the slow call held up the others"
    assert 0 not in {number for number, _, _ in outbox.recorded}
    slow.set()
    thread.join(20)
    assert len(outbox.recorded) == 40, "a call under way was not recorded before the end"


def test_courier_goes_on_when_the_store_fails_for_a_while():
    outbox = Outbox([delivery()], troubles=2)
    courier(outbox, lambda _delivery: Answer(status_code=200), stopping=lambda: bool(outbox.recorded)).run()
    assert outbox.recorded == [(1, 200, None)]


def test_operator_retries_by_id_or_all_that_failed():
    outbox: Any = Outbox()
    webhooks = Webhooks(outbox=outbox, clock=lambda: 0)
    assert (webhooks.retry([1, 2]), webhooks.retry_failed()) == (2, 2)
    with pytest.raises(InvalidRequestError, match="scriba webhooks list"):
        webhooks.retry([9])

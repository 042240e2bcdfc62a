"""The bucket of requests that each key has."""

import pytest

from scriba.core.errors import TooManyRequestsError
from scriba.service.limits import RequestLimit


class Clock:
    now = 5_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def admitted(limit, key_id, tries):
    count = 0
    for _ in range(tries):
        try:
            limit.admit(key_id)
        except TooManyRequestsError:
            continue
        count += 1
    return count


def test_so_many_are_admitted_at_once_and_no_more(clock):
    limit = RequestLimit(requests=100, window_ms=10_000, clock=clock)
    assert admitted(limit, 1, 150) == 100
    assert admitted(limit, 2, 150) == 100


def test_bucket_fills_again_with_time(clock):
    limit = RequestLimit(requests=100, window_ms=10_000, clock=clock)
    admitted(limit, 1, 100)
    clock.now += 500
    assert admitted(limit, 1, 50) == 5
    clock.now += 100_000
    assert admitted(limit, 1, 150) == 100


def test_waiting_as_long_as_told_is_enough(clock):
    limit = RequestLimit(requests=2, window_ms=7_000, clock=clock)
    admitted(limit, 1, 2)
    with pytest.raises(TooManyRequestsError) as refused:
        limit.admit(1)
    clock.now += refused.value.retry_after * 1000
    limit.admit(1)


def test_nothing_is_counted_without_a_limit(clock):
    assert admitted(RequestLimit(requests=0, window_ms=1000, clock=clock), 1, 1000) == 1000

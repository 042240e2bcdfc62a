"""Requests of many callers in common batches."""

import threading
from dataclasses import dataclass, field

import pytest

from scriba.backends.runtime.batching import Batcher, Limits


@dataclass(eq=False)
class Errand:
    """Wants so many turns."""

    key: str = "same"
    cost: int = 1
    turns: int = 1
    took: list[int] = field(default_factory=list)


class Runner:
    """Keeps the batches; the first one waits until it is let go, so that others gather behind it."""

    def __init__(self, *, holds=False, fails_above=None):
        self.batches = []
        self.running = threading.Event()
        self.go = threading.Event()
        self.fails_above = fails_above
        if not holds:
            self.go.set()

    def __call__(self, batch):
        self.batches.append(list(batch))
        self.running.set()
        assert self.go.wait(10)
        if self.fails_above is not None and len(batch) > self.fails_above:
            raise RuntimeError("CUDA failed with error out of memory")
        for errand in batch:
            errand.turns -= 1
            errand.took.append(len(batch))
        return [errand for errand in batch if errand.turns]


def batcher(runner, runners=1, size=8, budget=1_000):
    return Batcher(runner, Limits(runners=runners, size=size, budget=budget))


def behind_a_first_one(runner, made, *calls):
    """Start the calls while another one is under way; returns when all are done."""
    threads = [threading.Thread(target=made.complete, args=([Errand(key="first")],))]
    threads[0].start()
    assert runner.running.wait(10)
    for number, call in enumerate(calls, 1):
        threads.append(threading.Thread(target=made.complete, args=(call,)))
        threads[-1].start()
        while len(made._waiting) < sum(len(each) for each in calls[:number]):
            threading.Event().wait(0.001)
    runner.go.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_requests_of_several_callers_share_a_batch():
    runner = Runner(holds=True)
    behind_a_first_one(runner, batcher(runner), [Errand()], [Errand(), Errand()], [Errand()])
    assert [len(batch) for batch in runner.batches] == [1, 4]


def test_only_requests_with_one_key_share_a_batch():
    runner = Runner(holds=True)
    behind_a_first_one(runner, batcher(runner), [Errand("a"), Errand("b"), Errand("a")], [Errand("b")])
    assert sorted([errand.key for errand in batch] for batch in runner.batches[1:]) == [["a", "a"], ["b", "b"]]


def test_a_short_call_leads_every_second_batch_when_it_came_behind_long_ones():
    runner = Runner(holds=True)
    calls = [[Errand("a") for _ in range(6)], [Errand("b") for _ in range(6)], [Errand("c")]]
    behind_a_first_one(runner, batcher(runner, size=3), *calls)
    assert [[errand.key for errand in batch] for batch in runner.batches[1:]][:2] == [["c"], ["a", "a", "a"]]


def test_the_oldest_is_not_left_behind_when_short_calls_keep_coming():
    runner = Runner(holds=True)
    calls = [[Errand("old"), Errand("old")], *([Errand(f"short {number}")] for number in range(5))]
    behind_a_first_one(runner, batcher(runner), *calls)
    assert "old" in {batch[0].key for batch in runner.batches[1:3]}


def test_a_call_under_way_ends_before_new_ones_begin_when_one_request_of_it_comes_again():
    runner = Runner(holds=True)
    calls = [[Errand("one"), Errand("again", turns=2)], [Errand("new"), Errand("new"), Errand("new")]]
    behind_a_first_one(runner, batcher(runner, size=1), *calls)
    keys = [errand.key for batch in runner.batches[1:] for errand in batch]
    assert keys == ["one", "again", "again", "new", "new", "new"]


def test_a_batch_ends_at_its_size_and_at_its_budget():
    runner = Runner(holds=True)
    behind_a_first_one(runner, batcher(runner, size=3), [Errand() for _ in range(7)])
    assert [len(batch) for batch in runner.batches[1:]] == [3, 3, 1]
    runner = Runner(holds=True)
    behind_a_first_one(runner, batcher(runner, budget=10), [Errand(cost=4) for _ in range(3)], [Errand(cost=40)])
    assert sorted([errand.cost for errand in batch] for batch in runner.batches[1:]) == [[4], [4, 4], [40]]


def test_runners_share_what_waits():
    runner = Runner()
    errands = [Errand() for _ in range(8)]
    batcher(runner, runners=2).complete(errands)
    assert max(len(batch) for batch in runner.batches) <= 4
    assert sum(len(batch) for batch in runner.batches) == 8


def test_requests_come_again_until_they_are_done():
    runner = Runner()
    errands = [Errand(turns=1), Errand(turns=3), Errand(turns=2)]
    batcher(runner).complete(errands)
    assert [len(errand.took) for errand in errands] == [1, 3, 2]
    assert [len(batch) for batch in runner.batches] == [3, 2, 1]


def test_nothing_happens_when_nothing_is_asked_for():
    runner = Runner()
    batcher(runner).complete([])
    assert runner.batches == []


def test_an_error_reaches_its_caller_and_nobody_who_comes_later():
    def run(batch):
        if batch[0].key == "bad":
            raise ValueError("broken")
        return []

    made = batcher(run)
    with pytest.raises(ValueError, match="broken"):
        made.complete([Errand("bad"), Errand("bad")])
    made.complete([Errand("good")])


def test_what_a_failed_call_still_wanted_is_forgotten():
    done = []

    def run(batch):
        if batch[0].key == "bad":
            raise ValueError("broken")
        done.extend(batch)
        return []

    runner = Runner(holds=True)
    made = batcher(lambda batch: runner(batch) if batch[0].key == "first" else run(batch))
    call = [Errand("bad"), Errand("good")]

    def fail():
        with pytest.raises(ValueError, match="broken"):
            made.complete(call)

    thread = threading.Thread(target=made.complete, args=([Errand("first")],))
    thread.start()
    assert runner.running.wait(10)
    failed = threading.Thread(target=fail)
    failed.start()
    while len(made._waiting) < 2:
        threading.Event().wait(0.001)
    runner.go.set()
    thread.join(10)
    failed.join(10)
    made.complete([Errand("last")])
    assert [errand.key for errand in done] == ["last"]


def test_batches_get_smaller_when_the_device_has_no_room_for_them():
    runner = Runner(fails_above=2)
    errands = [Errand() for _ in range(8)]
    made = batcher(runner)
    made.complete(errands)
    assert all(errand.took == [2] for errand in errands)
    runner.batches.clear()
    made.complete([Errand() for _ in range(4)])
    assert [len(batch) for batch in runner.batches] == [2, 2]


def test_a_lack_of_memory_is_an_error_when_nothing_smaller_can_be_tried():
    with pytest.raises(RuntimeError, match="out of memory"):
        batcher(Runner(fails_above=0)).complete([Errand(), Errand()])

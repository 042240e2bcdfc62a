"""Claims, leases, checkpoints and the transitions of work items."""

from typing import Any

import pytest

from scriba.core.errors import CancelledError, StaleAttemptError
from scriba.core.job import (
    MAX_ATTEMPTS,
    MAX_STRIKES,
    Interruption,
    ItemKind,
    Lane,
    NewItem,
    Status,
    WorkItem,
)
from scriba.core.transcript import Transcript, Word
from scriba.store.items import SqlItems
from scriba.store.jobs import SqlJobs

LEASE = 1000
FINISH = NewItem(kind=ItemKind.FINISH)


def claim(items: SqlItems, lane: Lane = Lane.MEDIA, worker: str = "w1", now: int = 0) -> WorkItem:
    item = items.claim(lane, worker, now, LEASE)
    assert item is not None
    return item


def complete(items: SqlItems, item: WorkItem, **changes: Any) -> None:
    given: dict[str, Any] = {"findings": {}, "then": (), "join": None, "now": 1, **changes}
    items.complete(item, {"kind": item.kind, "index": item.index}, **given)


def fan_out(items: SqlItems, count: int) -> None:
    stretches = [NewItem(kind=ItemKind.RECOGNIZE, index=index) for index in range(count)]
    complete(items, claim(items), then=stretches)


def test_nothing_is_claimed_when_nothing_waits(items, project):
    assert items.claim(Lane.MEDIA, "w1", 0, LEASE) is None
    project.submit("a")
    assert items.claim(Lane.SPEECH, "w1", 0, LEASE) is None


def test_job_is_processing_when_its_first_item_is_claimed(items, jobs, project):
    project.submit("a")
    item = claim(items)
    assert (item.transcript_id, item.kind, item.attempt) == ("a", ItemKind.PREPARE, 1)
    assert jobs.get("a").status == Status.PROCESSING


def test_item_is_given_once_when_two_workers_ask(items, project):
    project.submit("a")
    claim(items)
    assert items.claim(Lane.MEDIA, "w2", 0, LEASE) is None


def test_jobs_are_served_in_order_of_arrival_when_none_has_been_served(items, project):
    for name in ("a", "b", "c"):
        project.submit(name)
    assert [claim(items).transcript_id for _ in range(3)] == ["a", "b", "c"]


def test_jobs_take_turns_when_one_has_many_items(items, project):
    project.submit("long")
    fan_out(items, 5)
    first = claim(items, Lane.SPEECH)
    project.submit("clip")
    complete(items, claim(items), then=[NewItem(kind=ItemKind.RECOGNIZE)])
    served = [first.transcript_id, *(claim(items, Lane.SPEECH).transcript_id for _ in range(3))]
    assert served.index("clip") <= 2
    assert served.count("long") == 3


def test_new_job_goes_before_the_one_served_last(items, project):
    project.submit("long")
    fan_out(items, 5)
    project.submit("clip")
    assert claim(items).transcript_id == "clip"


def test_projects_take_turns_when_one_has_many_jobs(items, project, other):
    for number in range(4):
        project.submit(f"first-{number}")
    other.submit("second-0")
    assert "second-0" in [claim(items).transcript_id for _ in range(2)]


def test_join_waits_until_the_last_item_is_done(items, project):
    project.submit("a")
    fan_out(items, 2)
    one, two = claim(items, Lane.SPEECH), claim(items, Lane.SPEECH, "w2")
    complete(items, two, join=FINISH)
    assert items.claim(Lane.MEDIA, "w1", 0, LEASE) is None
    complete(items, one, join=FINISH)
    assert claim(items).kind == ItemKind.FINISH
    assert items.claim(Lane.MEDIA, "w1", 0, LEASE) is None


def test_results_come_in_order_when_items_finish_out_of_order(items, project):
    project.submit("a")
    fan_out(items, 3)
    claimed = [claim(items, Lane.SPEECH) for _ in range(3)]
    for item in reversed(claimed):
        complete(items, item, join=FINISH)
    assert [result["index"] for result in items.results("a", ItemKind.RECOGNIZE)] == [0, 1, 2]
    assert len(items.results("a", ItemKind.PREPARE)) == 1


def test_result_is_dropped_when_the_attempt_is_outdated(items, project):
    project.submit("a")
    first = claim(items)
    assert items.interrupt(first, Interruption.STOPPED, "killed", 1)
    second = claim(items, worker="w2")
    with pytest.raises(StaleAttemptError):
        complete(items, first)
    complete(items, second, join=FINISH)
    with pytest.raises(StaleAttemptError):
        complete(items, second, join=FINISH)


def test_result_is_dropped_when_the_job_was_deleted(items, jobs, project):
    project.submit("a")
    item = claim(items)
    jobs.delete("a", project.caller.project_id, 5)
    assert not items.is_current(item)
    with pytest.raises(CancelledError):
        complete(items, item)


def test_job_completes_with_its_words(items, jobs, project):
    project.submit("a")
    words = (Word(text="Grüße", start=0, end=500, confidence=0.9), Word(text="Welt.", start=500, end=900, confidence=1))
    transcript = Transcript(language="de", duration=1000, words=words)
    items.finish(claim(items), transcript, findings={"recognizer": "fake"}, now=7)
    job = jobs.get("a")
    assert (job.status, job.completed_at, job.findings) == (Status.COMPLETED, 7, {"recognizer": "fake"})
    assert job.transcript == transcript
    assert items.unfinished_jobs() == set()


def test_warnings_add_up_when_two_stages_warn(items, jobs, project):
    project.submit("a")
    then = [NewItem(kind=ItemKind.FINISH)]
    items.complete(claim(items), {}, findings={"warnings": ["clipped"]}, then=then, join=None, now=1)
    items.finish(
        claim(items), Transcript(language="en", duration=1, words=()), findings={"warnings": ["no topics"]}, now=7
    )
    assert jobs.get("a").findings["warnings"] == ["clipped", "no topics"]


def test_job_fails_with_the_text_given(items, jobs, project):
    project.submit("a")
    items.fail(claim(items), "File does not appear to contain audio.", 7)
    job = jobs.get("a")
    assert (job.status, job.error, job.completed_at) == (Status.ERROR, "File does not appear to contain audio.", 7)


@pytest.mark.parametrize("interruption", [Interruption.ERROR, Interruption.CRASH, Interruption.HANG])
def test_job_fails_after_three_attempts_when_the_item_is_to_blame(items, jobs, project, interruption):
    project.submit("poison")
    project.submit("innocent")
    retried = []
    for _ in range(2 * MAX_STRIKES):
        item = items.claim(Lane.MEDIA, "w1", 0, LEASE)
        if item is not None and item.transcript_id == "poison":
            retried.append(items.interrupt(item, interruption, "boom", 1))
    assert retried == [True, True, False]
    job = jobs.get("poison")
    assert job.status == Status.ERROR
    assert job.error is not None
    assert "3 attempts" in job.error
    assert jobs.get("innocent").status == Status.PROCESSING


def test_job_goes_on_when_its_worker_was_killed_from_outside_again_and_again(items, jobs, project):
    project.submit("a")
    for _ in range(10 * MAX_STRIKES // 2):
        assert items.interrupt(claim(items), Interruption.STOPPED, "killed", 1)
    assert jobs.get("a").status == Status.PROCESSING


def test_job_fails_at_last_when_interruptions_never_end(items, jobs, project):
    project.submit("a")
    retried = [items.interrupt(claim(items), Interruption.STOPPED, "killed", 1) for _ in range(MAX_ATTEMPTS)]
    assert retried == [True] * (MAX_ATTEMPTS - 1) + [False]
    assert jobs.get("a").status == Status.ERROR


def test_lease_expires_when_it_is_not_renewed(items, project):
    project.submit("a")
    item = claim(items, now=0)
    assert items.expired(LEASE) == []
    assert items.expired(LEASE + 1) == [("w1", item)]
    items.renew([(item, 0.0)], LEASE, LEASE)
    assert items.expired(LEASE + 1) == []


def test_leases_are_renewed_one_by_one(items, project):
    project.submit("a")
    fan_out(items, 2)
    first, second = claim(items, Lane.SPEECH, now=0), claim(items, Lane.SPEECH, now=0)
    items.renew([(second, 0.5)], LEASE, LEASE)
    assert items.expired(LEASE + 1) == [("w1", first)]


def test_outdated_attempt_renews_nothing(items, project):
    project.submit("a")
    late = claim(items, now=0)
    items.interrupt(late, Interruption.STOPPED, "killed", 1)
    current = claim(items, now=2)
    items.renew([(late, 0.5)], LEASE, 10 * LEASE)
    assert items.expired(2 * LEASE) == [("w1", current)]


def test_running_items_wait_again_when_the_server_restarts(items, project):
    project.submit("a")
    first = claim(items)
    assert items.held_by("w1") == [first]
    assert items.release_all(1) == 1
    assert items.held_by("w1") == []
    assert claim(items, worker="w2").attempt == 2


def test_checkpoints_stay_when_the_server_restarts(items, jobs: SqlJobs, project):
    project.submit("a")
    fan_out(items, 2)
    complete(items, claim(items, Lane.SPEECH), join=FINISH)
    claim(items, Lane.SPEECH)
    items.release_all(1)
    assert [len(items.results("a", kind)) for kind in (ItemKind.PREPARE, ItemKind.RECOGNIZE)] == [1, 1]
    recognition = jobs.outlines(["a"])["a"].tallies[ItemKind.RECOGNIZE]
    assert (recognition.done, recognition.known) == (1, 2)
    assert claim(items, Lane.SPEECH).index == 1


def test_timings_add_up_the_work_of_each_stage(items, project):
    project.submit("a")
    complete(items, claim(items, now=0), then=[NewItem(kind=ItemKind.RECOGNIZE, index=n) for n in (0, 1)], now=70)
    for began, ended in ((100, 250), (300, 500)):
        complete(items, claim(items, Lane.SPEECH, now=began), join=FINISH, now=ended)
    assert items.timings("a") == {"prepare": 70, "recognize": 350}


def test_an_item_waits_until_somebody_claims_it(items, project):
    project.submit("a")
    assert items.is_waiting(Lane.MEDIA)
    assert not items.is_waiting(Lane.TEXT)
    claim(items)
    assert not items.is_waiting(Lane.MEDIA)

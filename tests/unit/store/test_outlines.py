"""How far transcripts are, summed up by the database."""

import pytest

from scriba.core.job import Interruption, ItemKind, Lane, NewItem, Status
from scriba.core.progress import ItemTally

MINUTE = 60_000


@pytest.fixture
def cut(items, project):
    """A transcript of three minutes, cut into three items."""
    project.submit("a")
    then = [
        NewItem(kind=ItemKind.RECOGNIZE, index=index, start=index * MINUTE, end=(index + 1) * MINUTE)
        for index in range(3)
    ]
    item = items.claim(Lane.MEDIA, "m", 10, 1000)
    items.complete(item, {}, findings={"duration": 3 * MINUTE}, then=then, join=None, now=20)


def tally(jobs, kind=ItemKind.RECOGNIZE) -> ItemTally:
    found: ItemTally = jobs.outlines(["a"])["a"].tallies[kind]
    return found


def test_unknown_transcripts_are_left_out(jobs, project):
    project.submit("a")
    assert list(jobs.outlines(["a", "b"])) == ["a"]


@pytest.mark.usefixtures("cut")
def test_items_are_summed_by_kind(jobs, items):
    item = items.claim(Lane.SPEECH, "s", 30, 1000)
    assert tally(jobs) == ItemTally(known=3, done=0, covered=180_000, behind=0.0, share=0.0, first_open=0, since=30)
    items.complete(item, {}, findings={}, then=(), join=None, now=40)
    found = tally(jobs)
    assert (found.done, found.behind, found.first_open) == (1, MINUTE, MINUTE)
    assert jobs.outlines(["a"])["a"].duration == 3 * MINUTE


@pytest.mark.usefixtures("cut")
def test_begun_item_counts_by_what_its_worker_tells(jobs, items):
    item = items.claim(Lane.SPEECH, "s", 30, 1000)
    items.renew([(item, 0.5)], 31, 1000)
    assert tally(jobs).behind == MINUTE / 2


@pytest.mark.usefixtures("cut")
def test_progress_is_kept_when_an_item_is_tried_again(jobs, items):
    item = items.claim(Lane.SPEECH, "s", 30, 1000)
    items.renew([(item, 0.5)], 31, 1000)
    items.interrupt(item, Interruption.CRASH, "crash", 32)
    again = items.claim(Lane.SPEECH, "s", 33, 1000)
    items.renew([(again, 0.1)], 34, 1000)
    assert tally(jobs).behind == MINUTE / 2
    items.renew([(again, 0.75)], 35, 1000)
    assert tally(jobs).behind == MINUTE * 0.75


def test_place_in_the_queue_counts_those_submitted_before_that_have_not_begun(jobs, items, project, other):
    project.submit("a")
    other.submit("b")
    project.submit("c")
    assert [outline.waiting for outline in jobs.outlines(["a", "b", "c"]).values()] == [0, 1, 2]
    items.claim(Lane.MEDIA, "m", 0, 1000)
    found = jobs.outlines(["a", "b", "c"])
    assert {name: outline.waiting for name, outline in found.items()} == {"a": None, "b": 0, "c": 1}
    assert found["a"].status == Status.PROCESSING

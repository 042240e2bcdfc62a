"""A worker: what becomes of results, errors and items taken away."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from scriba.core.errors import AudioError, CancelledError, DownloadInterruptedError, StaleAttemptError
from scriba.core.job import Interruption, ItemKind, Lane, NewItem, WorkerReport, WorkItem
from scriba.core.transcript import Transcript
from scriba.pipeline.stages import stage
from scriba.service.attempts import Attempts
from scriba.service.stages import Outcome
from scriba.service.worker import Worker
from tests.fakes.speakers import voice_of

ITEM = WorkItem(id=1, transcript_id="a", kind=ItemKind.PREPARE, index=0, attempt=1, strikes=0)


@dataclass
class Items:
    """Gives one item and writes down what becomes of it."""

    waiting: list[WorkItem] = field(default_factory=lambda: [ITEM])
    log: list[tuple[Any, ...]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    current: bool = True
    stale: bool = False
    refusal: Exception | None = None
    unfinished: set[str] = field(default_factory=set)

    def claim(self, lane, worker_id, now, lease_ms, company):
        return self.waiting.pop(0) if self.waiting and company.admits(self.waiting[0].strikes) else None

    def version(self):
        return len(self.log)

    def complete(self, item, result, *, findings, then, join, now):
        if self.stale:
            raise StaleAttemptError
        self.log.append(("complete", result, then))

    def finish(self, item, transcript, *, findings, now, redacted_audio_url):
        if self.refusal is not None:
            raise self.refusal
        self.log.append(("finish", transcript))

    def enrol(self, item, voice, now):
        self.log.append(("enrol", voice))

    def fail(self, item, error, now):
        self.log.append(("fail", error))

    def interrupt(self, item, interruption, cause, now):
        self.log.append(("interrupt", interruption, cause))
        return True

    def unfinished_jobs(self):
        return self.unfinished

    def is_current(self, item):
        return self.current

    def renew(self, shares, now, lease_ms):
        self.log.append(("renew",))
        self.shares += [share for _, share in shares]


@dataclass
class Reports:
    """The worker's signs of life."""

    seen: list[WorkerReport] = field(default_factory=list)

    def report(self, worker):
        self.seen.append(worker)


@dataclass
class Files:
    """Workspaces deleted."""

    deleted: list[str] = field(default_factory=list)
    redacted: set[str] = field(default_factory=lambda: {"a"})

    def delete_workspace(self, job_id):
        self.deleted.append(job_id)

    def delete_redacted(self, job_id):
        self.redacted.discard(job_id)


@pytest.fixture
def items():
    return Items()


@pytest.fixture
def files():
    return Files()


@pytest.fixture
def work(items, files) -> Callable[..., Worker]:
    def build(run_item, **changes):
        given = {
            "id": "media-1",
            "lane": Lane.MEDIA,
            "items": items,
            "workers": Reports(),
            "attempts": Attempts(items=items, files=files, speakers=items, run_item=run_item, clock=lambda: 0),
            "warm_up": lambda: None,
            "clock": lambda: 0,
            "lease_ms": 1000,
            "item_timeout_ms": 5000,
        }
        return Worker(**{**given, **changes})

    return build


def raising(error):
    def run_item(_item):
        raise error

    return run_item


def test_worker_rests_when_nothing_waits(work, items):
    items.waiting.clear()
    assert not work(raising(AssertionError())).work_once()


def test_checkpoint_is_brought_back_when_a_stage_is_done(work, items):
    then = (NewItem(kind=ItemKind.IDENTIFY),)
    assert work(lambda _item: Outcome(result={"x": 1}, then=then)).work_once()
    assert items.log == [("complete", {"x": 1}, then)]


def test_job_is_finished_and_cleared_when_its_transcript_is_there(work, items, files):
    transcript = Transcript(language="en", duration=1, words=())
    work(lambda _item: Outcome(transcript=transcript)).work_once()
    assert items.log == [("finish", transcript)]
    assert files.deleted == ["a"]


def test_speaker_gets_the_voice_when_it_was_taken_from_the_recording(work, items, files):
    voice = voice_of(1, 0)
    work(lambda _item: Outcome(voice=voice)).work_once()
    assert items.log == [("enrol", voice)]
    assert files.deleted == ["a"]


def test_job_fails_at_once_when_the_recording_is_at_fault(work, items, files):
    work(raising(AudioError("not audio"))).work_once()
    assert items.log == [("fail", "not audio")]
    assert files.deleted == ["a"]


@pytest.mark.parametrize("error", [DownloadInterruptedError("cut"), RuntimeError("cut"), MemoryError("cut")])
def test_item_is_tried_again_when_the_error_may_pass(work, items, error):
    work(raising(error)).work_once()
    assert items.log[0][:2] == ("interrupt", Interruption.ERROR)
    assert "cut" in items.log[0][2]


@pytest.mark.parametrize("error", [CancelledError("deleted"), StaleAttemptError("late")])
def test_nothing_is_brought_back_when_the_item_was_taken_away(work, items, error):
    work(raising(error)).work_once()
    assert items.log == []


def test_worker_goes_on_when_its_result_came_too_late(work, items):
    items.stale = True
    assert work(lambda _item: Outcome()).work_once()


def test_nothing_is_left_when_the_transcript_was_deleted_under_the_worker(work, files):
    work(raising(CancelledError("deleted"))).work_once()
    assert files.deleted == ["a"]


@pytest.mark.parametrize(
    ("refusal", "left"),
    [(CancelledError("deleted"), set()), (StaleAttemptError("another attempt was first"), {"a"})],
)
def test_redacted_recording_goes_only_when_its_transcript_was_deleted_meanwhile(work, items, files, refusal, left):
    items.refusal = refusal
    work(lambda _item: Outcome(transcript=Transcript(language="en", duration=1, words=()))).work_once()
    assert files.redacted == left


def test_files_stay_when_another_attempt_has_taken_over(work, items, files):
    items.stale, items.unfinished = True, {"a"}
    work(lambda _item: Outcome()).work_once()
    assert files.deleted == []


def test_stage_ends_early_when_its_job_is_deleted(work, items):
    reached: list[str] = []

    def run_item(_item):
        with stage("prepare") as current:
            items.current = False
            worker._hold()
            current.advance(0.5)
            reached.append("the end")
        return Outcome()

    worker = work(run_item)
    worker.work_once()
    assert (items.log, reached) == ([], [])


def test_lease_is_renewed_until_the_time_limit(work, items):
    time = [0]

    def run_item(_item):
        for now in (1000, 4999, 5000, 9000):
            time[0] = now
            worker._hold()
        return Outcome()

    worker = work(run_item, clock=lambda: time[0])
    worker.work_once()
    assert items.log.count(("renew",)) == 2


def test_progress_is_told_with_the_lease(work, items):
    def run_item(_item):
        for name, share in (("decode", 0.5), ("detect", 0.0), ("detect", 1.0)):
            with stage(name) as current:
                current.advance(share)
                worker._hold()
        return Outcome()

    worker = work(run_item)
    worker.work_once()
    assert items.shares == pytest.approx([0.55, 0.7, 1.0])


def test_progress_starts_anew_when_the_next_item_is_claimed(work, items):
    items.waiting.append(ITEM)

    def run_item(_item):
        worker._hold()
        with stage("recognize"):
            pass
        return Outcome()

    worker = work(run_item)
    worker.work_once()
    worker.work_once()
    assert items.shares == [0.0, 0.0]


def test_worker_is_ready_only_when_its_models_are_loaded(work, items):
    items.waiting.clear()
    reports = Reports()

    def warm_up():
        assert [report.ready_at for report in reports.seen] == [None]
        worker.stop()

    worker = work(raising(AssertionError()), workers=reports, warm_up=warm_up, clock=lambda: 7)
    worker.run()
    assert [report.ready_at for report in reports.seen] == [None, 7]


def test_worker_leaves_when_it_need_not_stay_and_nothing_comes(work, monkeypatch):
    monkeypatch.setattr("scriba.service.worker._LEAVE_SECONDS", 0.0)
    done = []

    def run_item(item):
        done.append(item)
        return Outcome()

    work(run_item, stays=False).run()
    assert done == [ITEM]

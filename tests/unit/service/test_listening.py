"""Words for listeners: as far as all of them are there, from any position, in pieces of bounded size."""

from dataclasses import replace

import pytest

from scriba.core.job import Caller, ItemKind, Job, NewItem, NewJob
from scriba.core.transcript import Transcript, Word
from scriba.service import listening
from scriba.service.listening import Listening, tells_text_early
from scriba.service.planning import words_result
from tests.fakes.stores import FakeJobs

MINUTE = 60_000


def said(start: int, text: str = "") -> Word:
    return Word(text=text or f"w{start}", start=start, end=start + 100, confidence=0.9)


@pytest.fixture
def jobs() -> FakeJobs:
    rows = FakeJobs()
    caller = Caller(project_id=1, key_id=1, key_name="ours")
    new = NewJob(
        id="a",
        caller=caller,
        audio_url="http://a",
        options={},
        warnings=(),
        upload_id=None,
        region="local",
        created_at=0,
    )
    rows.add(new, NewItem(kind=ItemKind.PREPARE))
    rows.change("a", findings={"language": "en", "duration": 3 * MINUTE})
    return rows


@pytest.fixture
def ear(jobs: FakeJobs) -> Listening:
    return Listening(jobs=jobs, results=jobs.recognized, clock=lambda: 0)


def item(jobs: FakeJobs, start: int, end: int, *words: Word) -> None:
    jobs.results.setdefault("a", []).append((start, end, words_result([words])))


def texts(stretches: list[listening.Stretch]) -> list[str]:
    return [stretch.text for stretch in stretches]


def test_words_come_in_the_order_of_time_when_items_finish_in_another(jobs: FakeJobs, ear: Listening) -> None:
    item(jobs, MINUTE, 2 * MINUTE, said(70_000))
    item(jobs, 0, MINUTE, said(1_000), said(2_000))
    (stretch,) = ear.recognized("a", 0, 2 * MINUTE)
    assert (stretch.text, stretch.until) == ("w1000 w2000 w70000", 2 * MINUTE)


def test_words_of_two_channels_are_merged_by_time(jobs: FakeJobs, ear: Listening) -> None:
    item(jobs, 0, MINUTE, replace(said(1_000), channel="1"), replace(said(3_000), channel="1"))
    item(jobs, 500, MINUTE, replace(said(2_000), channel="2"))
    assert texts(ear.recognized("a", 0, MINUTE)) == ["w1000 w2000 w3000"]


def test_words_are_told_once_when_the_position_moves_on(jobs: FakeJobs, ear: Listening) -> None:
    item(jobs, 0, MINUTE, said(1_000), said(50_000))
    assert texts(ear.recognized("a", 0, 50_000)) == ["w1000"]
    assert texts(ear.recognized("a", 50_000, MINUTE)) == ["w50000"]
    assert texts(ear.recognized("a", MINUTE, 2 * MINUTE)) == []


def test_nothing_is_told_when_the_items_are_gone(ear: Listening) -> None:
    assert ear.recognized("a", 0, MINUTE) == []


def test_rest_of_a_completed_transcript_begins_at_the_position(jobs: FakeJobs, ear: Listening) -> None:
    words = (said(1_000), said(50_000), said(70_000))
    jobs.change("a", transcript=Transcript(language="en", duration=3 * MINUTE, words=words))
    assert texts(ear.rest("a", 0)) == ["w1000 w50000 w70000"]
    (stretch,) = ear.rest("a", 50_000)
    assert (stretch.text, stretch.until) == ("w50000 w70000", 3 * MINUTE)
    assert ear.rest("a", stretch.until) == []


def test_rest_of_a_failed_transcript_is_empty(ear: Listening) -> None:
    assert ear.rest("a", 0) == []


def test_long_text_comes_in_pieces_that_can_be_gone_on_from(
    jobs: FakeJobs, ear: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "WORDS_A_STRETCH", 2)
    words = (said(0), said(1_000, "same"), said(1_000, "time"), said(2_000), said(3_000))
    jobs.change("a", transcript=Transcript(language="en", duration=MINUTE, words=words))
    pieces = ear.rest("a", 0)
    assert texts(pieces) == ["w0 same time", "w2000 w3000"]
    for number, piece in enumerate(pieces):
        assert texts(ear.rest("a", piece.until)) == texts(pieces[number + 1 :])


def test_no_text_is_told_early_when_words_must_not_be_seen() -> None:
    assert tells_text_early({"redact_pii": False, "speaker_labels": True})
    for option in ({"redact_pii": True}, {"filter_profanity": True}, {"redact_static_entities": {"NAME": ["x"]}}):
        assert not tells_text_early(option)


def test_job_is_not_heard_by_another_project(ear: Listening) -> None:
    job: Job = ear.job(Caller(project_id=1, key_id=1, key_name="ours"), "a")
    assert job.id == "a"
    with pytest.raises(Exception, match="not found"):
        ear.job(Caller(project_id=2, key_id=1, key_name="theirs"), "a")

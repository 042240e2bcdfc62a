"""Transcripts: look-ups, lists, tombstones."""

import pytest

from scriba.core.errors import InvalidRequestError, TranscriptNotFoundError
from scriba.core.job import ItemKind, JobQuery, Lane, Status
from scriba.core.transcript import Transcript, Word


@pytest.fixture
def five(project):
    for number in range(5):
        project.submit(f"job-{number}", created_at=number * 1000)
    return project.caller.project_id


def ids(page):
    return [job.id for job in page.jobs]


def test_job_comes_back_as_submitted(jobs, project):
    submitted = project.submit("a", created_at=5)
    assert jobs.get("a") == submitted
    assert (submitted.status, submitted.warnings, submitted.created_at) == (Status.QUEUED, ("careful",), 5)


def test_job_is_not_found_when_it_is_of_another_project(jobs, project, other):
    project.submit("a")
    for project_id in (other.caller.project_id, 999):
        with pytest.raises(TranscriptNotFoundError):
            jobs.get("a", project_id)
    with pytest.raises(TranscriptNotFoundError):
        jobs.delete("a", other.caller.project_id, 0)
    assert jobs.page(other.caller.project_id, JobQuery(limit=10)).jobs == ()


def test_list_is_newest_first(jobs, five):
    page = jobs.page(five, JobQuery(limit=2))
    assert ids(page) == ["job-4", "job-3"]
    assert (page.has_older, page.has_newer) == (True, False)


def test_list_can_be_walked_to_the_end_and_back(jobs, five):
    page, seen = jobs.page(five, JobQuery(limit=2)), []
    while True:
        seen += ids(page)
        if not page.has_older:
            break
        page = jobs.page(five, JobQuery(limit=2, before_id=page.jobs[-1].id))
    assert seen == [f"job-{number}" for number in (4, 3, 2, 1, 0)]
    newer = jobs.page(five, JobQuery(limit=2, after_id="job-0"))
    assert ids(newer) == ["job-2", "job-1"]
    assert (newer.has_older, newer.has_newer) == (True, True)


def test_list_is_empty_but_knows_its_neighbours_beyond_the_end(jobs, five):
    page = jobs.page(five, JobQuery(limit=2, before_id="job-0"))
    assert (ids(page), page.has_older) == ([], False)
    page = jobs.page(five, JobQuery(limit=2, after_id="job-4"))
    assert (ids(page), page.has_newer) == ([], False)


def test_list_is_refused_when_its_bounds_are_crossed_or_unknown(jobs, five):
    with pytest.raises(InvalidRequestError, match="'after_id' must be a newer transcript than 'before_id'"):
        jobs.page(five, JobQuery(limit=2, before_id="job-3", after_id="job-1"))
    with pytest.raises(TranscriptNotFoundError):
        jobs.page(five, JobQuery(limit=2, before_id="nobody"))


def test_list_can_be_narrowed_by_status_and_day(jobs, items, five):
    item = items.claim(Lane.MEDIA, "w", 0, 1000)
    items.fail(item, "no audio", 1)
    assert ids(jobs.page(five, JobQuery(limit=9, status=Status.ERROR))) == [item.transcript_id]
    assert ids(jobs.page(five, JobQuery(limit=9, created_from=1000, created_until=3000))) == ["job-2", "job-1"]


def test_tombstone_keeps_nothing_but_what_the_contract_says(jobs, items, project):
    project.submit("a", upload_id="local_1")
    words = (Word(text="secretword", start=0, end=500, confidence=0.9),)
    item = items.claim(Lane.MEDIA, "w", 0, 1000)
    items.finish(item, Transcript(language="en", duration=1000, words=words), findings={"duration": 1000}, now=7)
    tombstone = jobs.delete("a", project.caller.project_id, 9)
    assert (tombstone.status, tombstone.is_deleted, tombstone.transcript) == (Status.COMPLETED, True, None)
    assert (tombstone.audio_url, tombstone.upload_id) == ("http://deleted_by_user", None)
    assert tombstone.findings == {"duration": 1000}
    assert tombstone.options == {"speech_models": ["universal-2"]}
    assert jobs.get("a", project.caller.project_id) == tombstone


def test_job_ends_when_it_is_deleted_before_it_is_done(jobs, items, project):
    project.submit("a")
    tombstone = jobs.delete("a", project.caller.project_id, 9)
    assert (tombstone.status, tombstone.error) == (Status.ERROR, "Deleted by user.")
    assert items.claim(Lane.MEDIA, "w", 0, 1000) is None


def test_upload_is_wanted_until_the_last_job_over_it_is_final(jobs, items, project):
    project.submit("a", upload_id="local_1")
    assert jobs.upload_is_wanted("local_1")
    assert not jobs.upload_is_wanted("local_2")
    items.fail(items.claim(Lane.MEDIA, "w", 0, 1000), "no audio", 1)
    assert not jobs.upload_is_wanted("local_1")


def test_outline_names_the_first_open_stage(jobs, items, project):
    project.submit("a")
    assert jobs.outlines(["a"])["a"].progress(0).stage == ItemKind.PREPARE
    items.fail(items.claim(Lane.MEDIA, "w", 0, 1000), "no audio", 1)
    outline = jobs.outlines(["a"])["a"]
    assert (outline.progress(0).stage, outline.status, outline.error) == (None, Status.ERROR, "no audio")


def test_tombstone_of_a_failed_job_does_not_tell_what_failed(jobs, items, project):
    project.submit("a")
    items.fail(items.claim(Lane.MEDIA, "w", 0, 1000), "Download error to https://example.org/secret.mp3", 1)
    tombstone = jobs.delete("a", project.caller.project_id, 9)
    assert (tombstone.status, tombstone.error, tombstone.completed_at) == (Status.ERROR, "Deleted by user.", 1)


def test_job_ends_when_it_is_cancelled_and_only_then(jobs, items, project):
    project.submit("a")
    item = items.claim(Lane.MEDIA, "w", 0, 1000)
    job = jobs.cancel("a", project.caller.project_id, 9)
    assert (job.status, job.error, job.completed_at) == (Status.ERROR, "Cancelled by user.", 9)
    assert not items.is_current(item)
    assert items.unfinished_jobs() == set()
    assert jobs.cancel("a", project.caller.project_id, 99) == job


def test_final_job_stays_as_it_is_when_it_is_cancelled(jobs, items, project, other):
    project.submit("a")
    items.finish(
        items.claim(Lane.MEDIA, "w", 0, 1000), Transcript(language="en", duration=1, words=()), findings={}, now=7
    )
    assert jobs.cancel("a", project.caller.project_id, 9).status == Status.COMPLETED
    with pytest.raises(TranscriptNotFoundError):
        jobs.cancel("a", other.caller.project_id, 9)

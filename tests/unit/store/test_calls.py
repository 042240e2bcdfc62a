"""Calls that wait for their transcript, in the database."""

import pytest

from scriba.core.errors import TranscriptNotFoundError
from scriba.store.calls import SqlCalls


def test_tombstone_goes_when_its_call_has_ended(database, jobs, project):
    calls = SqlCalls(database)
    for job_id in ("a", "b"):
        calls.add(job_id, project.caller.project_id)
        project.submit(job_id)
    jobs.delete("a", project.caller.project_id, 1)
    calls.remove("a")
    assert calls.all() == [("b", project.caller.project_id)]
    with pytest.raises(TranscriptNotFoundError):
        jobs.get("a")


@pytest.mark.parametrize("end", ["keep", "remove"])
def test_transcript_that_was_not_deleted_stays(database, jobs, project, end):
    calls = SqlCalls(database)
    calls.add("a", project.caller.project_id)
    project.submit("a")
    getattr(calls, end)("a")
    assert (calls.all(), jobs.get("a").id) == ([], "a")

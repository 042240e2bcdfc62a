"""The outbox: written with the end of a job, leased fairly, recorded once."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from scriba.core.job import Lane
from scriba.core.transcript import Transcript
from scriba.core.webhooks import Answer, WebhookKind, WebhookState
from scriba.store.outbox import SqlWebhooks, add_webhook
from scriba.store.schema import transcripts

OK = Answer(status_code=200)
BROKEN = Answer(status_code=500, problem="The receiver answered 500.")
SILENT = Answer(status_code=None, problem="No answer within 10 s.")


@pytest.fixture
def outbox(database):
    return SqlWebhooks(database)


@pytest.fixture
def end(database, items, project):
    """Ends a job that wants a webhook."""

    def end_one(job_id, url="https://one.example/hook?x=1", **options):
        project.submit(job_id)
        with database.transaction() as connection:
            wanted = {"webhook_url": url, **options}
            connection.execute(update(transcripts).where(transcripts.c.id == job_id).values(options=wanted))
        item = items.claim(Lane.MEDIA, "w", 0, 1000)
        items.finish(item, Transcript(language="en", duration=1, words=()), findings={}, now=5)

    return end_one


def claim(outbox, now=10, **changes):
    return outbox.claim(now, **{"limit": 32, "per_receiver": 4, "lease_ms": 1000, **changes})


def test_webhook_is_owed_when_a_job_ends(outbox, end):
    end("a", webhook_auth_header_name="X-Secret", webhook_auth_header_value="open sesame")
    (delivery,) = claim(outbox)
    assert delivery.body == {"transcript_id": "a", "status": "completed"}
    assert delivery.url == "https://one.example/hook?x=1"
    assert delivery.header == ("X-Secret", "open sesame")
    assert (delivery.attempt, delivery.event_id) == (1, "a:transcript")


def test_webhook_is_owed_when_a_job_fails(database, outbox, items, project):
    project.submit("a")
    with database.transaction() as connection:
        connection.execute(update(transcripts).values(options={"webhook_url": "http://one.example"}))
    items.fail(items.claim(Lane.MEDIA, "w", 0, 1000), "no audio", 1)
    (delivery,) = claim(outbox)
    assert (delivery.body["status"], delivery.header) == ("error", None)


def test_nothing_is_owed_when_no_address_was_given(outbox, items, project):
    project.submit("a")
    items.fail(items.claim(Lane.MEDIA, "w", 0, 1000), "no audio", 1)
    assert claim(outbox) == []
    assert outbox.all(state=None, limit=10) == []


def test_nothing_is_owed_when_the_transcript_was_deleted(outbox, jobs, end, project):
    end("a")
    jobs.delete("a", project.caller.project_id, 6)
    assert claim(outbox) == []


def test_status_code_is_in_the_transcript_when_an_attempt_is_recorded(outbox, jobs, end):
    end("a")
    assert jobs.get("a").webhook_status_code is None
    (delivery,) = claim(outbox)
    outbox.record(delivery, BROKEN, retry_at=100, now=20)
    assert jobs.get("a").webhook_status_code == 500
    assert claim(outbox, now=99) == []
    (again,) = claim(outbox, now=100)
    assert again.attempt == 2
    outbox.record(again, OK, retry_at=None, now=110)
    assert jobs.get("a").webhook_status_code == 200
    (row,) = outbox.all(state=WebhookState.DELIVERED, limit=10)
    assert (row.attempts, row.status_code, row.finished_at, row.problem) == (2, 200, 110, None)


def test_webhook_is_given_up_after_its_last_attempt(outbox, end):
    end("a")
    outbox.record(claim(outbox)[0], BROKEN, retry_at=None, now=20)
    (row,) = outbox.all(state=WebhookState.FAILED, limit=10)
    assert (row.problem, row.receiver) == ("The receiver answered 500.", "one.example:443")
    assert claim(outbox, now=10**9) == []


def test_webhook_is_delivered_once_more_when_its_attempt_was_never_recorded(outbox, end):
    end("a")
    claim(outbox, now=10)
    assert claim(outbox, now=1010) == []
    (again,) = claim(outbox, now=1011)
    assert again.attempt == 1


def test_attempts_under_way_are_given_back_when_the_courier_is_gone(outbox, end):
    end("a")
    claim(outbox, now=10)
    assert outbox.release(11) == 1
    assert len(claim(outbox, now=11)) == 1


def test_success_counts_when_the_attempt_is_outdated_but_failure_does_not(outbox, end):
    end("a")
    (late,) = claim(outbox, now=10)
    (current,) = claim(outbox, now=2000)
    outbox.record(late, BROKEN, retry_at=None, now=2001)
    assert outbox.all(state=WebhookState.FAILED, limit=1) == []
    outbox.record(late, OK, retry_at=None, now=2002)
    outbox.record(current, BROKEN, retry_at=3000, now=2003)
    (row,) = outbox.all(state=None, limit=1)
    assert (row.state, row.status_code) == (WebhookState.DELIVERED, 200)
    assert claim(outbox, now=10**9) == []


def test_receiver_gets_a_few_slots_only(outbox, end):
    for number in range(6):
        end(f"busy-{number}")
    end("other", "https://two.example/")
    first = claim(outbox)
    assert [delivery.transcript_id for delivery in first][:2] == ["busy-0", "other"]
    assert len(first) == 5
    assert claim(outbox) == []
    outbox.record(first[0], OK, retry_at=None, now=11)
    assert [delivery.transcript_id for delivery in claim(outbox)] == ["busy-4"]


def test_silent_receiver_gets_one_slot_until_it_answers(outbox, end):
    for number in range(6):
        end(f"dead-{number}", "http://dead.example/")
    for delivery in claim(outbox):
        outbox.record(delivery, SILENT, retry_at=20, now=12)
    (only,) = claim(outbox, now=20)
    assert claim(outbox, now=20) == []
    outbox.record(only, BROKEN, retry_at=99, now=30)
    assert len(claim(outbox, now=30)) == 1
    for _ in range(5):
        for delivery in claim(outbox, now=30) or outbox.claim(10**6, limit=9, per_receiver=4, lease_ms=1):
            outbox.record(delivery, BROKEN, retry_at=100, now=31)
    assert len(claim(outbox, now=2_000_000)) == 4


def test_first_attempts_go_before_repetitions(outbox, end):
    end("old")
    outbox.record(claim(outbox)[0], BROKEN, retry_at=20, now=12)
    end("new", "https://two.example/")
    assert [delivery.transcript_id for delivery in claim(outbox, now=20, limit=1)] == ["new"]


def test_failed_webhooks_can_be_tried_again_and_delivered_ones_cannot(outbox, end):
    for name, answer in (("a", BROKEN), ("b", BROKEN), ("c", OK)):
        end(name)
        outbox.record(claim(outbox)[0], answer, retry_at=None, now=20)
    ids = {row.transcript_id: row.id for row in outbox.all(state=None, limit=10)}
    assert outbox.retry([ids["a"], ids["c"]], 30) == 1
    assert [delivery.transcript_id for delivery in claim(outbox, now=30)] == ["a"]
    assert outbox.retry(None, 40) == 1
    (again,) = claim(outbox, now=40)
    assert (again.transcript_id, again.attempt) == ("b", 1)


def test_old_webhooks_are_forgotten_when_they_are_done(outbox, end):
    end("done")
    outbox.record(claim(outbox)[0], OK, retry_at=None, now=20)
    end("pending")
    assert outbox.purge(20) == 0
    assert outbox.purge(21) == 1
    assert [row.transcript_id for row in outbox.all(state=None, limit=10)] == ["pending"]


def test_second_kind_of_event_says_nothing_of_the_status(database, outbox, jobs, end):
    end("a")
    body = {"status": "redacted_audio_ready", "redacted_audio_url": "https://us.example/a.mp3"}
    options = {"webhook_url": "https://one.example/hook"}
    with database.transaction() as connection:
        add_webhook(connection, "a", WebhookKind.REDACTED_AUDIO, body, options=options, now=6)
    told, redacted = claim(outbox)
    assert (redacted.kind, redacted.body, redacted.event_id) == (WebhookKind.REDACTED_AUDIO, body, "a:redacted_audio")
    outbox.record(redacted, BROKEN, retry_at=99, now=20)
    assert jobs.get("a").webhook_status_code is None
    outbox.record(replace(told, claim="somebody else's"), BROKEN, retry_at=99, now=20)
    assert jobs.get("a").webhook_status_code is None

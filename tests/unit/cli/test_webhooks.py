import json

import pytest

from scriba.bootstrap.starting import prepare_data
from scriba.bootstrap.state import State
from scriba.core.errors import InvalidRequestError
from scriba.core.job import ItemKind, Lane, NewItem, NewJob
from scriba.core.webhooks import Answer
from scriba.settings import Settings


@pytest.fixture
def two() -> State:
    """A data directory with one webhook that failed and one that was delivered."""
    state = prepare_data(Settings.load())
    state.keys.add("default", "key", "abc", "digest", 0)
    caller = state.keys.find("digest")
    assert caller is not None
    for job_id, status in (("failed-one", 503), ("good-one", 200)):
        job = NewJob(
            id=job_id,
            caller=caller,
            audio_url="https://example.org/a.mp3",
            options={"webhook_url": "https://example.org/hook"},
            warnings=(),
            upload_id=None,
            region="local",
            created_at=0,
        )
        state.jobs.add(job, NewItem(kind=ItemKind.PREPARE))
        item = state.items.claim(Lane.MEDIA, "w", 0, 1000)
        assert item is not None
        state.items.fail(item, "no audio", 1)
        (delivery,) = state.webhooks.claim(2, limit=1, per_receiver=1, lease_ms=1000)
        answer = Answer(status_code=status, problem=None if status == 200 else f"The receiver answered {status}.")
        state.webhooks.record(delivery, answer, retry_at=None, now=3)
    return state


@pytest.mark.usefixtures("two")
def test_webhooks_are_listed_with_what_went_wrong(scriba):
    table = scriba("webhooks", "list").stdout
    for part in ("failed-one", "good-one", "delivered", "answered"):
        assert part in table
    (failed,) = json.loads(scriba("webhooks", "list", "--state", "failed", "--json").stdout)
    assert (failed["transcript_id"], failed["status_code"], failed["attempts"]) == ("failed-one", 503, 1)
    assert failed["receiver"] == "example.org:443"


@pytest.mark.usefixtures("two")
def test_failed_webhooks_are_pending_when_they_are_to_be_tried_again(scriba):
    assert "again: 1." in scriba("webhooks", "retry", "--failed").stdout
    (pending,) = json.loads(scriba("webhooks", "list", "--state", "pending", "--json").stdout)
    assert (pending["transcript_id"], pending["attempts"]) == ("failed-one", 0)


@pytest.mark.usefixtures("two")
def test_delivered_webhook_is_not_tried_again(scriba):
    (good,) = json.loads(scriba("webhooks", "list", "--state", "delivered", "--json").stdout)
    result = scriba("webhooks", "retry", good["id"])
    assert result.exit_code == InvalidRequestError.exit_code
    assert "has failed" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("1", "--failed")])
@pytest.mark.usefixtures("two")
def test_retry_wants_to_know_which(scriba, arguments):
    assert scriba("webhooks", "retry", *arguments).exit_code == InvalidRequestError.exit_code


def test_people_are_told_when_there_are_none(scriba):
    assert "webhook_url" in scriba("webhooks", "list").stderr

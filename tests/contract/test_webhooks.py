"""Webhooks of a live server, by plain requests."""

import time
from typing import Any

import pytest

from tests.contract.conftest import MODELS, LiveServer
from tests.crash.webhooks import silence
from tests.fakes.receivers import receiving


@pytest.fixture
def silent_url(live: LiveServer) -> str:
    return live.upload(silence())


def told(live: LiveServer, job_id: str) -> dict[str, Any]:
    """The transcript, once it shows what the receiver answered."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        body: dict[str, Any] = live.client.get(f"/v2/transcript/{job_id}").json()
        if body["webhook_status_code"] is not None:
            return body
        time.sleep(0.05)
    pytest.fail("no answer of the receiver is shown")


@pytest.mark.shows(
    "webhook_url",
    "webhook_auth_header_name",
    "webhook_auth_header_value",
    "response.webhook_auth",
    "response.webhook_status_code",
)
def test_secret_is_never_shown_and_its_use_is(live: LiveServer, silent_url: str) -> None:
    with receiving(lambda _path, _number: 204) as receiver:
        accepted = live.submit(
            silent_url,
            webhook_url=f"{receiver.address}/hook?customer=7",
            webhook_auth_header_name="X-Secret",
            webhook_auth_header_value="open sesame",
        )
        done = told(live, accepted["id"])
    for body in (accepted, done):
        assert (body["webhook_auth"], body["webhook_auth_header_name"]) == (True, "X-Secret")
        assert body["webhook_url"] == f"{receiver.address}/hook?customer=7"
        assert "open sesame" not in str(body)
        assert body["metadata"]["warnings"] == []
    assert (done["status"], done["webhook_status_code"]) == ("completed", 204)
    (call,) = receiver.calls
    assert (call.path, call.headers["X-Secret"]) == ("/hook?customer=7", "open sesame")
    assert call.message == {"transcript_id": accepted["id"], "status": "completed"}


def test_failed_transcript_is_told_too(live: LiveServer) -> None:
    with receiving() as receiver:
        job_id = live.submit(live.upload(b"no sound at all"), webhook_url=receiver.address)["id"]
        assert told(live, job_id)["status"] == "error"
    assert [call.message for call in receiver.calls] == [{"transcript_id": job_id, "status": "error"}]


def test_refusal_of_the_receiver_is_the_end(live: LiveServer, silent_url: str) -> None:
    with receiving(lambda _path, _number: 410) as receiver:
        job_id = live.submit(silent_url, webhook_url=receiver.address)["id"]
        assert told(live, job_id)["webhook_status_code"] == 410
        assert "failed" in live.cli("webhooks", "list", "--state", "failed")
    assert len(receiver.calls) == 1


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"webhook_url": "gopher://example.com"}, "webhook_url should start with http"),
        ({"webhook_url": "http://a:b@example.com"}, "webhook_url must not hold a password"),
        ({"webhook_url": "http://a.example", "webhook_auth_header_name": "X"}, "webhook_auth_header_name and"),
        (
            {"webhook_auth_header_name": "X", "webhook_auth_header_value": "a\r\nb"},
            "webhook_auth_header_value has characters",
        ),
    ],
)
def test_webhook_is_refused_when_it_could_not_be_called(live: LiveServer, options: dict[str, Any], text: str) -> None:
    body = {"audio_url": "https://a.example/b.mp3", "speech_models": MODELS} | options
    response = live.client.post("/v2/transcript", json=body)
    assert response.status_code == 400
    assert response.json()["error"].startswith(text)

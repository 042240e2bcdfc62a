"""Repetitions and priorities, over plain HTTP against a live server."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.conftest import MODELS, LiveServer
from tests.crash.webhooks import silence


@pytest.fixture
def body(live: LiveServer) -> dict[str, object]:
    return {"audio_url": live.upload(silence()), "speech_models": MODELS}


def test_parallel_repetitions_make_one_transcript(live: LiveServer, body: dict[str, object]) -> None:
    def post(_number: int) -> str:
        response = live.client.post("/v2/transcript", json=body, headers={"idempotency-key": "contract"})
        assert response.status_code == 200, response.text
        return str(response.json()["id"])

    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(post, range(48)))
    assert len(ids) == 1
    assert live.finished(ids.pop())["status"] == "completed"
    other = live.client.post(
        "/v2/transcript", json=body | {"punctuate": False}, headers={"idempotency-key": "contract"}
    )
    assert (other.status_code, list(other.json())) == (422, ["error"])


def test_priority_is_taken_and_told(live: LiveServer, body: dict[str, object]) -> None:
    response = live.client.post("/v2/transcript", json=body, headers={"x-scriba-priority": "high"})
    assert response.json()["metadata"]["priority"] == "high"
    assert live.finished(response.json()["id"])["status"] == "completed"

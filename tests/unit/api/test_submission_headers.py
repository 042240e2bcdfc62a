"""What headers do: idempotency keys, priorities, and too many requests."""

from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from scriba.api.app import create_app
from scriba.service.transcripts import IDEMPOTENCY_MS
from tests.fakes.services import services_over_fakes
from tests.unit.api.conftest import MODELS, RECORDING, World

BODY = {"audio_url": RECORDING, "speech_models": MODELS}


def post(world: World, key: str = "k1", headers: Any = None, **options: Any) -> httpx.Response:
    given = {"idempotency-key": key} | (headers or {})
    return world.client.post("/v2/transcript", json=BODY | options, headers=given)


def test_repetition_brings_the_first_transcript(world: World) -> None:
    bodies = [post(world).json() for _ in range(3)]
    assert bodies[0] == bodies[1] == bodies[2]
    assert len(world.back.jobs.rows) == 1
    assert post(world, key="k2").json()["id"] != bodies[0]["id"]


def test_repetition_is_the_same_when_only_its_spelling_differs(world: World) -> None:
    first = post(world, punctuate=True, prompt=None).json()
    second = post(world, prompt=None, punctuate=True).json()
    assert second["id"] == first["id"]


@pytest.mark.parametrize("other", [{"speaker_labels": True}, {"headers": {"x-scriba-priority": "low"}}])
def test_another_request_with_the_same_key_is_refused(world: World, other: dict[str, Any]) -> None:
    post(world)
    response = post(world, **other)
    assert world.error(response, 422).startswith("This Idempotency-Key was used for another request.")


def test_key_is_forgotten_after_a_day(world: World) -> None:
    first = post(world).json()
    world.back.clock.now += IDEMPOTENCY_MS
    assert post(world).json()["id"] == first["id"]
    world.back.clock.now += 1
    assert post(world).json()["id"] != first["id"]


def test_key_is_free_when_the_request_was_refused(world: World) -> None:
    assert post(world, format_text=1).status_code == 400
    assert post(world).status_code == 200


def test_keys_of_other_projects_do_not_matter(world: World) -> None:
    mine = post(world).json()
    theirs = post(world, headers=world.stranger(), punctuate=False)
    assert theirs.status_code == 200
    assert theirs.json()["id"] != mine["id"]


@pytest.mark.parametrize(("key", "status"), [("x" * 255, 200), ("x" * 256, 400), ("", 400)])
def test_key_has_a_length(world: World, key: str, status: int) -> None:
    response = post(world, key=key)
    assert response.status_code == status
    if status == 400:
        assert "idempotency-key" in world.error(response)


def test_repetition_works_when_the_upload_of_the_first_is_gone(world: World) -> None:
    url = world.client.post("/v2/upload", content=b"sound").json()["upload_url"]
    first = post(world, audio_url=url).json()
    world.client.delete(f"/v2/transcript/{first['id']}")
    again = post(world, audio_url=url).json()
    assert (again["id"], again["text"]) == (first["id"], "Deleted by user.")


def test_priority_is_told_when_it_is_not_normal(world: World) -> None:
    body = world.client.post("/v2/transcript", json=BODY, headers={"x-scriba-priority": "high"}).json()
    assert body["metadata"]["priority"] == "high"
    assert "priority" not in world.submit()["metadata"]


def test_unknown_priority_is_refused(world: World) -> None:
    response = world.client.post("/v2/transcript", json=BODY, headers={"x-scriba-priority": "urgent"})
    assert world.error(response).lower() == "x-scriba-priority must be one of: 'high', 'normal' or 'low'"


def test_key_is_told_to_wait_when_it_has_used_up_its_requests(tmp_path: Path) -> None:
    services, back = services_over_fakes(tmp_path, max_requests=3)
    headers = {"authorization": services.keys.create("ours")[1]}
    other = {"authorization": services.keys.create("another of ours")[1]}
    with TestClient(create_app(services), headers=headers) as client:
        assert [client.get("/v2/transcript").status_code for _ in range(3)] == [200, 200, 200]
        refused = client.get("/v2/transcript")
        assert (refused.status_code, refused.json()) == (429, {"error": "Too Many Requests"})
        assert refused.headers["retry-after"] == "20"
        assert client.get("/v2/transcript", headers=other).status_code == 200
        assert client.get("/health").status_code == 200
        back.clock.now += 20_000
        assert client.get("/v2/transcript").status_code == 200

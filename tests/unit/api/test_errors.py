"""Whatever goes wrong, the body is {"error": text}."""

import pytest
import structlog

from scriba.core.operator_errors import DataDirectoryError
from tests.unit.api.conftest import World


def test_unknown_path_is_not_found(world: World) -> None:
    assert world.error(world.client.get("/v2/nothing"), 404) == "Not found"


@pytest.mark.parametrize("path", ["/v2/transcript/", "/v2/upload/", "/health/"])
def test_trailing_slash_is_not_redirected(world: World, path: str) -> None:
    assert world.client.get(path, follow_redirects=False).status_code in {400, 404}


def test_wrong_method_is_refused(world: World) -> None:
    response = world.client.put("/v2/transcript")
    assert world.error(response, 405) == "Method not allowed"
    assert response.headers["allow"]


@pytest.mark.parametrize("body", [b"", b"{", b"[1", b'{"audio_url": NaN}', b"[" * 100_000, b'"\\ud800"', b"\xff"])
def test_malformed_json_is_refused(world: World, body: bytes) -> None:
    response = world.client.post("/v2/transcript", content=body)
    assert world.error(response).startswith("The request body is not valid JSON")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"5"])
def test_body_that_is_no_object_is_refused(world: World, body: bytes) -> None:
    assert world.error(world.client.post("/v2/transcript", content=body)) == "The request body must be a JSON object"


def test_huge_body_is_refused(world: World) -> None:
    body = b'{"prompt": "' + b"x" * (5 << 20) + b'"}'
    assert "larger than" in world.error(world.client.post("/v2/transcript", content=body))


@pytest.mark.parametrize("error", [RuntimeError("secret detail"), DataDirectoryError("disk /secret is full")])
def test_fault_of_the_server_is_logged_and_told_without_details(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(type(world.back.jobs), "page", fail)
    with structlog.testing.capture_logs() as lines:
        response = world.client.get("/v2/transcript")
    assert world.error(response, 500) == "Server error, developers have been alerted."
    assert [line["path"] for line in lines if line["log_level"] == "error"] == ["/v2/transcript"]


def test_log_line_of_a_request_tells_neither_key_nor_query(world: World) -> None:
    with structlog.testing.capture_logs() as lines:
        world.client.get("/v2/transcript/some-id/word-search", params={"words": "secret"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/v2/transcript/some-id/word-search", 400)
    told = str(lines)
    assert "secret" not in told
    assert world.client.headers["authorization"] not in told

"""Only keys open the door, and only probes stand before it."""

import re

import pytest

from tests.unit.api.conftest import World

PROTECTED = [
    ("POST", "/v2/upload"),
    ("POST", "/v2/transcript"),
    ("GET", "/v2/transcript"),
    ("GET", "/v2/transcript/some-id"),
    ("DELETE", "/v2/transcript/some-id"),
    ("POST", "/v2/transcript/some-id/cancel"),
    *[("GET", f"/v2/transcript/some-id/{view}") for view in ("sentences", "paragraphs", "srt", "vtt", "word-search")],
    ("GET", "/v2/transcript/some-id/redacted-audio"),
    ("GET", "/v2/transcript/some-id/events"),
    ("GET", "/v2/options"),
    *[(method, "/v2/speakers") for method in ("GET", "POST")],
    *[(method, "/v2/speakers/some-id") for method in ("GET", "DELETE")],
    ("POST", "/v2/files"),
    *[(method, "/v2/files/some-id") for method in ("HEAD", "GET", "PATCH", "DELETE")],
]


@pytest.mark.parametrize(("method", "path"), PROTECTED)
@pytest.mark.parametrize("header", ["", "wrong", "Bearer wrong", "Bearer", "ключ"])
def test_request_is_refused_without_a_valid_key(world: World, method: str, path: str, header: str) -> None:
    response = world.client.request(method, path, headers={b"authorization": header.encode()})
    assert response.status_code == 401
    assert method == "HEAD" or world.error(response, 401) == "Authentication error, API token missing/invalid"


def test_request_is_refused_when_the_header_is_absent(world: World) -> None:
    del world.client.headers["authorization"]
    assert world.client.post("/v2/upload", content=b"sound").status_code == 401


def test_every_route_of_the_api_is_protected(world: World) -> None:
    paths = world.client.get("/openapi.json").json()["paths"]
    found = {
        (method.upper(), re.sub(r"{\w+}", "some-id", path))
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/v2/")
    }
    assert found == set(PROTECTED)


@pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer ", "  "])
def test_key_is_accepted_raw_and_as_bearer(world: World, scheme: str) -> None:
    header = scheme + world.client.headers["authorization"]
    assert world.client.get("/v2/transcript", headers={"authorization": header}).status_code == 200


def test_key_is_refused_once_it_is_revoked(world: World) -> None:
    world.services.keys.revoke("ours")
    assert world.client.get("/v2/transcript").status_code == 401


def test_body_is_not_read_when_the_key_is_wrong(world: World) -> None:
    response = world.client.post("/v2/transcript", content=b"not json", headers={"authorization": "wrong"})
    assert response.status_code == 401
    assert not world.back.files.writers


@pytest.mark.parametrize("path", ["/", "/health", "/openapi.json"])
def test_probes_need_no_key(world: World, path: str) -> None:
    del world.client.headers["authorization"]
    assert world.client.get(path).status_code == 200

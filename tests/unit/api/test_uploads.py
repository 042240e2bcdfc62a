"""Uploads in every form that clients send them."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from scriba.api.app import create_app
from tests.fakes.services import services_over_fakes
from tests.fakes.stores import FakeWriter
from tests.unit.api.conftest import World

SOUND = bytes(range(256)) * 300
"""Bytes that no text encoding survives, with every byte that a multipart parser could trip over."""


def stored(world: World) -> bytes:
    (content,) = world.back.files.contents.values()
    return content


def nothing_is_left(world: World) -> bool:
    return not world.back.files.contents and not world.back.uploads.rows and world.back.files.writers[0].is_aborted


@pytest.mark.parametrize(
    "kind", [None, "application/octet-stream", "audio/mpeg", "application/x-www-form-urlencoded", "application/json", "multipart/form-data"]
)  # fmt: skip
def test_body_is_the_file_when_it_is_raw(world: World, kind: str | None) -> None:
    headers = {"content-type": kind} if kind else {}
    response = world.client.post("/v2/upload", content=SOUND, headers=headers)
    assert response.status_code == 200
    assert stored(world) == SOUND
    assert re.fullmatch(r"http://testserver/upload/local_[0-9a-f]{32}", response.json()["upload_url"])


def test_body_is_the_file_when_it_is_chunked(world: World) -> None:
    def chunks() -> Iterator[bytes]:
        for start in range(0, len(SOUND), 999):
            yield SOUND[start : start + 999]

    assert world.client.post("/v2/upload", content=chunks()).status_code == 200
    assert stored(world) == SOUND


def test_first_file_is_taken_when_it_is_a_form(world: World) -> None:
    files = [("file", ("a.mp3", SOUND, "audio/mpeg")), ("other", ("b.mp3", b"not this", "audio/mpeg"))]
    response = world.client.post("/v2/upload", data={"note": "not this either"}, files=files)
    assert response.status_code == 200
    assert stored(world) == SOUND


def test_file_may_be_as_large_as_the_limit_in_both_forms(world: World) -> None:
    sound = b"x" * 100_000
    assert world.client.post("/v2/upload", content=sound).status_code == 200
    assert world.client.post("/v2/upload", files={"file": ("a", sound)}).status_code == 200


@pytest.mark.parametrize("form", ["declared", "chunked", "multipart"])
def test_file_is_refused_when_it_is_too_large(world: World, form: str) -> None:
    sound = b"x" * 100_001
    arguments: dict[str, dict[str, Any]] = {
        "declared": {"content": sound},
        "chunked": {"content": iter([sound])},
        "multipart": {"files": {"file": ("a", sound)}},
    }
    text = world.error(world.client.post("/v2/upload", **arguments[form]))
    assert text == "Upload error, the file is larger than 100000 bytes."
    assert not world.back.files.contents


@pytest.mark.parametrize(("body", "text"), [(b"", "empty"), (b"--X\r\n", "ends before"), (b"junk", "cannot be read")])
def test_broken_form_leaves_nothing(world: World, body: bytes, text: str) -> None:
    kind = "multipart/form-data; boundary=X" if body else "audio/mpeg"
    assert text in world.error(world.client.post("/v2/upload", content=body, headers={"content-type": kind}))
    assert nothing_is_left(world)


def test_form_without_a_file_is_refused(world: World) -> None:
    body = b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--X--\r\n'
    response = world.client.post(
        "/v2/upload", content=body, headers={"content-type": "multipart/form-data; boundary=X"}
    )
    assert world.error(response) == "Upload error, the multipart body holds no file."
    assert nothing_is_left(world)


def test_boundary_that_is_too_long_is_refused(world: World) -> None:
    kind = f"multipart/form-data; boundary={'x' * 5_000}"
    assert "cannot be read" in world.error(
        world.client.post("/v2/upload", content=b"sound", headers={"content-type": kind})
    )


@pytest.mark.parametrize("ending", ["disconnect", "cancelled"])
def test_upload_leaves_nothing_when_it_breaks_off(world: World, ending: str) -> None:
    async def call() -> None:
        messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        messages.put_nowait({"type": "http.request", "body": SOUND, "more_body": True})
        if ending == "disconnect":
            messages.put_nowait({"type": "http.disconnect"})
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/v2/upload",
            "raw_path": b"/v2/upload",
            "query_string": b"",
            "headers": [(b"authorization", world.client.headers["authorization"].encode())],
            "server": ("testserver", 80),
        }
        sent: asyncio.Queue[Any] = asyncio.Queue()
        task = asyncio.ensure_future(world.client.app(scope, messages.get, sent.put))
        if ending == "disconnect":
            await task
        else:
            while not world.back.files.writers:  # noqa: ASYNC110  the fake has no event to wait for
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(call())
    assert nothing_is_left(world)


def test_upload_leaves_nothing_when_the_disk_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FakeWriter, "write", full)
    assert world.error(world.client.post("/v2/upload", content=SOUND), 500).startswith("Server error")
    assert nothing_is_left(world)


@pytest.mark.parametrize(
    ("headers", "base"),
    [
        ({"x-forwarded-proto": "https", "x-forwarded-host": "scriba.example", "x-forwarded-prefix": "/speech/"}, "https://scriba.example/speech"),
        ({"x-forwarded-proto": "https, http", "x-forwarded-host": "a.example:8443, b"}, "https://a.example:8443"),
        ({"x-forwarded-proto": "javascript", "x-forwarded-host": "a/b?c", "x-forwarded-prefix": "//evil"}, "http://testserver"),
        ({"host": "[::1]:8000"}, "http://[::1]:8000"),
        ({"host": "a<b>"}, "http://testserver:80"),
    ],
)  # fmt: skip
def test_address_is_the_one_that_the_client_sees(world: World, headers: dict[str, str], base: str) -> None:
    url = world.client.post("/v2/upload", content=SOUND, headers=headers).json()["upload_url"]
    assert url.rpartition("/upload/")[0] == base


def test_address_has_the_prefix_that_the_server_runs_under(world: World) -> None:
    client = TestClient(world.client.app, root_path="/speech", headers=dict(world.client.headers))
    url = client.post("/speech/v2/upload", content=SOUND).json()["upload_url"]
    assert url.startswith("http://testserver/speech/upload/")


def test_address_is_the_public_one_when_it_is_set(tmp_path: Path) -> None:
    services, _ = services_over_fakes(tmp_path, public_url="https://public.example/api/")
    headers = {"authorization": services.keys.create("ours")[1], "x-forwarded-host": "other.example"}
    with TestClient(create_app(services), headers=headers) as client:
        url = client.post("/v2/upload", content=SOUND).json()["upload_url"]
    assert url.startswith("https://public.example/api/upload/local_")

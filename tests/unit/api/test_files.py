"""`/v2/files`: the tus protocol's headers and statuses."""

import asyncio
import base64
import hashlib
from typing import Any

import httpx2 as httpx
import pytest
from starlette.requests import ClientDisconnect

from scriba.api.tus import arriving
from scriba.core.errors import BrokenUploadError
from tests.fakes.services import UPLOAD_TTL_MS
from tests.unit.api.conftest import World

SOUND = bytes(range(250)) * 4
TUS = {"tus-resumable": "1.0.0"}
PIECE = TUS | {"content-type": "application/offset+octet-stream"}


def begin(world: World, content: bytes | None = None, **headers: Any) -> httpx.Response:
    given = (TUS if content is None else PIECE) | {"upload-length": str(len(SOUND))} | headers
    return world.client.post("/v2/files", headers=given, content=content)


def begun(world: World) -> str:
    response = begin(world)
    assert response.status_code == 201, response.text
    return response.headers["location"].removeprefix("http://testserver")


def add(world: World, path: str, content: bytes, offset: int, **headers: str) -> httpx.Response:
    return world.client.patch(path, content=content, headers=PIECE | {"upload-offset": str(offset)} | headers)


def test_file_becomes_an_upload_when_all_its_pieces_are_there(world: World) -> None:
    path = begun(world)
    response = add(world, path, SOUND[:400], 0)
    assert (response.status_code, response.headers["upload-offset"], response.text) == (204, "400", "")
    assert "scriba-upload-url" not in response.headers
    response = add(world, path, SOUND[400:], 400)
    address = response.headers["scriba-upload-url"]
    assert address == world.client.get(path).json()["upload_url"]
    assert world.submit(audio_url=address)["audio_url"] == address
    (content,) = world.back.files.contents.values()
    assert content == SOUND


def test_first_bytes_may_come_with_the_creation(world: World) -> None:
    response = begin(world, SOUND[:400])
    assert (response.status_code, response.headers["upload-offset"]) == (201, "400")
    whole = begin(world, SOUND)
    assert whole.headers["scriba-upload-url"].rpartition("/")[2] == whole.headers["location"].rpartition("/")[2]


def test_body_of_another_type_is_no_piece(world: World) -> None:
    response = world.client.post("/v2/files", headers=TUS | {"upload-length": "1000"}, content=SOUND[:400])
    assert (response.status_code, response.headers["upload-offset"]) == (201, "0")


def test_offset_is_told_in_headers_and_as_json(world: World) -> None:
    path = begin(world, SOUND[:400], **{"upload-metadata": "filename YS53YXY="}).headers["location"]
    found = world.client.head(path, headers=TUS)
    expected = {
        "upload-offset": "400",
        "upload-length": "1000",
        "upload-metadata": "filename YS53YXY=",
        "upload-expires": "Thu, 01 Jan 2026 00:01:00 GMT",
        "cache-control": "no-store",
        "tus-resumable": "1.0.0",
    }
    assert (found.status_code, found.content) == (200, b"")
    assert {name: found.headers[name] for name in expected} == expected
    assert world.client.get(path).json() == {
        "id": path.rpartition("/")[2],
        "length": 1000,
        "offset": 400,
        "upload_url": None,
        "expires": "2026-01-01T00:01:00.123Z",
    }


def test_server_tells_what_it_can_do(world: World) -> None:
    del world.client.headers["authorization"]
    response = world.client.options("/v2/files")
    assert response.status_code == 204
    assert response.headers["tus-version"] == "1.0.0"
    assert response.headers["tus-max-size"] == "100000"
    assert "creation-with-upload" in response.headers["tus-extension"].split(",")
    assert response.headers["tus-checksum-algorithm"] == "sha1,sha256,md5"


@pytest.mark.parametrize("version", [{}, {"tus-resumable": "0.2.2"}])
def test_other_versions_of_the_protocol_are_refused(world: World, version: dict[str, str]) -> None:
    path = begun(world)
    for method, place in (("POST", "/v2/files"), ("PATCH", path), ("DELETE", path)):
        response = world.client.request(method, place, headers=version)
        assert "Tus-Resumable" in world.error(response, 412)
        assert (response.headers["tus-version"], response.headers["tus-resumable"]) == ("1.0.0", "1.0.0")


def test_bytes_are_refused_when_they_do_not_follow(world: World) -> None:
    path = begun(world)
    add(world, path, SOUND[:400], 0)
    assert "400 bytes" in world.error(add(world, path, SOUND[:400], 0), 409)


def test_bytes_are_refused_when_somebody_else_is_writing(world: World) -> None:
    path = begun(world)
    caller = world.services.keys.authenticate(world.client.headers["authorization"])
    extension = world.services.resumable.extend(caller, path.rpartition("/")[2], 0)
    world.error(add(world, path, SOUND, 0), 423)
    extension.close()
    assert add(world, path, SOUND, 0).status_code == 204


def test_bytes_are_refused_when_their_checksum_differs(world: World) -> None:
    path = begun(world)
    digest = base64.b64encode(hashlib.sha1(SOUND).digest()).decode()
    world.error(add(world, path, SOUND[:-1] + b"x", 0, **{"upload-checksum": f"sha1 {digest}"}), 460)
    assert world.client.get(path).json()["offset"] == 0
    assert add(world, path, SOUND, 0, **{"upload-checksum": f"sha1 {digest}"}).status_code == 204


@pytest.mark.parametrize("checksum", ["sha1 !", "crc32 AAAA", "sha1"])
def test_checksum_is_refused_when_it_makes_no_sense(world: World, checksum: str) -> None:
    response = add(world, begun(world), SOUND, 0, **{"upload-checksum": checksum})
    assert response.status_code in {400, 460}
    world.error(response, response.status_code)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"upload-length": ""}, 400),
        ({"upload-length": "-1"}, 400),
        ({"upload-length": "1e3"}, 400),
        ({"upload-length": "9" * 30}, 400),
        ({"upload-length": "0"}, 400),
        ({"upload-length": "100001"}, 413),
    ],
)
def test_upload_is_refused_when_its_length_is(world: World, headers: dict[str, Any], status: int) -> None:
    world.error(begin(world, **headers), status)


def test_piece_is_refused_when_it_is_of_another_type(world: World) -> None:
    response = world.client.patch(begun(world), content=SOUND, headers=TUS | {"upload-offset": "0"})
    assert "application/offset+octet-stream" in world.error(response, 415)


def test_piece_is_refused_when_it_is_larger_than_announced(world: World) -> None:
    world.error(add(world, begun(world), SOUND + b"x", 0), 413)


def test_upload_of_another_project_looks_like_none(world: World) -> None:
    path = begun(world)
    for method in ("GET", "PATCH", "DELETE"):
        response = world.client.request(method, path, headers=PIECE | {"upload-offset": "0"} | world.stranger())
        world.error(response, 404)
    assert world.client.head(path, headers=TUS | world.stranger()).status_code == 404


def test_upload_is_gone_when_it_was_deleted_or_has_expired(world: World) -> None:
    path, other = begun(world), begun(world)
    assert world.client.delete(path, headers=TUS).status_code == 204
    world.error(world.client.get(path), 404)
    world.back.clock.now += UPLOAD_TTL_MS + 1
    world.error(world.client.get(other), 404)


@pytest.mark.parametrize(("method", "status"), [("PATCH", 204), ("DELETE", 204), ("", 405)])
def test_clients_may_post_and_name_the_method(world: World, method: str, status: int) -> None:
    headers = PIECE | {"upload-offset": "0", "x-http-method-override": method}
    assert world.client.post(begun(world), content=SOUND, headers=headers).status_code == status


class Broken:
    """A request whose body breaks off, or falls silent."""

    def __init__(self, *, is_silent: bool) -> None:
        self._is_silent = is_silent

    async def stream(self) -> Any:
        yield b"some"
        yield b"thing"
        if self._is_silent:
            await asyncio.sleep(60)
        raise ClientDisconnect


@pytest.mark.parametrize("is_silent", [True, False])
def test_what_has_arrived_is_kept_when_the_connection_is_dead(is_silent) -> None:
    async def read() -> bytes:
        found = b""
        try:
            async for block in arriving(Broken(is_silent=is_silent), idle_ms=50):  # type: ignore[arg-type]  # a stream is all it needs
                found += block
        except BrokenUploadError:
            return found
        return b"whole"

    assert asyncio.run(read()) == b"something"

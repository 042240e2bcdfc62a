"""Uploads against a live server: every form, any size in little memory, nothing left of broken ones."""

import email
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.contract.conftest import LiveServer

MEGABYTE = 1 << 20
SOUND = bytes(range(256)) * 4_000


def stored(live: LiveServer, before: set[Path]) -> bytes:
    (path,) = live.files() - before
    return path.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        {"content": SOUND},
        {"content": SOUND, "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"content": SOUND, "headers": {"content-type": "application/octet-stream"}},
        {"content": SOUND, "headers": {"content-type": "application/json"}},
        {"files": {"file": ("sound.wav", SOUND, "audio/wav")}},
    ],
    ids=["untyped", "form type", "binary", "json type", "multipart"],
)
def test_file_arrives_byte_for_byte(live: LiveServer, arguments: dict[str, Any]) -> None:
    before = live.files()
    assert live.client.post("/v2/upload", **arguments).status_code == 200
    assert stored(live, before) == SOUND


def test_file_arrives_byte_for_byte_when_it_is_chunked(live: LiveServer) -> None:
    before = live.files()
    chunks = iter([SOUND[:10], SOUND[10:70_000], SOUND[70_000:]])
    assert live.client.post("/v2/upload", content=chunks).status_code == 200
    assert stored(live, before) == SOUND


def _sent(live: LiveServer, head: str, body: bytes) -> None:
    """Send a request that is never completed, and hang up."""
    place = urlsplit(live.address)
    with socket.create_connection((str(place.hostname), int(place.port or 0))) as connection:
        lines = [f"POST /v2/upload HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: {live.key}\r\n", head, "\r\n"]
        connection.sendall("".join(lines).encode() + body)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 5000000\r\n", SOUND),
        ("Transfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n" % (len(SOUND), SOUND)),
        ("Content-Type: multipart/form-data; boundary=X\r\nContent-Length: 5000000\r\n", b'--X\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n' + SOUND),
    ],
    ids=["sized", "chunked", "multipart"],
)  # fmt: skip
def test_nothing_is_left_when_the_client_hangs_up(live: LiveServer, head: str, body: bytes) -> None:
    before = live.files()
    _sent(live, head, body)
    while live.files() != before:
        time.sleep(0.05)
    assert live.client.get("/health").status_code == 200


def test_nothing_is_left_of_an_empty_file(live: LiveServer) -> None:
    before = live.files()
    response = live.client.post("/v2/upload", content=b"")
    assert (response.status_code, response.json()) == (400, {"error": "Upload error, the file is empty."})
    assert live.files() == before


def test_too_large_a_file_is_refused_before_it_is_sent(live: LiveServer) -> None:
    before = live.files()
    place = urlsplit(live.address)
    with socket.create_connection((str(place.hostname), int(place.port or 0))) as connection:
        head = f"POST /v2/upload HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: {live.key}\r\nContent-Length: 9999999999\r\n\r\n"
        connection.sendall(head.encode())
        with connection.makefile("rb") as stream:
            status = stream.readline().decode()
            headers = email.message_from_bytes(b"".join(iter(stream.readline, b"\r\n")))
            answer = stream.read(int(headers["Content-Length"])).decode()
    assert status.startswith("HTTP/1.1 400")
    assert "larger than 2362232012 bytes" in answer
    assert live.files() == before


def _api_process(supervisor: int) -> Path:
    """The API's folder in /proc, a child of the supervisor."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    (found,) = [pid for pid in children if b"\0api\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return Path("/proc", found)


def _resident(process: Path, field: str) -> int:
    """VmRSS or VmHWM, bytes."""
    (line,) = [line for line in (process / "status").read_text().splitlines() if line.startswith(f"{field}:")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("form", ["sized", "chunked", "multipart"])
def test_large_upload_takes_little_memory(live: LiveServer, form: str, tmp_path: Path) -> None:
    live.upload(SOUND)
    process = _api_process(live.pid)
    (process / "clear_refs").write_text("5")  # the peak starts anew
    before = _resident(process, "VmRSS")
    if form == "chunked":
        response = live.client.post("/v2/upload", content=_megabytes(300))
    else:
        path = tmp_path / "large"
        with path.open("wb") as file:
            file.writelines(_megabytes(300))
        with path.open("rb") as file:
            arguments: dict[str, Any] = {"content": file} if form == "sized" else {"files": {"file": file}}
            response = live.client.post("/v2/upload", **arguments)
    assert response.status_code == 200, response.text
    assert _resident(process, "VmHWM") - before < 64 * MEGABYTE
    upload_id = response.json()["upload_url"].rpartition("/")[2]
    (stored_file,) = [path for path in live.files() if path.name == upload_id]
    assert stored_file.stat().st_size == 300 * MEGABYTE
    stored_file.unlink()


def _megabytes(count: int) -> Iterator[bytes]:
    block = bytes(MEGABYTE)
    for _ in range(count):
        yield block

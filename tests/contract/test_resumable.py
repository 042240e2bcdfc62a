"""Resumable uploads against a live server, with a tus client that others wrote, and with our example."""

import io
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tusclient.client import TusClient

from tests.contract.conftest import LiveServer

EXAMPLE = Path(__file__).parents[2] / "examples" / "resumable_upload.py"
CHUNK = 300_000


def client(live: LiveServer) -> TusClient:
    return TusClient(f"{live.address}/v2/files", headers={"authorization": live.key})


def stored(live: LiveServer, address: str) -> bytes:
    return (live.data_dir / "uploads" / address.rpartition("/")[2]).read_bytes()


def state(live: LiveServer, address: str) -> dict[str, Any]:
    found: dict[str, Any] = live.client.get(address).json()
    return found


@pytest.mark.parametrize("checksum", [False, True])
def test_client_uploads_a_recording_that_can_be_transcribed(live: LiveServer, clip: Path, checksum) -> None:
    uploader = client(live).uploader(
        file_stream=io.BytesIO(clip.read_bytes()),
        chunk_size=CHUNK,
        metadata={"filename": "clip.wav"},
        upload_checksum=checksum,
    )
    uploader.upload()
    upload_url = state(live, str(uploader.url))["upload_url"]
    assert stored(live, upload_url) == clip.read_bytes()
    if checksum:
        done = live.finished(live.submit(upload_url)["id"])
        assert "best of times" in done["text"]


def test_client_goes_on_where_another_stopped(live: LiveServer, clip: Path) -> None:
    first = client(live).uploader(file_stream=io.BytesIO(clip.read_bytes()), chunk_size=CHUNK)
    first.upload_chunk()
    second = client(live).uploader(file_stream=io.BytesIO(clip.read_bytes()), chunk_size=CHUNK, url=first.url)
    assert second.offset == CHUNK
    second.upload()
    assert stored(live, str(first.url)) == clip.read_bytes()


def _half_sent(live: LiveServer, content: bytes) -> str:
    """Address of an upload whose connection was cut in the middle."""
    headers = {"tus-resumable": "1.0.0", "upload-length": str(len(content))}
    address = str(live.client.post("/v2/files", headers=headers).headers["location"])
    place = urlsplit(address)
    with socket.create_connection((str(place.hostname), int(place.port or 0))) as connection:
        head = (
            f"PATCH {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: {live.key}\r\nUpload-Offset: 0\r\n"
            "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        connection.sendall(head.encode() + content[: len(content) // 2])
    while state(live, address)["offset"] == 0:
        pass
    return address


def test_example_goes_on_where_the_connection_was_cut(live: LiveServer, clip: Path) -> None:
    address = _half_sent(live, clip.read_bytes())
    assert 0 < state(live, address)["offset"] < clip.stat().st_size
    run = subprocess.run(
        [sys.executable, EXAMPLE, clip, address], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    (audio_url,) = re.findall(r"^audio_url: (\S+)$", run.stdout, re.MULTILINE)
    assert stored(live, audio_url) == clip.read_bytes()


def test_example_uploads_a_whole_file(live: LiveServer, clip: Path) -> None:
    run = subprocess.run(
        [sys.executable, EXAMPLE, clip], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert stored(live, run.stdout.split()[-1]) == clip.read_bytes()

"""Cut a resumable upload again and again, kill the server under it, and compare: python -m tests.crash.cut_uploads."""

import argparse
import hashlib
import random
import socket
import struct
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.crash.server import KEY, Server

MEGABYTE = 1 << 20
TUS = {"tus-resumable": "1.0.0"}


def content(size: int, start: int = 0) -> Iterator[bytes]:
    """A file of noise, the same every time, made as it is read: any part of it is the part of one whole."""
    for number in range(start // MEGABYTE, -(-size // MEGABYTE)):
        block = random.Random(number).randbytes(MEGABYTE)
        first = number * MEGABYTE
        yield block[max(0, start - first) : min(MEGABYTE, size - first)]


def digest(blocks: Iterator[bytes]) -> str:
    found = hashlib.sha256()
    for block in blocks:
        found.update(block)
    return found.hexdigest()


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(MEGABYTE):
            yield block


@dataclass
class Upload:
    """An upload that is sent by hand, so that it can be cut at any byte."""

    server: Server
    size: int
    address: str = ""

    def begin(self) -> None:
        headers = TUS | {"upload-length": str(self.size)}
        response = self.server.client.post("/v2/files", headers=headers)
        assert response.status_code == 201, response.text
        self.address = response.headers["location"]

    def offset(self) -> int:
        """Where the server says to go on; a server that is just being started is waited for."""
        while True:
            try:
                response = self.server.client.head(self.address, headers=TUS)
                assert response.status_code == 200, response.status_code
                return int(response.headers["upload-offset"])
            except httpx.TransportError:
                self.server.wait_for("/health")

    def send_until(self, last: int, *, reset: bool) -> None:
        """Send from where the server is up to `last`, as if all were to come, and hang up."""
        offset = self.offset()
        place = urlsplit(self.address)
        head = (
            f"PATCH {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: {KEY}\r\nTus-Resumable: 1.0.0\r\n"
            f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
            f"Content-Length: {self.size - offset}\r\n\r\n"
        )
        with socket.create_connection((str(place.hostname), int(place.port or 0))) as connection:
            try:
                connection.sendall(head.encode())
                for block in content(last, offset):
                    connection.sendall(block)
            except OSError:
                return  # the server was killed meanwhile
            if reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def send_the_rest(self) -> httpx.Response:
        """All that is missing, in one request; what the server still holds of a cut connection is waited out."""
        while True:
            offset = self.offset()
            headers = TUS | {"content-type": "application/offset+octet-stream", "upload-offset": str(offset)}
            response = self.server.client.patch(
                self.address, headers=headers, content=content(self.size, offset), timeout=300
            )
            if response.status_code not in {409, 423}:
                return response
            time.sleep(0.05)

    def settled(self) -> int:
        """The offset once the server has noticed that the connection is gone."""
        seen = -1
        while (offset := self.offset()) != seen:
            seen = offset
            time.sleep(0.3)
        return offset


def kill_api(server: Server) -> None:
    (pid,) = [pid for pid, role in server.processes().items() if role == "api"]
    server.kill(pid)


def run(server: Server, size: int) -> list[int]:
    """Three cuts and a kill; returns the offsets that the server told after each, and checks the file."""
    server.wait_for("/health")
    upload = Upload(server, size)
    upload.begin()
    offsets = []
    for number, quarter in enumerate((1, 2, 3)):
        upload.send_until(size * quarter // 5 + number * 1_001, reset=number != 1)
        offsets.append(upload.settled())
    upload.send_until(size * 4 // 5, reset=False)
    kill_api(server)
    server.wait_for("/health")
    offsets.append(upload.settled())
    response = upload.send_the_rest()
    assert response.status_code == 204, response.text
    stored = server.data_dir / "uploads" / response.headers["scriba-upload-url"].rpartition("/")[2]
    assert digest(read(stored)) == digest(content(size))
    return offsets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=1_000_000_000)
    size = parser.parse_args().bytes
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").mkdir()
        server = Server(Path(folder) / "data")
        began = time.monotonic()
        try:
            offsets = run(server, size)
        finally:
            server.stop()
        took = time.monotonic() - began
    print(f"{size:,} bytes, cut at {', '.join(f'{offset:,}' for offset in offsets)}: identical, {took:.1f} s in all")


if __name__ == "__main__":
    main()

"""A receiver of webhooks on this machine, with manners to choose."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


@dataclass(frozen=True)
class Call:
    """A request as it came, and the status that it was answered with; 0 stands for no answer."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def message(self) -> dict[str, Any]:
        """The body, parsed."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


@dataclass
class Receiver:
    """Where to call, and what has come."""

    address: str
    answer: Callable[[str, int], int]
    calls: list[Call] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, count: int, seconds: float = 60, path: str = "") -> list[Call]:
        """The calls, once there are so many; with a path, those of it."""
        deadline = time.monotonic() + seconds
        while len(calls := [call for call in self.calls if call.path.startswith(path)]) < count:
            assert time.monotonic() < deadline, f"{len(calls)} calls of {count}"
            time.sleep(0.02)
        return calls


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        receiver = cast(_Server, self.server).receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        with receiver.lock:
            status = receiver.answer(self.path, len(receiver.calls))
            receiver.calls.append(Call(self.path, {**self.headers}, body, status))
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        if status // 100 == 3:
            self.send_header("Location", f"{receiver.address}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    receiver: Receiver

    def handle_error(self, *_: object) -> None:
        """A caller that was killed is no fault of the receiver."""


@contextmanager
def receiving(answer: Callable[[str, int], int] = lambda _path, _number: 200) -> Iterator[Receiver]:
    """A receiver that answers its n-th call, n from 0, with the status that `answer(path, n)` gives."""
    server = _Server(("127.0.0.1", 0), _Door)
    server.receiver = Receiver(address=f"http://127.0.0.1:{server.server_port}", answer=answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.receiver
    finally:
        server.shutdown()
        server.server_close()

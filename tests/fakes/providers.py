"""A language model's stand-in on this machine: it speaks OpenAI's chat completions and keeps all that it is asked."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from scriba.core.operator_errors import ProviderError

Reply = Callable[[str, str], Any]
"""From instructions and text to what the model says: a text, something to write as JSON, or a status to refuse with."""


@dataclass
class Provider:
    """Where to ask, and what has been asked."""

    address: str
    reply: Reply
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> str:
        """Everything that has come, as one text."""
        return json.dumps(self.bodies)


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        provider = cast(_Server, self.server).provider
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        provider.bodies.append(body)
        provider.headers.append({name.lower(): value for name, value in self.headers.items()})
        said = (
            provider.reply(*(message["content"] for message in body["messages"]))
            if self.path == "/v1/chat/completions"
            else 404
        )
        status = said if isinstance(said, int) else 200
        content = said if isinstance(said, str) else json.dumps(said)
        answer = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
        self._send(status, answer if status == 200 else {"error": {"message": "no"}})

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        raw = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    provider: Provider


@contextmanager
def providing(reply: Reply) -> Iterator[Provider]:
    """A provider that answers as `reply` says."""
    server = _Server(("127.0.0.1", 0), _Door)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}/v1", reply)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class ScriptedChat:
    """The same within this process; a status is a failure."""

    reply: Reply
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, instructions: str, text: str, schema: Mapping[str, Any]) -> str:
        self.asked.append((instructions, text))
        said = self.reply(instructions, text)
        if isinstance(said, int):
            raise ProviderError(f"The provider answered {said}.")
        return said if isinstance(said, str) else json.dumps(said)


def obliging(instructions: str, text: str) -> Any:
    """Fills in whatever form the instructions end with; translations are the lines in capitals."""
    form = json.loads(instructions.rpartition("of this form: ")[2].replace('"..." or null', "null"))
    if set(form) == {"lines"}:
        return {"lines": [line.upper() for line in json.loads(text)["lines"]]}
    if set(form) == {"items"}:
        return {"items": [{"action_item": "Do it.", "line": int(text[1 : text.index("]")])}]}
    written = {"text": "Written text.", "points": ["One.", "Two."], "headline": "Written headline."}
    written |= {"gist": "Written gist", "summary": "Written summary."}
    return {name: written.get(name, value) for name, value in form.items()}

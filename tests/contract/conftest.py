"""A live server on this machine, and the clients that talk to it."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.receivers import Receiver, receiving

READY_SECONDS = 240
CLIP_SECONDS = 17
MODELS = ["universal-3-pro", "universal-2"]


def plain(text: str) -> str:
    """The words alone: how a model punctuates is its own affair."""
    return " ".join(re.findall(r"[a-z']+", text.lower()))


@dataclass(frozen=True)
class LiveServer:
    """`scriba serve` as a user starts it, and a client with its key."""

    address: str
    key: str
    pid: int
    data_dir: Path
    client: httpx.Client

    @property
    def environment(self) -> dict[str, str]:
        """What a client program reads."""
        return {**os.environ, "SCRIBA_BASE_URL": self.address, "SCRIBA_API_KEY": self.key, "NO_PROXY": "127.0.0.1"}

    def upload(self, content: bytes) -> str:
        """Address of a new upload."""
        return str(self.client.post("/v2/upload", content=content).raise_for_status().json()["upload_url"])

    def submit(self, audio_url: str, **options: Any) -> dict[str, Any]:
        """An accepted transcript."""
        body = {"audio_url": audio_url, "speech_models": MODELS} | options
        response = self.client.post("/v2/transcript", json=body)
        assert response.status_code == 200, response.text
        accepted: dict[str, Any] = response.json()
        return accepted

    def finished(self, job_id: str) -> dict[str, Any]:
        """The transcript once it is final."""
        while True:
            body: dict[str, Any] = self.client.get(f"/v2/transcript/{job_id}").json()
            if body["status"] in {"completed", "error"}:
                return body
            time.sleep(0.2)

    def files(self) -> set[Path]:
        """Uploads on disk, finished or not."""
        return {path for path in (self.data_dir / "uploads").rglob("*") if path.is_file()}

    def cli(self, *arguments: str) -> str:
        """Output of a command on the same data directory."""
        command = [sys.executable, "-m", "scriba", *arguments, "--data-dir", str(self.data_dir)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for the whole session; only its own process is ended."""
    with serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[LiveServer]:
    """A server with settings of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    key = secrets.token_hex(16)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCRIBA_")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scriba", "serve", "--port", str(port), "--data-dir", str(folder / "data")],
            env={**kept, "SCRIBA_API_KEY": key, "SCRIBA_ALLOW_PRIVATE_WEBHOOKS": "true", **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, headers={"authorization": key}, timeout=60, trust_env=False) as client:
            _wait_until_ready(client, process, folder / "log")
            yield LiveServer(address, key, process.pid, folder / "data", client)
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"the server did not become ready:\n{log.read_text(errors='replace')[-4_000:]}")


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """Takes webhooks."""
    with receiving() as taker:
        yield taker


@pytest.fixture(scope="session")
def clip(two_cities: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 17 s of the recording, up to the "season of Darkness", where a sentence ends."""
    path = tmp_path_factory.mktemp("clip") / "clip.wav"
    with wave.open(str(two_cities), "rb") as whole, wave.open(str(path), "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(CLIP_SECONDS * whole.getframerate()))
    return path


@pytest.fixture
def clip_url(live: LiveServer, clip: Path) -> str:
    """A new upload: it goes when its transcript is deleted."""
    return live.upload(clip.read_bytes())


@pytest.fixture(scope="session")
def spoken(live: LiveServer, clip: Path) -> dict[str, Any]:
    """A completed transcript of the clip, for tests that only look."""
    body = live.finished(live.submit(live.upload(clip.read_bytes()))["id"])
    assert body["status"] == "completed", body["error"]
    return body


@pytest.fixture(scope="session")
def node() -> str:
    """Node 20, from the virtual environment or the machine."""
    own = Path(sys.executable).parent / "node"
    found = str(own) if own.exists() else shutil.which("node")
    assert found, "there is no node: run make setup-test"
    return found


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Where the JavaScript SDK is installed."""
    folder = Path(__file__).parent / "js" / "node_modules"
    assert (folder / "assemblyai").is_dir(), "the JavaScript SDK is not installed: run make setup-test"
    return folder

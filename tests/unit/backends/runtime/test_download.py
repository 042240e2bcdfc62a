"""Pulling weights, from a stand-in for the hub."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scriba.backends.runtime import download
from scriba.backends.runtime.download import pull
from scriba.core.engines import HubSource, RecognizerCard, WeightsFile
from scriba.core.errors import WeightsDownloadError

CONTENT = bytes(range(256)) * 4_000
REVISION = "1" * 40


class Hub(ThreadingHTTPServer):
    """Answers as Hugging Face does, with faults on demand."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.files = {"model.bin": CONTENT, "config.json": b"{}"}
        self.cut_after: list[int] = []
        self.takes_ranges = True
        self.requests: list[tuple[str, str | None, str]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away early are what some tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        wanted, agent = self.headers["Range"], self.headers["User-Agent"]
        self.server.requests.append((self.path, wanted, agent))
        name = self.path.rpartition("/")[2]
        if self.path.startswith("/nobody/"):
            self.send_response(302)
            self.send_header("Location", f"{self.server.url}/cdn/{name}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = self.server.files.get(name)
        if content is None:
            self.send_error(404)
            return
        first = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.server.takes_ranges else 0
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(content) - first))
        self.end_headers()
        limit = self.server.cut_after.pop(0) if self.server.cut_after else len(content)
        self.wfile.write(content[first : first + limit])

    def log_message(self, *_args: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(download, "FIRST_PAUSE_SECONDS", 0.0)


def card(**files: bytes) -> RecognizerCard:
    files = files or {"model.bin": CONTENT, "config.json": b"{}"}
    return RecognizerCard(
        name="toy",
        backend="whisper",
        languages=frozenset({"en"}),
        licence="MIT",
        source=HubSource(repository="nobody/toy", revision=REVISION),
        weights=tuple(
            WeightsFile(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
            for name, content in files.items()
        ),
    )


def visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")} if folder.exists() else set()


def test_files_are_pulled_at_the_pinned_revision(hub, tmp_path):
    seen: list[tuple[str, int, int]] = []
    folder = pull(card(), tmp_path, endpoint=hub.url + "/", progress=lambda *step: seen.append(step))
    assert folder == tmp_path / "toy"
    assert (folder / "model.bin").read_bytes() == CONTENT
    assert visible(folder) == {"model.bin", "config.json"}
    assert hub.requests[0][0] == f"/nobody/toy/resolve/{REVISION}/model.bin"
    assert all(agent.startswith("scriba/") for _, _, agent in hub.requests)
    assert seen[-1] == ("config.json", 2, 2)


def test_whole_files_are_not_pulled_again(hub, tmp_path):
    pull(card(), tmp_path, endpoint=hub.url)
    hub.requests.clear()
    pull(card(), tmp_path, endpoint=hub.url)
    assert hub.requests == []


def test_a_pull_goes_on_where_the_connection_broke(hub, tmp_path):
    hub.cut_after = [300_000, 200_000]
    pull(card(), tmp_path, endpoint=hub.url)
    assert (tmp_path / "toy" / "model.bin").read_bytes() == CONTENT
    ranges = [wanted for path, wanted, _ in hub.requests if path == "/cdn/model.bin"]
    assert ranges == [None, "bytes=300000-", "bytes=500000-"]


def test_a_later_pull_goes_on_where_the_last_one_gave_up(hub, tmp_path):
    hub.cut_after = [100_000, *[0] * (download.ATTEMPTS - 1)]
    with pytest.raises(WeightsDownloadError, match="Run the command again"):
        pull(card(), tmp_path, endpoint=hub.url)
    assert visible(tmp_path / "toy") == set()
    hub.requests.clear()
    pull(card(), tmp_path, endpoint=hub.url)
    assert hub.requests[1][1] == "bytes=100000-"
    assert (tmp_path / "toy" / "model.bin").read_bytes() == CONTENT


def test_a_pull_begins_anew_when_the_mirror_cannot_resume(hub, tmp_path):
    hub.takes_ranges = False
    hub.cut_after = [300_000]
    pull(card(), tmp_path, endpoint=hub.url)
    assert (tmp_path / "toy" / "model.bin").read_bytes() == CONTENT


def test_a_wrong_file_is_never_visible(hub, tmp_path):
    hub.files["model.bin"] = CONTENT[:-1] + b"?"
    with pytest.raises(WeightsDownloadError, match="SHA-256"):
        pull(card(), tmp_path, endpoint=hub.url)
    assert visible(tmp_path / "toy") == set()
    hub.files["model.bin"] = CONTENT
    pull(card(), tmp_path, endpoint=hub.url)
    assert visible(tmp_path / "toy") == {"model.bin", "config.json"}


def test_a_file_that_is_too_long_is_refused_early(hub, tmp_path):
    hub.files["model.bin"] = CONTENT + bytes(5_000_000)
    with pytest.raises(WeightsDownloadError, match="SHA-256"):
        pull(card(), tmp_path, endpoint=hub.url)


def test_a_missing_file_is_not_asked_for_twice(hub, tmp_path):
    del hub.files["model.bin"]
    with pytest.raises(WeightsDownloadError, match="404"):
        pull(card(), tmp_path, endpoint=hub.url)
    assert len(hub.requests) == 2


def test_a_hub_that_is_not_there_is_named(tmp_path):
    with pytest.raises(WeightsDownloadError, match=r"127\.0\.0\.1:9"):
        pull(card(), tmp_path, endpoint="http://127.0.0.1:9")


def test_a_folder_that_cannot_be_written_is_named(hub, tmp_path):
    (tmp_path / "models").write_text("a file")
    with pytest.raises(WeightsDownloadError, match="rights"):
        pull(card(), tmp_path / "models", endpoint=hub.url)

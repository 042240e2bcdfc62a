"""Downloads: bounded, guarded, and told apart by what went wrong."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scriba.core.errors import DownloadError, DownloadInterruptedError
from scriba.service.fetching import Fetcher, is_public

BODY = b"0123456789" * 1000


class Site(BaseHTTPRequestHandler):
    """A small web site of good and bad manners."""

    def do_GET(self) -> None:
        answers = {
            "/missing": lambda: self.send_error(404),
            "/broken": lambda: self.send_error(503),
            "/loop": lambda: self._redirect("/loop"),
            "/moved": lambda: self._redirect("/audio.mp3?x=1"),
            "/inward": lambda: self._redirect("http://169.254.169.254/latest/meta-data"),
            "/file": lambda: self._redirect("file:///etc/passwd"),
            "/cut": lambda: self._send(BODY, declared=len(BODY) * 2),
            "/endless": lambda: self._send(BODY, declared=None),
            "/audio.mp3": lambda: self._send(BODY, declared=len(BODY)),
        }
        answers[self.path.partition("?")[0]]()

    def _send(self, body: bytes, declared: int | None) -> None:
        self.send_response(200)
        if declared is not None:
            self.send_header("Content-Length", str(declared))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetcher(**changes):
    given = {
        "clock": lambda: 0,
        "allow_private": True,
        "max_bytes": 1 << 20,
        "timeout_ms": 5000,
        "idle_ms": 2000,
        "max_redirects": 3,
    }
    return Fetcher(**{**given, **changes})


@pytest.mark.parametrize("path", ["/audio.mp3", "/moved", "/endless"])
def test_file_arrives_whole(site, tmp_path, path):
    target = tmp_path / "source"
    fetcher().fetch(site + path, target)
    assert target.read_bytes() == BODY


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/missing", "404 Client Error"),
        ("/loop", "more than 3 redirects"),
        ("/file", "Please make sure the file exists and is accessible from the internet."),
    ],
)
def test_download_fails_for_good_when_the_address_is_wrong(site, tmp_path, path, text):
    with pytest.raises(DownloadError, match=text) as caught:
        fetcher().fetch(site + path, tmp_path / "source")
    assert not caught.value.retryable


@pytest.mark.parametrize("path", ["/broken", "/cut"])
def test_download_may_be_tried_again_when_the_network_was_at_fault(site, tmp_path, path):
    with pytest.raises(DownloadInterruptedError) as caught:
        fetcher().fetch(site + path, tmp_path / "source")
    assert caught.value.retryable


def test_download_may_be_tried_again_when_nobody_answers(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DownloadInterruptedError, match="unable to download"):
        fetcher().fetch(f"http://127.0.0.1:{port}/a.mp3", tmp_path / "source")


@pytest.mark.parametrize("path", ["/audio.mp3", "/endless"])
def test_download_ends_when_the_file_is_too_large(site, tmp_path, path):
    with pytest.raises(DownloadError, match="larger than 5000 bytes"):
        fetcher(max_bytes=5000).fetch(site + path, tmp_path / "source")


def test_download_ends_when_it_takes_too_long(site, tmp_path):
    ticks = iter(range(0, 10**9, 4000))
    with pytest.raises(DownloadError, match="longer than 5 s"):
        fetcher(clock=lambda: next(ticks) * 2).fetch(site + "/audio.mp3", tmp_path / "source")


def test_private_address_is_refused_when_no_setting_allows_it(site, tmp_path):
    with pytest.raises(DownloadError, match="allow_private_urls") as caught:
        fetcher(allow_private=False).fetch(site + "/audio.mp3", tmp_path / "source")
    assert not caught.value.retryable
    assert not (tmp_path / "source").exists()


def test_private_address_is_refused_when_a_public_name_resolves_to_it(monkeypatch, tmp_path):
    def resolve(_host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(DownloadError, match=r"the address of 'example\.org' is not public"):
        fetcher(allow_private=False).fetch("http://example.org/a.mp3", tmp_path / "source")


def test_private_address_is_refused_when_a_redirect_leads_there(site, monkeypatch, tmp_path):
    checked = []

    def judge(address):
        checked.append(address)
        return address == "127.0.0.1"

    monkeypatch.setattr("scriba.service.fetching.is_public", judge)
    with pytest.raises(DownloadError, match=r"169\.254\.169\.254"):
        fetcher(allow_private=False).fetch(site + "/inward", tmp_path / "source")
    assert checked == ["127.0.0.1", "169.254.169.254"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(("path", "share"), [("/audio.mp3", 1.0), ("/endless", 0.0)])
def test_progress_is_told_when_the_length_is_known(site, tmp_path, path, share):
    told: list[float] = []
    fetcher().fetch(site + path, tmp_path / "source", told.append)
    assert told == [share]

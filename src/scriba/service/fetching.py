"""Fetching `audio_url`: bounded in size and time, and never from an address that the operator did not open."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpcore
from typing_extensions import override

from scriba import __version__
from scriba.core.errors import DownloadError, DownloadInterruptedError
from scriba.core.storage import Clock

Advance = Callable[[float], None]
"""Told how much is done, 0..1."""

_CHUNK = 1 << 20
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final[dict[bytes | str, bytes | str]] = {
    "User-Agent": f"scriba/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
}
_RETRYABLE_STATUS: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class RefusedAddressError(Exception):
    """The name resolves to an address that is private, loopback, link-local or otherwise not public."""


class GuardedNetwork(httpcore.SyncBackend):
    """Connects only to public addresses.

    The name is resolved here and the connection goes to the very address that was checked, so that a second answer of
    the name server cannot slip in between. Redirects open new connections and so are checked alike.
    """

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not all(is_public(address) for address in addresses):
            raise RefusedAddressError(host)
        for address in addresses[:-1]:
            # A host may have an IPv6 address that this machine has no route to.
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
        return super().connect_tcp(addresses[-1], port, timeout, local_address, socket_options)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; embedded IPv4 addresses are looked into."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as IPv6 by translation, RFC 6052."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Downloads a recording. Times in ms, sizes in bytes."""

    clock: Clock
    allow_private: bool
    max_bytes: int
    timeout_ms: int
    idle_ms: int
    max_redirects: int

    def fetch(self, url: str, target: Path, advance: Advance = lambda _share: None) -> None:
        """Write the file behind `url` to `target`; raises DownloadError, retryable when the network was at fault.

        `advance` is told the share that is there, where the other side says how much there will be.
        """
        deadline = self.clock() + self.timeout_ms
        network = httpcore.SyncBackend() if self.allow_private else GuardedNetwork()
        with (
            self._translated(url),
            httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=network) as pool,
        ):
            self._follow(pool, url, target, deadline, advance)

    def _follow(self, pool: httpcore.ConnectionPool, url: str, target: Path, deadline: int, advance: Advance) -> None:
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.idle_ms / 1000)
        current = url
        for _ in range(self.max_redirects + 1):
            _check_scheme(current)
            with pool.stream("GET", current, headers=_HEADERS, extensions={"timeout": timeouts}) as response:
                location = _header(response, b"location")
                if response.status in _REDIRECTS and location is not None:
                    current = urljoin(current, location)
                    continue
                _check_status(response.status, url)
                self._save(response, url, target, deadline, advance)
                return
        raise DownloadError(f"Download error to {url}, more than {self.max_redirects} redirects.")

    def _save(self, response: httpcore.Response, url: str, target: Path, deadline: int, advance: Advance) -> None:
        declared = _header(response, b"content-length")
        expected = int(declared) if declared is not None and declared.isdigit() else 0
        if expected > self.max_bytes:
            raise DownloadError(f"Download error to {url}, the file is larger than {self.max_bytes} bytes.")
        size = 0
        with target.open("wb") as stream:
            for chunk in _blocks(response.iter_stream()):
                size += len(chunk)
                if size > self.max_bytes:
                    raise DownloadError(f"Download error to {url}, the file is larger than {self.max_bytes} bytes.")
                if self.clock() > deadline:
                    raise DownloadError(f"Download error to {url}, it took longer than {self.timeout_ms // 1000} s.")
                stream.write(chunk)
                advance(size / expected if expected else 0.0)

    @contextmanager
    def _translated(self, url: str) -> Iterator[None]:
        try:
            yield
        except RefusedAddressError as error:
            raise DownloadError(
                f"Download error to {url}, the address of '{error}' is not public. The setting allow_private_urls "
                "lets this server fetch from private networks."
            ) from error
        except (httpcore.UnsupportedProtocol, httpcore.LocalProtocolError, ValueError) as error:
            raise DownloadError(unreachable(url)) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise DownloadInterruptedError(unreachable(url)) from error


def unreachable(url: str) -> str:
    """The contract's text for a file that cannot be had."""
    return (
        f"Download error, unable to download {url}. Please make sure the file exists and is accessible from the "
        "internet."
    )


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of about a megabyte: fewer writes and looks at the clock."""
    block = bytearray()
    for chunk in chunks:
        block += chunk
        if len(block) >= _CHUNK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DownloadError(unreachable(url))


def _check_status(status: int, url: str) -> None:
    if status in _RETRYABLE_STATUS:
        raise DownloadInterruptedError(f"Download error to {url}, the server answered {status}.")
    if status >= 400:  # noqa: PLR2004 (HTTP's first error status)
        raise DownloadError(f"Download error to {url}, {status} Client Error for url: {url}")
    if status != 200:  # noqa: PLR2004 (the one status that carries the whole file)
        raise DownloadError(f"Download error to {url}, the server answered {status}.")


def _header(response: httpcore.Response, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in response.headers if key.lower() == name), None)

"""One webhook call: a POST within a time limit, signed if there is a secret, never to an address that is not open."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import httpcore
from typing_extensions import override

from scriba import __version__
from scriba.core.storage import Clock
from scriba.core.webhooks import Answer, Delivery
from scriba.service.fetching import GuardedNetwork, RefusedAddressError

_BASE64_PREFIX: Final = "whsec_"
"""How the Standard Webhooks specification marks a secret that is written in base64."""


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`; `timestamp` is in seconds, as in the header.

    The scheme is that of https://www.standardwebhooks.com: HMAC-SHA256 over `<id>.<timestamp>.<body>`.
    """
    content = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(signing_key(secret), content, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def signing_key(secret: str) -> bytes:
    """The bytes to sign with: decoded after `whsec_`, else as they are. Raises ValueError for broken base64."""
    if not secret.startswith(_BASE64_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_BASE64_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError(f"what follows {_BASE64_PREFIX} is not base64") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Makes the calls; safe to share between threads. `timeout_ms` bounds the whole call."""

    clock: Clock
    allow_private: bool
    timeout_ms: int
    secret: str | None
    tls: ssl.SSLContext

    def post(self, delivery: Delivery) -> Answer:
        """Call once. Redirects are not followed, and the answer's body is not read."""
        body = json.dumps(delivery.body).encode()
        network = _BoundedNetwork(
            httpcore.SyncBackend() if self.allow_private else GuardedNetwork(),
            deadline=time.monotonic() + self.timeout_ms / 1000,
        )
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self.tls, network_backend=network) as pool,
                pool.stream("POST", delivery.url, headers=self._headers(delivery, body), content=body) as response,
            ):
                return _answer(response.status)
        except RefusedAddressError as error:
            problem = (
                f"The address of '{error}' is not public. The setting allow_private_webhooks lets this server call "
                "private networks."
            )
            return Answer(status_code=None, problem=problem, is_hopeless=True)
        except httpcore.TimeoutException:
            return Answer(status_code=None, problem=f"No answer within {self.timeout_ms / 1000:g} s.")
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
            return Answer(status_code=None, problem=f"No answer: {str(error) or type(error).__name__}.")

    def _headers(self, delivery: Delivery, body: bytes) -> list[tuple[bytes, bytes]]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"scriba/{__version__}",
            "Connection": "close",
            "webhook-id": delivery.event_id,
        }
        if self.secret:
            # A receiver checks that the time is recent, so each attempt has its own.
            seconds = self.clock() // 1000
            headers["webhook-timestamp"] = str(seconds)
            headers["webhook-signature"] = signature(self.secret, delivery.event_id, seconds, body)
        if delivery.header:
            name, value = delivery.header
            headers = {key: kept for key, kept in headers.items() if key.lower() != name.lower()} | {name: value}
        return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def _answer(status: int) -> Answer:
    answer = Answer(status_code=status)
    return answer if answer.is_success else Answer(status_code=status, problem=f"The receiver answered {status}.")


class _BoundedNetwork(httpcore.NetworkBackend):
    """Holds a whole call to one deadline: a receiver that sends a byte now and then would outlast any other limit."""

    def __init__(self, network: httpcore.NetworkBackend, deadline: float) -> None:
        self._network = network
        self._deadline = deadline

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        stream = self._network.connect_tcp(host, port, left, local_address, socket_options)
        return _BoundedStream(stream, self._deadline)


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    @override
    def close(self) -> None:
        self._stream.close()

    @override
    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, late: type[httpcore.TimeoutException]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise late
    return left

"""Webhooks: what is told to whom once a transcript is final, and how often it is tried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}

RESERVED_HEADERS: Final = frozenset(
    {"connection", "content-length", "content-type", "host", "transfer-encoding", "user-agent"}
)
"""Headers of a delivery that belong to the server."""

_HEADER_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""A token as RFC 9110, section 5.1 has it."""

_HEADER_VALUE: Final = re.compile(r"[\x20-\x7e\xa0-\xff]*")
"""Printable characters of latin-1: no line breaks, with which a value could smuggle in headers of its own."""


class WebhookKind(StrEnum):
    """What has happened."""

    TRANSCRIPT = "transcript"
    """The transcript is final."""
    REDACTED_AUDIO = "redacted_audio"
    """The redacted recording can be fetched."""


class WebhookState(StrEnum):
    """Where a webhook stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One claimed attempt to tell somebody. `claim` is the fencing token, `attempt` counts from 1."""

    id: int
    transcript_id: str
    kind: WebhookKind
    claim: str
    attempt: int
    url: str
    body: Mapping[str, Any]
    header: tuple[str, str] | None

    @property
    def event_id(self) -> str:
        """The same in every attempt, so that a receiver can tell a repetition."""
        return f"{self.transcript_id}:{self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an attempt: the receiver's status, or None and why there is none; `is_hopeless` rules out another."""

    status_code: int | None
    problem: str | None = None
    is_hopeless: bool = False

    @property
    def is_success(self) -> bool:
        """Whether the receiver has taken the message: any 2xx."""
        return self.status_code is not None and self.status_code // 100 == 2  # noqa: PLR2004 (the class of success)

    @property
    def is_final(self) -> bool:
        """Whether trying again is ruled out: a 4xx is the receiver's word."""
        is_refusal = self.status_code is not None and self.status_code // 100 == 4  # noqa: PLR2004 (the caller's faults)
        return self.is_success or self.is_hopeless or is_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook as stored. Times are ms since the epoch, UTC; `next_at` is when a pending one is due."""

    id: int
    transcript_id: str
    kind: WebhookKind
    state: WebhookState
    receiver: str
    attempts: int
    status_code: int | None
    problem: str | None
    created_at: int
    next_at: int
    finished_at: int | None


class WebhookStore(Protocol):
    """The outbox. Rows are added in the transaction that ends a job. Every method is one transaction."""

    def claim(self, now: int, *, limit: int, per_receiver: int, lease_ms: int) -> list[Delivery]:
        """Lease due webhooks, at most `per_receiver` of one receiver under way; one only if it did not answer."""
        ...

    def record(self, delivery: Delivery, answer: Answer, *, retry_at: int | None, now: int) -> None:
        """What came of an attempt; `retry_at` is None for the last one. Success counts whoever brings it."""
        ...

    def release(self, now: int) -> int:
        """Once nobody delivers any more: give what was under way back. Returns how many."""
        ...

    def all(self, *, state: WebhookState | None, limit: int) -> list[Webhook]:
        """Webhooks, newest first."""
        ...

    def retry(self, ids: Sequence[int] | None, now: int) -> int:
        """Make failed webhooks pending again, all of them or those given. Returns how many."""
        ...

    def purge(self, before: int) -> int:
        """Forget webhooks that were delivered or given up before a moment. Returns how many."""
        ...


def receiver_of(url: str) -> str:
    """Whom an address reaches: `host:port`. The unit of fairness between receivers."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"


def address_problem(url: str) -> str | None:
    """What keeps `url` from being a webhook's address, if anything does."""
    try:
        parts = urlsplit(url)
        url.encode("ascii")
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "webhook_url is not a valid address"
    if parts.scheme not in DEFAULT_PORTS:
        return "webhook_url should start with http"
    if not is_whole or re.search(r"[\x00-\x20\x7f]", url):
        return "webhook_url is not a valid address"
    return _credentials_problem(parts)


def _credentials_problem(parts: SplitResult) -> str | None:
    if parts.username is None and parts.password is None:
        return None
    return "webhook_url must not hold a password: use webhook_auth_header_name and webhook_auth_header_value"


def header_problem(name: str | None, value: str | None) -> str | None:
    """What keeps a pair of name and value from being a header, if anything does."""
    if name is None and value is None:
        return None
    if not name or value is None:
        return "webhook_auth_header_name and webhook_auth_header_value must be set together"
    if not _HEADER_NAME.fullmatch(name) or name.lower() in RESERVED_HEADERS:
        return "webhook_auth_header_name is not a header's name that may be set"
    if not _HEADER_VALUE.fullmatch(value):
        return "webhook_auth_header_value has characters that a header cannot hold"
    return None

"""What a client may say about a request beside its body: how urgent it is, and whether it repeats another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Priority(StrEnum):
    """How urgent a transcript is, beside others of its project."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


RANKS: Final[Mapping[Priority, int]] = {priority: rank for rank, priority in enumerate(Priority)}
"""Priorities as numbers: the lowest goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """What makes a request the repetition of another: the client's key. `digest` tells whether it is the same request.

    Keys from before `since`, ms since the epoch, are forgotten.
    """

    key: str
    digest: str
    since: int

"""What is deleted by itself, and when: the store's side of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long things are kept, ms; 0 means for ever, but of redacted recordings."""

    uploads_ms: int
    transcripts_ms: int
    redacted_ms: int


class RetentionStore(Protocol):
    """Finds what is old. Moments are ms since the epoch. Every method is one transaction."""

    def expire_uploads(self, before: int, now: int) -> list[str]:
        """Mark uploads made before a moment, but those that a job still needs, as expired. Returns their ids."""
        ...

    def old_transcripts(self, before: int, limit: int) -> list[tuple[str, int]]:
        """Transcripts that were final before a moment and are not deleted, oldest first: id and project."""
        ...

    def forget(self, *, repeats_before: int, uploads_before: int) -> None:
        """Drop idempotency keys made, and uploads expired, before these moments."""
        ...

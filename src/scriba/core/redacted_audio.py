"""Redacted recordings: which one belongs to a transcript, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from scriba.core.errors import AudioError, InvalidRequestError

MAX_SOURCE_BYTES: Final = 1_073_741_824
"""Largest recording of which a redacted copy is made: 1 GB, as the contract says."""

FINDING: Final = "redacted_audio"
"""Among a job's findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedFile:
    """The redacted recording of a transcript; it can be fetched until `until`, ms since the epoch."""

    name: str
    until: int

    @classmethod
    def of(cls, findings: Mapping[str, Any]) -> Self | None:
        """From a job's findings, None where none was made."""
        found = findings.get(FINDING)
        return cls(name=found["name"], until=found["until"]) if found else None

    def finding(self) -> dict[str, Any]:
        """The inverse of `of`."""
        return {FINDING: {"name": self.name, "until": self.until}}


class RedactionSizeError(AudioError):
    """The recording is too large for a redacted copy."""

    code = "redaction_size"

    def __init__(self) -> None:
        super().__init__(
            "Redacted audio error, the recording is larger than 1 GB. Submit it without redact_pii_audio, compress "
            "it, or cut it in pieces."
        )


class RedactedAudioError(InvalidRequestError):
    """There is no redacted recording to fetch, or none any more."""

    code = "redacted_audio"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Redacted audio is not available: {reason}.")


class LinkError(InvalidRequestError):
    """The signature of a link is not right."""

    code = "link"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("This link is not valid. Ask for GET /v2/transcript/{id}/redacted-audio again.")

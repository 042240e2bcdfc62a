"""Where the redacted recording of a transcript is."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, Field

READY: Final = "redacted_audio_ready"


class RedactedAudioResponse(BaseModel):
    """A redacted recording that can be fetched."""

    status: Literal["redacted_audio_ready"]
    redacted_audio_url: str = Field(description="Needs no API key; good until the recording is deleted.")


class RedactedAudioPending(BaseModel):
    """A redacted recording that is not there yet."""

    status: Literal["queued", "processing"] = Field(description="That of the transcript.")

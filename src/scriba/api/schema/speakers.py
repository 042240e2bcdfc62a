"""Enrolled voices on the wire. The voice itself never leaves the server."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from scriba.api.schema.times import timestamp
from scriba.core.enrolment import MOST_NAME_CHARACTERS, Speaker
from scriba.core.job import Status
from scriba.core.option_objects import Options, recording_problem


class SpeakerRequest(Options):
    """Body of `POST /v2/speakers`: a name, and where the voice is: a recording, or a speaker of a transcript."""

    name: str = Field(description=f"Whose voice it is; at most {MOST_NAME_CHARACTERS} characters.")
    audio_url: str | None = Field(
        None, description="A recording in which only this person speaks: an http(s) address or one of our uploads."
    )
    transcript_id: str | None = Field(None, description="A completed transcript with `speaker_labels`.")
    speaker: str | None = Field(None, description="With `transcript_id`: the letter of its speaker.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.name.strip():
            raise ValueError("name must not be empty")
        if len(self.name.strip()) > MOST_NAME_CHARACTERS:
            raise ValueError(f"name must have at most {MOST_NAME_CHARACTERS} characters")
        if (self.audio_url is None) == (self.transcript_id is None):
            raise ValueError("either audio_url or transcript_id is required, and not both")
        if (self.transcript_id is None) != (self.speaker is None):
            raise ValueError("transcript_id and speaker must be set together")
        problem = recording_problem(self.audio_url) if self.audio_url is not None else ""
        if problem:
            raise ValueError(f"Enrolment error, audio_url {problem}")
        return self


class SpeakerResponse(BaseModel):
    """One enrolled recording of a person. Those of one name are that person's voice together."""

    id: str
    name: str
    status: Status = Field(description="As of a transcript; the voice is known once it is `completed`.")
    error: str | None
    speech_seconds: float | None = Field(description="Clean speech that the voice was taken from.")
    created: str
    completed: str | None


class SpeakersResponse(BaseModel):
    """The project's enrolled voices, oldest first."""

    speakers: list[SpeakerResponse]


def speaker_payload(speaker: Speaker) -> dict[str, Any]:
    """Body of a SpeakerResponse."""
    return {
        "id": speaker.id,
        "name": speaker.name,
        "status": speaker.status,
        "error": speaker.error,
        "speech_seconds": None if speaker.speech is None else round(speaker.speech / 1000, 1),
        "created": timestamp(speaker.created_at),
        "completed": None if speaker.completed_at is None else timestamp(speaker.completed_at),
    }

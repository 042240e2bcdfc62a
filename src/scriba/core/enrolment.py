"""Enrolled voices: what people see of them, and what the services ask of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from scriba.core.errors import AudioError, InvalidRequestError
from scriba.core.job import Caller, NewItem, NewJob, Status, WorkItem
from scriba.core.speakers import EnrolledVoice, Voice

MOST_NAME_CHARACTERS: Final = 35
"""The contract's longest name of a speaker."""


class SpeakerNotFoundError(InvalidRequestError):
    """No enrolled voice of this project has this id."""

    code = "speaker_not_found"

    def __init__(self) -> None:
        super().__init__("Speaker lookup error, speaker id not found")


class EnrolmentError(AudioError):
    """A voice cannot be taken from the recording: too little speech, or several people."""

    code = "enrolment"


class Purpose(StrEnum):
    """What a job is for."""

    TRANSCRIPT = "transcript"
    ENROLMENT = "enrolment"
    """Its result is a voice; the API of transcripts does not know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpeaker:
    """A voice to enrol: one recording of a person. Several of one name are that person's voice together."""

    id: str
    caller: Caller
    name: str
    created_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice that a project has enrolled, or is about to: all of it but the voice itself.

    `speech` is the ms of clean speech that it was taken from, None until it is `completed`. `job_id` is set while its
    recording waits, is worked on or has failed; `upload_id` where the recording is an upload of ours.
    """

    id: str
    project: str
    name: str
    status: Status
    error: str | None
    speech: int | None
    created_at: int
    completed_at: int | None
    job_id: str | None
    upload_id: str | None


class SpeakerStore(Protocol):
    """Enrolled voices by project. Every method is one transaction."""

    def add_recording(self, speaker: NewSpeaker, job: NewJob, first: NewItem) -> Speaker:
        """Accept a recording to take the voice from, together with its job and the job's first work item."""
        ...

    def add_voice(self, speaker: NewSpeaker, voice: Voice) -> Speaker:
        """Enrol a voice that is known already."""
        ...

    def enrol(self, item: WorkItem, voice: Voice, now: int) -> None:
        """Complete an enrolment: the speaker gets the voice, the job goes.

        Raises StaleAttemptError when the attempt is outdated or the speaker is gone.
        """
        ...

    def get(self, speaker_id: str, project_id: int | None = None) -> Speaker:
        """Raises SpeakerNotFoundError, also for a speaker of another project when `project_id` is given."""
        ...

    def all(self, project_id: int | None = None) -> Sequence[Speaker]:
        """The speakers of a project, or of all, oldest first."""
        ...

    def delete(self, speaker_id: str, project_id: int | None = None) -> Speaker:
        """Delete a voice for good, with its job; returns what it was. Raises SpeakerNotFoundError."""
        ...

    def enrolled(self, project_id: int, model: str) -> Sequence[EnrolledVoice]:
        """The voices of a project that this embedder made."""
        ...

    def of_transcript(self, transcript_id: str) -> Mapping[str, Voice]:
        """The voices of a transcript's speakers by label; none where it was transcribed without `speaker_labels`."""
        ...

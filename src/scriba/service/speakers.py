"""Enrolled voices: enrol, look up, list, delete."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from scriba.core.enrolment import NewSpeaker, Speaker, SpeakerStore
from scriba.core.errors import InvalidRequestError, TranscriptNotReadyError
from scriba.core.job import Caller, ItemKind, NewItem, NewJob, Status
from scriba.core.options import TranscriptOptions
from scriba.core.storage import Clock, FileStore, JobStore
from scriba.pipeline.voices import checked
from scriba.service.uploads import Uploads

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """The use cases of `/v2/speakers`. Log lines name no person and hold no voice."""

    rows: SpeakerStore
    jobs: JobStore
    files: FileStore
    uploads: Uploads
    region: str
    clock: Clock

    def enrol_recording(self, caller: Caller, name: str, audio_url: str) -> Speaker:
        """Accept a recording of one person; a worker takes the voice from it. Raises UploadAccessError."""
        new = self._new(caller, name)
        job = NewJob(
            id=str(uuid.uuid4()),
            caller=caller,
            audio_url=audio_url,
            options=TranscriptOptions().model_dump(mode="json", by_alias=True),
            warnings=(),
            upload_id=self.uploads.resolve(caller, audio_url),
            region=self.region,
            created_at=new.created_at,
        )
        speaker = self.rows.add_recording(new, job, NewItem(kind=ItemKind.ENROL))
        log.info("enrolment accepted", speaker_id=speaker.id, key=caller.key_name)
        return speaker

    def enrol_transcribed(self, caller: Caller, name: str, transcript_id: str, label: str) -> Speaker:
        """Enrol a speaker of a finished transcript of the same project, from the voice that was kept with it.

        Raises TranscriptNotFoundError, TranscriptNotReadyError, InvalidRequestError and EnrolmentError.
        """
        job = self.jobs.get(transcript_id, caller.project_id)
        if job.is_deleted or job.status != Status.COMPLETED:
            raise TranscriptNotReadyError(
                f"This transcript has a status of '{job.status}'. Transcripts must have a status of 'completed' before "
                "their speakers can be enrolled."
                if not job.is_deleted
                else "This transcript was deleted by its user; nothing of it is left."
            )
        voices = self.rows.of_transcript(transcript_id)
        if not voices:
            raise InvalidRequestError(
                "This transcript has no voices: it was transcribed without speaker_labels, or nobody speaks in it."
            )
        if label not in voices:
            raise InvalidRequestError(
                f"speaker must be one of the transcript's speakers, by letter: {', '.join(voices)}"
            )
        speaker = self.rows.add_voice(self._new(caller, name), checked(voices[label]))
        log.info("speaker enrolled", speaker_id=speaker.id, key=caller.key_name, transcript_id=transcript_id)
        return speaker

    def get(self, caller: Caller, speaker_id: str) -> Speaker:
        """Raises SpeakerNotFoundError."""
        return self.rows.get(speaker_id, caller.project_id)

    def all(self, caller: Caller) -> Sequence[Speaker]:
        """The project's speakers, oldest first."""
        return self.rows.all(caller.project_id)

    def delete(self, caller: Caller, speaker_id: str) -> Speaker:
        """Delete a voice for good, and the upload that it was taken from; returns what it was."""
        return self._delete(speaker_id, caller.project_id)

    def _delete(self, speaker_id: str, project_id: int | None) -> Speaker:
        speaker = self.rows.delete(speaker_id, project_id)
        if speaker.job_id is not None:
            self.files.delete_workspace(speaker.job_id)
        if speaker.upload_id is not None and not self.jobs.upload_is_wanted(speaker.upload_id):
            self.uploads.delete(speaker.upload_id)
        log.info("speaker deleted", speaker_id=speaker_id)
        return speaker

    def everywhere(self) -> Sequence[Speaker]:
        """The speakers of all projects, for the operator."""
        return self.rows.all()

    def delete_everywhere(self, key: str) -> Sequence[Speaker]:
        """Delete by id, or all of a name, in any project, for the operator. Raises InvalidRequestError for no match."""
        matching = [speaker for speaker in self.rows.all() if key in {speaker.id, speaker.name}]
        if not matching:
            raise InvalidRequestError(
                f"No enrolled voice has the id or name '{key}'. `scriba speakers list` shows them."
            )
        return [self._delete(speaker.id, None) for speaker in matching]

    def _new(self, caller: Caller, name: str) -> NewSpeaker:
        return NewSpeaker(id=str(uuid.uuid4()), caller=caller, name=name, created_at=self.clock())

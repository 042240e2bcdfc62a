"""Enrolled voices in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from scriba.core.enrolment import NewSpeaker, Speaker, SpeakerNotFoundError
from scriba.core.job import NewItem, NewJob, Status, WorkItem
from scriba.core.speakers import EnrolledVoice, Voice, VoiceSpace
from tests.fakes.stores import FakeJobs

MODEL = "ear"


def voice_of(*point: float, speech: int = 20_000, model: str = MODEL) -> Voice:
    """A voice at a point, whose length does not matter."""
    row = np.array(point, dtype=np.float32)
    return Voice(point=row / np.linalg.norm(row), speech=speech, model=model)


def space_of(dimensions: int) -> VoiceSpace:
    """A space whose centre is its origin."""
    return VoiceSpace(name=MODEL, centre=np.zeros(dimensions, dtype=np.float32))


@dataclass
class FakeSpeakers:
    """SpeakerStore."""

    jobs: FakeJobs
    rows: dict[str, tuple[int, Speaker]] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)
    transcribed: dict[str, dict[str, Voice]] = field(default_factory=dict)

    def add_recording(self, speaker: NewSpeaker, job: NewJob, first: NewItem) -> Speaker:
        return self._add(speaker, Status.QUEUED, job_id=job.id, upload_id=job.upload_id)

    def add_voice(self, speaker: NewSpeaker, voice: Voice) -> Speaker:
        self.voices[speaker.id] = voice
        return self._add(speaker, Status.COMPLETED, speech=voice.speech, completed_at=speaker.created_at)

    def enrol(self, item: WorkItem, voice: Voice, now: int) -> None:
        (speaker,) = [each for _, each in self.rows.values() if each.job_id == item.transcript_id]
        self.voices[speaker.id] = voice
        self.change(speaker.id, status=Status.COMPLETED, speech=voice.speech, completed_at=now, job_id=None)

    def get(self, speaker_id: str, project_id: int | None = None) -> Speaker:
        owner, speaker = self.rows.get(speaker_id, (None, None))
        if speaker is None or project_id not in {None, owner}:
            raise SpeakerNotFoundError
        return speaker

    def all(self, project_id: int | None = None) -> Sequence[Speaker]:
        return [speaker for owner, speaker in self.rows.values() if project_id in {None, owner}]

    def delete(self, speaker_id: str, project_id: int | None = None) -> Speaker:
        speaker = self.get(speaker_id, project_id)
        del self.rows[speaker_id]
        self.voices.pop(speaker_id, None)
        return speaker

    def enrolled(self, project_id: int, model: str) -> Sequence[EnrolledVoice]:
        return [
            EnrolledVoice(name=speaker.name, voice=self.voices[speaker.id])
            for owner, speaker in self.rows.values()
            if owner == project_id and speaker.id in self.voices and self.voices[speaker.id].model == model
        ]

    def of_transcript(self, transcript_id: str) -> Mapping[str, Voice]:
        return self.transcribed.get(transcript_id, {})

    def change(self, speaker_id: str, **changes: Any) -> None:
        """What a worker would bring about."""
        owner, speaker = self.rows[speaker_id]
        self.rows[speaker_id] = owner, replace(speaker, **changes)

    def _add(self, speaker: NewSpeaker, status: Status, **known: Any) -> Speaker:
        unknown = {"error": None, "speech": None, "completed_at": None, "job_id": None, "upload_id": None}
        row = Speaker(
            id=speaker.id,
            project=str(speaker.caller.project_id),
            name=speaker.name,
            status=status,
            created_at=speaker.created_at,
            **(unknown | known),
        )
        self.rows[speaker.id] = speaker.caller.project_id, row
        return row

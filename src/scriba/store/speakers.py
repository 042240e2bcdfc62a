"""Enrolled voices in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update
from typing_extensions import override

from scriba.core.enrolment import NewSpeaker, Purpose, Speaker, SpeakerNotFoundError, SpeakerStore
from scriba.core.job import ItemState, NewItem, NewJob, Status, WorkItem
from scriba.core.speakers import EnrolledVoice, Voice
from scriba.store.database import Database
from scriba.store.items import item_row, settle
from scriba.store.jobs import job_row
from scriba.store.schema import projects, speakers, transcript_voices, transcripts, work_items
from scriba.store.voices import voice_columns, voice_from

_SPEAKERS = (
    select(
        *[column for column in speakers.c if column.name != "point"],
        projects.c.name.label("project"),
        transcripts.c.status.label("status"),
        transcripts.c.error.label("error"),
        transcripts.c.completed_at.label("ended_at"),
    )
    .join(projects, projects.c.id == speakers.c.project_id)
    .outerjoin(transcripts, transcripts.c.id == speakers.c.job_id)
)
"""The state of a speaker whose voice is not known yet is that of its job."""


class SqlSpeakers(SpeakerStore):
    """Speakers, oldest first by `sequence`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def add_recording(self, speaker: NewSpeaker, job: NewJob, first: NewItem) -> Speaker:
        turn = select(func.coalesce(func.max(transcripts.c.turn), 0)).scalar_subquery()
        row = _row(speaker) | {"job_id": job.id, "upload_id": job.upload_id}
        with self._database.transaction() as connection:
            connection.execute(insert(transcripts).values(**job_row(job, Purpose.ENROLMENT), turn=turn))
            connection.execute(insert(work_items).values(item_row(job.id, first, job.created_at)))
            connection.execute(insert(speakers).values(row))
            return _load(connection, speaker.id, None)

    @override
    def add_voice(self, speaker: NewSpeaker, voice: Voice) -> Speaker:
        row = _row(speaker) | voice_columns(voice) | {"completed_at": speaker.created_at}
        with self._database.transaction() as connection:
            connection.execute(insert(speakers).values(row))
            return _load(connection, speaker.id, None)

    @override
    def enrol(self, item: WorkItem, voice: Voice, now: int) -> None:
        mine = speakers.c.job_id == item.transcript_id
        known: dict[str, Any] = {**voice_columns(voice), "completed_at": now, "job_id": None}
        with self._database.transaction() as connection:
            settle(connection, item, state=ItemState.DONE)
            connection.execute(update(speakers).where(mine).values(known))
            _drop_job(connection, item.transcript_id)

    @override
    def get(self, speaker_id: str, project_id: int | None = None) -> Speaker:
        with self._database.reading() as connection:
            return _load(connection, speaker_id, project_id)

    @override
    def all(self, project_id: int | None = None) -> Sequence[Speaker]:
        query = _SPEAKERS if project_id is None else _SPEAKERS.where(speakers.c.project_id == project_id)
        with self._database.reading() as connection:
            return [_speaker(row) for row in connection.execute(query.order_by(speakers.c.sequence)).mappings()]

    @override
    def delete(self, speaker_id: str, project_id: int | None = None) -> Speaker:
        with self._database.transaction() as connection:
            speaker = _load(connection, speaker_id, project_id)
            connection.execute(delete(speakers).where(speakers.c.id == speaker_id))
            if speaker.job_id is not None:
                _drop_job(connection, speaker.job_id)
            return speaker

    @override
    def enrolled(self, project_id: int, model: str) -> Sequence[EnrolledVoice]:
        query = select(speakers.c.name, speakers.c.point, speakers.c.speech, speakers.c.model).where(
            speakers.c.project_id == project_id, speakers.c.point.is_not(None), speakers.c.model == model
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(speakers.c.sequence)).mappings().all()
        return [EnrolledVoice(name=row["name"], voice=voice_from(row)) for row in rows]

    @override
    def of_transcript(self, transcript_id: str) -> Mapping[str, Voice]:
        query = select(transcript_voices).where(transcript_voices.c.transcript_id == transcript_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(transcript_voices.c.speaker)).mappings().all()
        return {row["speaker"]: voice_from(row) for row in rows}


def _drop_job(connection: Connection, job_id: str) -> None:
    """The job of an enrolment has done its duty, or is not wanted any more."""
    connection.execute(delete(work_items).where(work_items.c.transcript_id == job_id))
    connection.execute(delete(transcripts).where(transcripts.c.id == job_id))


def _row(speaker: NewSpeaker) -> dict[str, Any]:
    return {
        "id": speaker.id,
        "project_id": speaker.caller.project_id,
        "name": speaker.name,
        "created_at": speaker.created_at,
    }


def _load(connection: Connection, speaker_id: str, project_id: int | None) -> Speaker:
    here: ColumnElement[bool] = speakers.c.id == speaker_id
    if project_id is not None:
        here &= speakers.c.project_id == project_id
    row = connection.execute(_SPEAKERS.where(here)).mappings().one_or_none()
    if row is None:
        raise SpeakerNotFoundError
    return _speaker(row)


def _speaker(row: RowMapping) -> Speaker:
    has_voice = row["model"] is not None
    return Speaker(
        id=row["id"],
        project=row["project"],
        name=row["name"],
        status=Status.COMPLETED if has_voice else Status(row["status"]),
        error=row["error"],
        speech=row["speech"],
        created_at=row["created_at"],
        completed_at=row["completed_at"] or row["ended_at"],
        job_id=row["job_id"],
        upload_id=row["upload_id"],
    )

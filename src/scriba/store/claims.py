"""Which work item comes next."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, update

from scriba.core.job import ItemState, Lane, Status
from scriba.store.schema import projects, transcripts, work_items


def next_waiting(lane: Lane, running_per_key: int, passed_over: Collection[str] = ()) -> Select[Any]:
    """The item to claim: projects take turns, then the transcripts of the most urgent priority within one.

    A queued transcript is passed over while `running_per_key` others of its key are being worked on; 0 is no limit.
    """
    query = (
        select(work_items.c.id, work_items.c.transcript_id, work_items.c.strikes, transcripts.c.project_id)
        .join(transcripts, transcripts.c.id == work_items.c.transcript_id)
        .join(projects, projects.c.id == transcripts.c.project_id)
        .where(work_items.c.lane == lane, work_items.c.state == ItemState.PENDING)
        .order_by(
            projects.c.turn,
            transcripts.c.priority,
            transcripts.c.turn,
            transcripts.c.status != Status.QUEUED,
            transcripts.c.sequence,
            work_items.c.id,
        )
        .limit(1)
    )
    if passed_over:
        query = query.where(work_items.c.transcript_id.not_in(passed_over))
    return query.where(_may_run(running_per_key)) if running_per_key else query


def _may_run(running_per_key: int) -> ColumnElement[bool]:
    """Independent of the row, so that the database looks up the busy keys once for a claim."""
    busy = (
        select(transcripts.c.key_id)
        .where(transcripts.c.status == Status.PROCESSING, transcripts.c.key_id.is_not(None))
        .group_by(transcripts.c.key_id)
        .having(func.count() >= running_per_key)
    )
    return or_(transcripts.c.status != Status.QUEUED, transcripts.c.key_id.is_(None), transcripts.c.key_id.not_in(busy))


def take_turn(connection: Connection, project_id: int, job_id: str) -> None:
    """Send a project and a transcript to the end of their lines; a queued transcript has begun."""
    for table, here in ((projects, projects.c.id == project_id), (transcripts, transcripts.c.id == job_id)):
        last = select(func.max(table.c.turn)).scalar_subquery()
        connection.execute(update(table).where(here).values(turn=last + 1))
    queued = (transcripts.c.id == job_id) & (transcripts.c.status == Status.QUEUED)
    connection.execute(update(transcripts).where(queued).values(status=Status.PROCESSING, throttled=False))


def must_wait(connection: Connection, key_id: int, running_per_key: int) -> bool:
    """Whether a new transcript of this key waits until an earlier one is final."""
    if not running_per_key:
        return False
    unfinished = select(func.count()).where(
        transcripts.c.key_id == key_id, transcripts.c.status.in_([Status.QUEUED, Status.PROCESSING])
    )
    return connection.execute(unfinished).scalar_one() >= running_per_key

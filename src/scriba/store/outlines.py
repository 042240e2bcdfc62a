"""How far transcripts are, in sums that the database makes: a 10-hour recording has some 800 items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, Row, case, func, select

from scriba.core.job import ItemKind, ItemState, Status
from scriba.core.progress import ItemTally, Outline
from scriba.store.schema import transcripts, work_items

_IS_DONE = work_items.c.state == ItemState.DONE
_COVERED = work_items.c.audio_end - work_items.c.audio_start
_SHARE = case((_IS_DONE, 1.0), else_=work_items.c.share)


def outlines(connection: Connection, job_ids: Collection[str]) -> dict[str, Outline]:
    """By id; unknown ids are left out."""
    heads = select(transcripts.c.id, transcripts.c.status, transcripts.c.error, transcripts.c.findings)
    found = connection.execute(heads.where(transcripts.c.id.in_(job_ids))).all()
    tallies = _tallies(connection, job_ids)
    return {
        row.id: Outline(
            status=Status(row.status),
            error=row.error,
            duration=row.findings.get("duration"),
            waiting=_waiting(connection, row.id) if row.status == Status.QUEUED else None,
            tallies=tallies[row.id],
        )
        for row in found
    }


def _tallies(connection: Connection, job_ids: Collection[str]) -> dict[str, dict[ItemKind, ItemTally]]:
    query = (
        select(
            work_items.c.transcript_id,
            work_items.c.kind,
            func.count().label("known"),
            func.sum(case((_IS_DONE, 1), else_=0)).label("done"),
            func.sum(_COVERED).label("covered"),
            func.sum(_COVERED * _SHARE).label("behind"),
            func.avg(_SHARE).label("share"),
            func.min(case((_IS_DONE, None), else_=work_items.c.audio_start)).label("first_open"),
            func.min(work_items.c.started_at).label("since"),
        )
        .where(work_items.c.transcript_id.in_(job_ids))
        .group_by(work_items.c.transcript_id, work_items.c.kind)
    )
    found: dict[str, dict[ItemKind, ItemTally]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.transcript_id][ItemKind(row.kind)] = _tally(row)
    return found


def _tally(row: Row[tuple[object, ...]]) -> ItemTally:
    return ItemTally(
        known=row.known,
        done=row.done,
        covered=row.covered,
        behind=float(row.behind),
        share=float(row.share),
        first_open=row.first_open,
        since=row.since,
    )


def _waiting(connection: Connection, job_id: str) -> int:
    """Transcripts whose first item was added before this one's, and that have not begun either."""
    mine = work_items.alias()
    query = (
        select(func.count())
        .select_from(work_items)
        .join(mine, mine.c.id > work_items.c.id)
        .where(
            mine.c.transcript_id == job_id,
            mine.c.kind == ItemKind.PREPARE,
            work_items.c.kind == ItemKind.PREPARE,
            work_items.c.state == ItemState.PENDING,
            work_items.c.attempt == 0,
        )
    )
    return int(connection.execute(query).scalar_one())

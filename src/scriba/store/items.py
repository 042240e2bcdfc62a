"""Work items in the database: claims, leases, checkpoints and the transitions of `core.job`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, delete, exists, func, insert, select, update
from typing_extensions import override

from scriba.core.company import ALONE, Company
from scriba.core.documents import document_of
from scriba.core.errors import CancelledError, StaleAttemptError
from scriba.core.job import (
    LANES,
    Interruption,
    ItemKind,
    ItemState,
    Lane,
    NewItem,
    Status,
    WorkItem,
    exhaustion_text,
    is_exhausted,
    strikes_after,
)
from scriba.core.storage import ItemStore
from scriba.core.transcript import Transcript
from scriba.core.webhooks import WebhookKind
from scriba.store.claims import next_waiting, take_turn
from scriba.store.database import Database, pack, unpack
from scriba.store.outbox import add_webhook
from scriba.store.schema import transcripts, work_items
from scriba.store.voices import keep_voices

_OPEN = [ItemState.PENDING, ItemState.RUNNING]


def item_row(job_id: str, item: NewItem, now: int) -> dict[str, Any]:
    """A new item as a row."""
    return {
        "transcript_id": job_id,
        "kind": item.kind,
        "lane": LANES[item.kind],
        "position": item.index,
        "state": ItemState.PENDING,
        "attempt": 0,
        "strikes": 0,
        "payload": dict(item.payload),
        "audio_start": item.start,
        "audio_end": item.end,
        "created_at": now,
    }


class SqlItems(ItemStore):
    """Work items of all transcripts."""

    def __init__(self, database: Database, running_per_key: int = 0) -> None:
        self._database = database
        self._running_per_key = running_per_key

    @override
    def claim(self, lane: Lane, worker_id: str, now: int, lease_ms: int, company: Company = ALONE) -> WorkItem | None:
        waiting = next_waiting(lane, self._running_per_key, company.crowded)
        with self._database.reading() as connection:
            # Workers look often; looking must not take the write lock.
            next_up = connection.execute(waiting).one_or_none()
            if next_up is None or not company.admits(next_up.strikes):
                return None
        with self._database.transaction() as connection:
            # On SQLite the transaction is exclusive; elsewhere the row is locked, and rows locked by others skipped.
            locked = waiting.with_for_update(of=work_items, skip_locked=True)
            next_up = connection.execute(locked).one_or_none()
            if next_up is None or not company.admits(next_up.strikes):
                return None
            take_turn(connection, next_up.project_id, next_up.transcript_id)
            claimed = (
                update(work_items)
                .where(work_items.c.id == next_up.id)
                .values(
                    state=ItemState.RUNNING,
                    attempt=work_items.c.attempt + 1,
                    worker_id=worker_id,
                    lease_until=now + lease_ms,
                    started_at=now,
                )
                .returning(work_items)
            )
            return _item(connection.execute(claimed).mappings().one())

    @override
    def is_waiting(self, lane: Lane) -> bool:
        pending = exists().where(work_items.c.lane == lane, work_items.c.state == ItemState.PENDING)
        with self._database.reading() as connection:
            return bool(connection.execute(select(pending)).scalar())

    @override
    def renew(self, shares: Sequence[tuple[WorkItem, float]], now: int, lease_ms: int) -> None:
        with self._database.transaction() as connection:
            for item, share in shares:
                most = case((work_items.c.share < share, share), else_=work_items.c.share)
                change = update(work_items).where(_held(item)).values(lease_until=now + lease_ms, share=most)
                connection.execute(change)

    @override
    def results(self, job_id: str, kind: ItemKind) -> list[Mapping[str, Any]]:
        done = (work_items.c.transcript_id == job_id) & (work_items.c.kind == kind)
        query = select(work_items.c.result).where(done, work_items.c.state == ItemState.DONE)
        with self._database.reading() as connection:
            packed = connection.execute(query.order_by(work_items.c.position)).scalars().all()
        return [unpack(result) for result in packed]

    @override
    def recognized(self, job_id: str, start: int, end: int) -> list[Mapping[str, Any]]:
        done = (work_items.c.transcript_id == job_id) & (work_items.c.state == ItemState.DONE)
        covering = (work_items.c.audio_start < end) & (work_items.c.audio_end > start)
        query = select(work_items.c.result).where(done, work_items.c.kind == ItemKind.RECOGNIZE, covering)
        with self._database.reading() as connection:
            packed = connection.execute(query.order_by(work_items.c.audio_start)).scalars().all()
        return [unpack(result) for result in packed]

    @override
    def timings(self, job_id: str) -> dict[str, int]:
        took = func.sum(work_items.c.finished_at - work_items.c.started_at)
        done = (work_items.c.transcript_id == job_id) & (work_items.c.state == ItemState.DONE)
        query = select(work_items.c.kind, took).where(done).group_by(work_items.c.kind)
        with self._database.reading() as connection:
            found = {kind: int(ms) for kind, ms in connection.execute(query)}
        return {str(kind): found[kind] for kind in ItemKind if kind in found}

    @override
    def complete(
        self,
        item: WorkItem,
        result: Mapping[str, Any],
        *,
        findings: Mapping[str, Any],
        then: Sequence[NewItem],
        join: NewItem | None,
        now: int,
    ) -> None:
        with self._database.transaction() as connection:
            settle(connection, item, state=ItemState.DONE, result=pack(result), finished_at=now)
            _add_findings(connection, item.transcript_id, findings)
            if then:
                rows = [item_row(item.transcript_id, new, now) for new in then]
                connection.execute(insert(work_items), rows)
            if join is not None and not _has_open_items(connection, item.transcript_id):
                connection.execute(insert(work_items).values(item_row(item.transcript_id, join, now)))

    @override
    def finish(
        self,
        item: WorkItem,
        transcript: Transcript,
        *,
        findings: Mapping[str, Any],
        now: int,
        redacted_audio_url: str | None = None,
    ) -> None:
        with self._database.transaction() as connection:
            settle(connection, item, state=ItemState.DONE)
            _add_findings(connection, item.transcript_id, findings)
            keep_voices(connection, item.transcript_id, transcript.voices)
            done = pack(document_of(transcript))
            options = end_job(connection, item.transcript_id, now, status=Status.COMPLETED, document=done)
            if redacted_audio_url is not None:
                body = {"status": "redacted_audio_ready", "redacted_audio_url": redacted_audio_url}
                kind = WebhookKind.REDACTED_AUDIO
                add_webhook(connection, item.transcript_id, kind, body, options=options, now=now)
        if transcript.is_redacted:
            self._database.forget()

    @override
    def fail(self, item: WorkItem, error: str, now: int) -> None:
        with self._database.transaction() as connection:
            settle(connection, item, state=ItemState.FAILED)
            end_job(connection, item.transcript_id, now, status=Status.ERROR, error=error)

    @override
    def interrupt(self, item: WorkItem, interruption: Interruption, cause: str, now: int) -> bool:
        with self._database.transaction() as connection:
            return _interrupt(connection, item, interruption, cause, now)

    @override
    def held_by(self, worker_id: str) -> list[WorkItem]:
        mine = (work_items.c.worker_id == worker_id) & (work_items.c.state == ItemState.RUNNING)
        with self._database.reading() as connection:
            return [_item(row) for row in connection.execute(select(work_items).where(mine)).mappings()]

    @override
    def expired(self, now: int) -> list[tuple[str, WorkItem]]:
        overdue = (work_items.c.state == ItemState.RUNNING) & (work_items.c.lease_until < now)
        with self._database.reading() as connection:
            rows = connection.execute(select(work_items).where(overdue)).mappings().all()
        return [(row["worker_id"], _item(row)) for row in rows]

    @override
    def release_all(self, now: int) -> int:
        running = select(work_items).where(work_items.c.state == ItemState.RUNNING)
        with self._database.transaction() as connection:
            items = [_item(row) for row in connection.execute(running).mappings().all()]
            for item in items:
                _interrupt(connection, item, Interruption.STOPPED, "the server was restarted", now)
        return len(items)

    @override
    def is_current(self, item: WorkItem) -> bool:
        with self._database.reading() as connection:
            return bool(connection.execute(select(exists().where(_held(item)))).scalar())

    @override
    def version(self) -> int:
        return self._database.version()

    @override
    def unfinished_jobs(self) -> set[str]:
        query = select(work_items.c.transcript_id).where(work_items.c.state.in_(_OPEN)).distinct()
        with self._database.reading() as connection:
            return set(connection.execute(query).scalars())


def _held(item: WorkItem) -> ColumnElement[bool]:
    """Whether this attempt still holds the item."""
    return and_(
        work_items.c.id == item.id, work_items.c.attempt == item.attempt, work_items.c.state == ItemState.RUNNING
    )


def settle(connection: Connection, item: WorkItem, **values: Any) -> None:
    """Move a running item on, if this attempt still holds it."""
    change = update(work_items).where(_held(item)).values(lease_until=None, **values)
    if connection.execute(change).rowcount == 1:
        return
    job = select(transcripts.c.is_deleted).where(transcripts.c.id == item.transcript_id)
    if connection.execute(job).scalar_one_or_none():
        raise CancelledError(f"transcript {item.transcript_id} was deleted")
    raise StaleAttemptError(f"attempt {item.attempt} of work item {item.id} is outdated")


def _interrupt(connection: Connection, item: WorkItem, interruption: Interruption, cause: str, now: int) -> bool:
    strikes = strikes_after(item, interruption)
    if is_exhausted(item, interruption):
        settle(connection, item, state=ItemState.FAILED, strikes=strikes, cause=cause)
        text = exhaustion_text(item, interruption, cause)
        end_job(connection, item.transcript_id, now, status=Status.ERROR, error=text)
        return False
    settle(connection, item, state=ItemState.PENDING, strikes=strikes, cause=cause, worker_id=None)
    return True


def _add_findings(connection: Connection, job_id: str, findings: Mapping[str, Any]) -> None:
    if not findings:
        return
    here = transcripts.c.id == job_id
    known = connection.execute(select(transcripts.c.findings).where(here)).scalar_one()
    found = {**known, **findings}
    if "warnings" in found:  # what one stage warns of must not hide what another has said
        found["warnings"] = [*known.get("warnings", ()), *findings.get("warnings", ())]
    connection.execute(update(transcripts).where(here).values(findings=found))


def _has_open_items(connection: Connection, job_id: str) -> bool:
    open_item = exists().where(work_items.c.transcript_id == job_id, work_items.c.state.in_(_OPEN))
    return bool(connection.execute(select(open_item)).scalar())


def end_job(connection: Connection, job_id: str, now: int, *, status: Status, **values: Any) -> dict[str, Any]:
    """Close a job, and owe its webhook. Its items have done their duty: the document, or the error, remains.

    Returns the job's options.
    """
    ended = (
        update(transcripts)
        .where(transcripts.c.id == job_id)
        .values(status=status, completed_at=now, throttled=False, **values)
    )
    options: dict[str, Any] = connection.execute(ended.returning(transcripts.c.options)).scalar_one()
    connection.execute(delete(work_items).where(work_items.c.transcript_id == job_id))
    body = {"transcript_id": job_id, "status": status}
    add_webhook(connection, job_id, WebhookKind.TRANSCRIPT, body, options=options, now=now)
    return options


def _item(row: RowMapping) -> WorkItem:
    return WorkItem(
        id=row["id"],
        transcript_id=row["transcript_id"],
        kind=ItemKind(row["kind"]),
        index=row["position"],
        attempt=row["attempt"],
        strikes=row["strikes"],
        payload=row["payload"],
        audio=row["audio_end"] - row["audio_start"],
    )

"""Webhooks in the database: an outbox, filled by the transaction that ends a job."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Subquery,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from typing_extensions import override

from scriba.core.webhooks import (
    Answer,
    Delivery,
    Webhook,
    WebhookKind,
    WebhookState,
    WebhookStore,
    receiver_of,
)
from scriba.store.database import Database
from scriba.store.schema import transcripts, webhooks

_PENDING = webhooks.c.state == WebhookState.PENDING


def add_webhook(
    connection: Connection,
    job_id: str,
    kind: WebhookKind,
    body: Mapping[str, Any],
    *,
    options: Mapping[str, Any],
    now: int,
) -> None:
    """Owe a message to the address that the request's `options` name, if they name one."""
    url = options.get("webhook_url")
    if not url:
        return
    row = {
        "transcript_id": job_id,
        "kind": kind,
        "receiver": receiver_of(url),
        "body": dict(body),
        "state": WebhookState.PENDING,
        "attempts": 0,
        "created_at": now,
        "next_at": now,
    }
    connection.execute(insert(webhooks).values(row))


def drop_webhooks(connection: Connection, job_id: str) -> None:
    """Forget what is owed for a transcript that was deleted: its address and its header are gone with it."""
    connection.execute(delete(webhooks).where(webhooks.c.transcript_id == job_id))


class SqlWebhooks(WebhookStore):
    """Webhooks of all transcripts. Address and header stay in the transcript's options: one copy of a secret."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    def claim(self, now: int, *, limit: int, per_receiver: int, lease_ms: int) -> list[Delivery]:
        due = exists().where(_PENDING, webhooks.c.next_at <= now, webhooks.c.lease_until.is_(None))
        overdue = exists().where(_PENDING, webhooks.c.lease_until < now)
        with self._database.reading() as connection:
            # The courier looks often; looking must not take the write lock.
            if not connection.execute(select(or_(due, overdue))).scalar():
                return []
        claim = uuid.uuid4().hex
        with self._database.transaction() as connection:
            chosen = connection.execute(_next_up(now, limit, per_receiver)).scalars().all()
            lease = update(webhooks).where(webhooks.c.id.in_(chosen)).values(claim=claim, lease_until=now + lease_ms)
            connection.execute(lease)
            rows = connection.execute(
                select(webhooks, transcripts.c.options)
                .join(transcripts, transcripts.c.id == webhooks.c.transcript_id)
                .where(webhooks.c.id.in_(chosen))
            ).mappings()
            by_id = {row["id"]: _delivery(row) for row in rows}
        return [by_id[number] for number in chosen]

    @override
    def record(self, delivery: Delivery, answer: Answer, *, retry_at: int | None, now: int) -> None:
        here = (webhooks.c.id == delivery.id) & _PENDING
        if not answer.is_success:
            # A failure of an outdated attempt tells nothing of the one that took its place.
            here &= webhooks.c.claim == delivery.claim
        ended = WebhookState.DELIVERED if answer.is_success else WebhookState.FAILED
        values: dict[str, Any] = {
            "attempts": webhooks.c.attempts + 1,
            "status_code": answer.status_code,
            "problem": answer.problem,
            "claim": None,
            "lease_until": None,
        }
        values |= {"state": ended, "finished_at": now} if retry_at is None else {"next_at": retry_at}
        with self._database.transaction() as connection:
            changed = connection.execute(update(webhooks).where(here).values(values)).rowcount
            if changed and delivery.kind == WebhookKind.TRANSCRIPT:
                told = update(transcripts).where(transcripts.c.id == delivery.transcript_id)
                connection.execute(told.values(webhook_status_code=answer.status_code))

    @override
    def release(self, now: int) -> int:
        held = update(webhooks).where(_PENDING, webhooks.c.lease_until.is_not(None))
        with self._database.transaction() as connection:
            return connection.execute(held.values(claim=None, lease_until=None, next_at=now)).rowcount

    @override
    def all(self, *, state: WebhookState | None, limit: int) -> list[Webhook]:
        query = select(webhooks).order_by(webhooks.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(webhooks.c.state == state)
        with self._database.reading() as connection:
            return [_webhook(row) for row in connection.execute(query).mappings()]

    @override
    def retry(self, ids: Sequence[int] | None, now: int) -> int:
        failed = webhooks.c.state == WebhookState.FAILED
        if ids is not None:
            failed &= webhooks.c.id.in_(ids)
        again = {"state": WebhookState.PENDING, "attempts": 0, "next_at": now, "finished_at": None}
        with self._database.transaction() as connection:
            return connection.execute(update(webhooks).where(failed).values(again)).rowcount

    @override
    def purge(self, before: int) -> int:
        old = webhooks.c.finished_at < before
        with self._database.transaction() as connection:
            return connection.execute(delete(webhooks).where(old)).rowcount


def _next_up(now: int, limit: int, per_receiver: int) -> Any:
    """Ids to deliver now: receivers take turns, first attempts before repetitions, and no receiver takes all slots."""
    receivers = _receivers(now)
    is_free = or_(webhooks.c.lease_until.is_(None), webhooks.c.lease_until < now)
    rank = func.row_number().over(partition_by=webhooks.c.receiver, order_by=(webhooks.c.attempts, webhooks.c.id))
    due = (
        select(webhooks.c.id, webhooks.c.receiver, webhooks.c.attempts, rank.label("rank"))
        .where(_PENDING, webhooks.c.next_at <= now, is_free)
        .subquery()
    )
    allowed = case((receivers.c.silent > 0, 1), else_=per_receiver) - receivers.c.under_way
    return (
        select(due.c.id)
        .join(receivers, receivers.c.receiver == due.c.receiver)
        .where(due.c.rank <= allowed)
        .order_by(due.c.rank, due.c.attempts > 0, due.c.id)
        .limit(limit)
    )


def _receivers(now: int) -> Subquery:
    """For each receiver: how many deliveries are under way, and of how many the last attempt met silence.

    Silence is what costs a slot for the whole time limit, so a silent receiver gets one slot until it answers.
    """
    under_way = case((webhooks.c.lease_until >= now, 1), else_=0)
    met_silence = case((and_(webhooks.c.attempts > 0, webhooks.c.status_code.is_(None)), 1), else_=0)
    return (
        select(
            webhooks.c.receiver,
            func.sum(under_way).label("under_way"),
            func.sum(met_silence).label("silent"),
        )
        .where(_PENDING)
        .group_by(webhooks.c.receiver)
        .subquery()
    )


def _delivery(row: RowMapping) -> Delivery:
    options = row["options"]
    name, value = options.get("webhook_auth_header_name"), options.get("webhook_auth_header_value")
    return Delivery(
        id=row["id"],
        transcript_id=row["transcript_id"],
        kind=WebhookKind(row["kind"]),
        claim=row["claim"],
        attempt=row["attempts"] + 1,
        url=options["webhook_url"],
        body=row["body"],
        header=(name, value) if name and value is not None else None,
    )


def _webhook(row: RowMapping) -> Webhook:
    return Webhook(
        id=row["id"],
        transcript_id=row["transcript_id"],
        kind=WebhookKind(row["kind"]),
        state=WebhookState(row["state"]),
        receiver=row["receiver"],
        attempts=row["attempts"],
        status_code=row["status_code"],
        problem=row["problem"],
        created_at=row["created_at"],
        next_at=row["next_at"],
        finished_at=row["finished_at"],
    )

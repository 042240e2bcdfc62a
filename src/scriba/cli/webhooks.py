"""`scriba webhooks`: what a server owes to receivers, also while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from scriba.bootstrap.starting import build_webhooks
from scriba.cli.options import AsJson, DataDir, command_app, load_settings
from scriba.cli.output import iso_time, notices, print_json, print_table, results, time_text
from scriba.core.errors import InvalidRequestError
from scriba.core.webhooks import Webhook, WebhookState
from scriba.service.webhooks import Webhooks

_STYLES: Final = {WebhookState.PENDING: "yellow", WebhookState.DELIVERED: "green", WebhookState.FAILED: "red"}

app = command_app(
    no_args_is_help=True,
    help=(
        "List webhooks, and deliver failed ones again.\n\n"
        "The webhooks are those of the server on the same data folder, which may run."
    ),
)


@app.command("list")
def list_webhooks(
    *,
    state: Annotated[WebhookState | None, typer.Option(help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most webhooks to list.")] = 50,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List webhooks, newest first. Finished ones are kept for a week."""
    found = _webhooks(data_dir).all(state, limit)
    if as_json:
        print_json([_fields(webhook) for webhook in found])
        return
    head = ("Id", "Transcript", "Receiver", "State", "Tries", "Created (UTC)", "Last answer")
    print_table(head, [_row(webhook) for webhook in found], right=("Id", "Tries"))
    if not found:
        notices().print("No webhooks: requests with `webhook_url` make them.")


@app.command()
def retry(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids of failed webhooks.")] = None,
    *,
    failed: Annotated[bool, typer.Option("--failed", metavar="", help="All that have failed.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Deliver failed webhooks again, from the first attempt on. The running server does it."""
    if bool(ids) == failed:
        raise InvalidRequestError("Name the webhooks to deliver again, or say --failed for all that have failed.")
    webhooks = _webhooks(data_dir)
    count = webhooks.retry(ids) if ids else webhooks.retry_failed()
    results().print(f"Webhooks to be delivered again: {count}.")


def _webhooks(data_dir: Path | None) -> Webhooks:
    return build_webhooks(load_settings(data_dir=data_dir))


def _fields(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "transcript_id": webhook.transcript_id,
        "kind": webhook.kind,
        "receiver": webhook.receiver,
        "state": webhook.state,
        "attempts": webhook.attempts,
        "status_code": webhook.status_code,
        "problem": webhook.problem,
        "created_at": iso_time(webhook.created_at),
        "next_at": iso_time(webhook.next_at) if webhook.state == WebhookState.PENDING else None,
        "finished_at": None if webhook.finished_at is None else iso_time(webhook.finished_at),
    }


def _row(webhook: Webhook) -> tuple[str | Text, ...]:
    answer = webhook.problem or ("" if webhook.status_code is None else str(webhook.status_code))
    return (
        str(webhook.id),
        webhook.transcript_id,
        Text(webhook.receiver),
        Text(webhook.state, style=_STYLES[webhook.state]),
        str(webhook.attempts),
        time_text(webhook.created_at),
        Text(answer),
    )

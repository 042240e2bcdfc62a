"""`scriba keys`: API keys of a server, also while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from scriba.bootstrap.starting import build_keys
from scriba.cli.options import AsJson, DataDir, command_app, load_settings
from scriba.cli.output import iso_time, notices, print_json, print_table, results, time_text
from scriba.core.job import ApiKey
from scriba.service.keys import DEFAULT_PROJECT, Keys

app = command_app(
    no_args_is_help=True,
    help="Create, list and revoke API keys.\n\nThe keys are those of the server on the same data folder, which may run.",
)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What the key is for; it stands in log lines.")],
    *,
    project: Annotated[
        str, typer.Option(help="Keys of one project see the same transcripts; a new name makes a new project.")
    ] = DEFAULT_PROJECT,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Create a key and print it, once: what is stored is a hash."""
    key, secret = _keys(data_dir).create(name, project)
    if as_json:
        print_json({**_fields(key), "key": secret})
        return
    results().print(secret, markup=False)
    if results().is_terminal:
        notices().print("This is the key. Keep it: it cannot be shown again.", style="dim")


@app.command("list")
def list_keys(*, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the keys, by their first characters."""
    keys = _keys(data_dir).all()
    if as_json:
        print_json([_fields(key) for key in keys])
        return
    print_table(("Id", "Name", "Project", "Key", "Created (UTC)", "State"), [_row(key) for key in keys], right=("Id",))
    if not keys:
        notices().print("No keys yet: `scriba keys create NAME` makes one, and so does the first `scriba serve`.")


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="Id, name or first characters of the key.")],
    *,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a key, from the next request on."""
    revoked = _keys(data_dir).revoke(key)
    if as_json:
        print_json(_fields(revoked))
        return
    results().print(f"Revoked the key {revoked.prefix}… ({revoked.name}).", markup=False)


def _keys(data_dir: Path | None) -> Keys:
    return build_keys(load_settings(data_dir=data_dir))


def _fields(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "project": key.project,
        "prefix": key.prefix,
        "created_at": iso_time(key.created_at),
        "revoked_at": None if key.revoked_at is None else iso_time(key.revoked_at),
    }


def _row(key: ApiKey) -> tuple[str | Text, ...]:
    state = Text("valid", style="green")
    if key.revoked_at is not None:
        state = Text(f"revoked {time_text(key.revoked_at)}", style="dim")
    return (str(key.id), Text(key.name), Text(key.project), f"{key.prefix}…", time_text(key.created_at), state)

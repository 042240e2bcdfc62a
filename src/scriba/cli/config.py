"""`scriba config`: the settings in effect, and where each comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rich.text import Text

from scriba.cli.options import AsJson, command_app
from scriba.cli.output import print_json, print_table
from scriba.settings import Settings, origins

MASK = "********"

app = command_app()


@app.command()
def config(*, as_json: AsJson = False) -> None:
    """Show the settings in effect and where each comes from. Secrets are masked."""
    settings = Settings.load()
    found = origins()
    chosen = {
        name: {"value": shown(getattr(settings, name)), "from": found.get(name, "default")}
        for name in Settings.model_fields
    }
    if as_json:
        print_json(chosen)
        return
    rows = [
        (name, _cell(entry["value"]), Text(entry["from"], style="dim" if entry["from"] == "default" else "cyan"))
        for name, entry in chosen.items()
    ]
    print_table(("Setting", "Value", "From"), rows)


def shown(value: object) -> Any:
    """A setting's value as JSON has it, secrets masked."""
    if isinstance(value, SecretStr):
        return MASK
    return str(value) if isinstance(value, Path) else value


def _cell(value: Any) -> Text:
    if value is None or value in ([], {}):
        return Text("not set", style="dim")
    if isinstance(value, dict):
        return Text("\n".join(f"{key} = {_flat(part)}" for key, part in value.items()))
    return Text(_flat(value))


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value)

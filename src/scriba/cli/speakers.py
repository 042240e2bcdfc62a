"""`scriba speakers`: the enrolled voices of a server, also while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from scriba.bootstrap.starting import build_enrolled
from scriba.cli.options import AsJson, DataDir, command_app, load_settings
from scriba.cli.output import iso_time, notices, print_json, print_table, results, time_text
from scriba.core.enrolment import Speaker
from scriba.core.job import Status
from scriba.service.speakers import Speakers

app = command_app(
    no_args_is_help=True,
    help="List and delete enrolled voices.\n\nThe voices are those of the server on the same data folder, which may run.",
)


@app.command("list")
def list_speakers(*, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the voices of all projects: one for each enrolled recording."""
    speakers = _speakers(data_dir).everywhere()
    if as_json:
        print_json([_fields(speaker) for speaker in speakers])
        return
    head = ("Id", "Name", "Project", "Speech", "Enrolled (UTC)", "State")
    print_table(head, [_row(speaker) for speaker in speakers], right=("Speech",))
    if not speakers:
        notices().print("No voices are enrolled: POST /v2/speakers does that.")


@app.command()
def delete(
    speaker: Annotated[str, typer.Argument(help="Id of one recording's voice, or a name: then all of that name go.")],
    *,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Delete a voice for good, with the upload that it was taken from. Finished transcripts keep the name."""
    deleted = _speakers(data_dir).delete_everywhere(speaker)
    if as_json:
        print_json([_fields(each) for each in deleted])
        return
    for each in deleted:
        results().print(f"Deleted the voice {each.id} ({each.name}).", markup=False)


def _speakers(data_dir: Path | None) -> Speakers:
    return build_enrolled(load_settings(data_dir=data_dir))


def _fields(speaker: Speaker) -> dict[str, Any]:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "project": speaker.project,
        "status": speaker.status,
        "error": speaker.error,
        "speech_seconds": None if speaker.speech is None else round(speaker.speech / 1000, 1),
        "created_at": iso_time(speaker.created_at),
    }


def _row(speaker: Speaker) -> tuple[str | Text, ...]:
    styles = {Status.COMPLETED: "green", Status.ERROR: "red"}
    return (
        speaker.id,
        Text(speaker.name),
        Text(speaker.project),
        "" if speaker.speech is None else f"{speaker.speech / 1000:.0f} s",
        time_text(speaker.created_at),
        Text(speaker.status, style=styles.get(speaker.status, "dim")),
    )

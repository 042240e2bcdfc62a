"""`scriba models`: the speech models of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn
from rich.text import Text

from scriba.bootstrap.local import build_models
from scriba.cli.options import AsJson, DataDir, command_app, load_settings
from scriba.cli.output import notices, print_json, print_table, results, size_text
from scriba.core.errors import WeightsCorruptError, WeightsMissingError
from scriba.core.languages import language_name
from scriba.service.models import FileState, Models, ModelState

_FEW_LANGUAGES = 3

app = command_app(no_args_is_help=True, help="List, download and verify speech models.")

Name = Annotated[str, typer.Argument(help="Model, as `scriba models list` names it.")]


@app.command("list")
def list_models(*, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the models that can be used, and which of them are installed."""
    states = _models(data_dir).list()
    if as_json:
        print_json([_fields(state) for state in states])
        return
    print_table(
        ("Model", "Installed", "Size", "Languages", "Licence"),
        [_row(state) for state in states],
        right=("Size",),
        gap=1,
    )
    notices().print("Download one with `scriba models pull MODEL`.", style="dim")


@app.command()
def pull(
    name: Name,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="PATH",
            exists=True,
            help="Take the files out of this folder or archive (.tgz, .whl, .zip) instead of the network; repeatable.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Download a model at its pinned revision, and check every file. A broken download goes on where it stopped."""
    models = _models(data_dir)
    if sources:
        results().print(str(models.take(name, sources)), markup=False)
        return
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), console=notices()
    )
    tasks: dict[str, TaskID] = {}

    def show(file: str, done: int, total: int) -> None:
        if file not in tasks:
            tasks[file] = progress.add_task(file, total=total)
        progress.update(tasks[file], completed=done)

    with progress:
        folder = models.pull(name, show)
    results().print(str(folder), markup=False)


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Models; without a name all that are installed.")
    ] = None,
    *,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Hash every file of a model and compare it with what Scriba expects."""
    models = _models(data_dir)
    chosen = names or [state.card.name for state in models.list() if state.is_installed]
    with notices().status("Reading the files"):
        found = {name: models.verify(name) for name in chosen}
    if as_json:
        print_json({name: [_file_fields(file) for file in files] for name, files in found.items()})
    else:
        rows = [_file_row(name, file) for name, files in found.items() for file in files]
        print_table(("Model", "File", "State"), rows)
    for name, files in found.items():
        _refuse_broken(name, files)


@app.command()
def path(name: Name, data_dir: DataDir = None) -> None:
    """Print the folder that holds a model's files."""
    results().print(str(_models(data_dir).path(name)), markup=False)


def _models(data_dir: Path | None) -> Models:
    return build_models(load_settings(data_dir=data_dir))


def _fields(state: ModelState) -> dict[str, Any]:
    card = state.card
    return {
        "name": card.name,
        "installed": state.is_installed,
        "serves": list(state.serves),
        "size": state.size,
        "languages": sorted(card.languages),
        "licence": card.licence,
        "source": card.source.repository,
        "revision": card.source.revision,
        "description": card.description,
    }


def _row(state: ModelState) -> tuple[str | Text, ...]:
    card = state.card
    languages = sorted(card.languages)
    few = ", ".join(language_name(code) for code in languages)
    about = [card.description, f"{card.source.repository}@{card.revision}"]
    if state.serves:
        about.append(f"serves {', '.join(state.serves)}")
    return (
        Text.assemble((card.name, "bold"), *((f"\n{line}", "dim") for line in about if line)),
        Text("yes", style="green") if state.is_installed else Text("no", style="dim"),
        size_text(state.size),
        few if len(languages) <= _FEW_LANGUAGES else str(len(languages)),
        card.licence,
    )


def _file_fields(file: FileState) -> dict[str, Any]:
    return {"name": file.name, "path": str(file.path) if file.path else None, "problem": file.problem or None}


def _file_row(name: str, file: FileState) -> tuple[str | Text, ...]:
    if not file.problem:
        return name, file.name, Text("whole", style="green")
    return name, file.name, Text(f"{file.problem}: {file.path}" if file.path else file.problem, style="red")


def _refuse_broken(name: str, files: Sequence[FileState]) -> None:
    broken = [file for file in files if file.problem]
    if not broken:
        return
    what = ", ".join(f"{file.name} ({file.problem})" for file in broken)
    failure = WeightsMissingError if all(file.problem == "missing" for file in broken) else WeightsCorruptError
    raise failure(f"The model {name} is not whole: {what}. Run: scriba models pull {name}")

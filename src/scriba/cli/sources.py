"""What `scriba transcribe` was given, and where each result goes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import typer

from scriba.core.operator_errors import OperatorError

_SUFFIXES: Final = (
    ".3g2 .3ga .3gp .8svx .aac .ac3 .aif .aiff .alac .amr .ape .au .avi .caf .dss .flac .flv .m2ts .m4a .m4b .m4p .m4r "
    ".m4v .mka .mkv .mogg .mov .mp2 .mp3 .mp4 .mpeg .mpg .mpga .mts .mxf .oga .ogg .ogv .opus .qcp .ts .tta .voc .wav "
    ".webm .wma .wmv .wv"
)

RECORDING_SUFFIXES: Final = frozenset(_SUFFIXES.split())
"""File name endings that count as recordings when a folder is given: the contract's list and its close relatives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A recording as given: `name` is its file name, `folder` where it lies inside the folder that was given."""

    location: str
    name: str
    folder: Path = Path()
    is_url: bool = False
    is_from_folder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A recording and the file to write; no file means standard output."""

    source: Source
    target: Path | None


def gather(given: Iterable[str], *, recursive: bool) -> list[Source]:
    """Every recording that is meant. Raises typer.BadParameter for what is not there."""
    return [source for text in given for source in _sources(text, recursive=recursive)]


def _sources(text: str, *, recursive: bool) -> list[Source]:
    parts = urlsplit(text)
    if parts.scheme in {"http", "https"}:
        name = PurePosixPath(unquote(parts.path)).name
        return [Source(location=text, name=name or parts.hostname or "recording", is_url=True)]
    path = Path(text).expanduser()
    if path.is_dir():
        return _recordings(path, recursive=recursive)
    if not path.is_file():
        raise typer.BadParameter(f"There is no file or folder '{text}'.", param_hint="SOURCE")
    return [Source(location=str(path), name=path.name)]


def _recordings(folder: Path, *, recursive: bool) -> list[Source]:
    found = [
        Source(location=str(path), name=path.name, folder=path.parent.relative_to(folder), is_from_folder=True)
        for path in _files(folder, recursive=recursive)
        if path.suffix.lower() in RECORDING_SUFFIXES
    ]
    if not found:
        hint = "" if recursive else " Add --recursive to look into the folders inside it."
        raise typer.BadParameter(f"There are no recordings in the folder '{folder}'.{hint}", param_hint="SOURCE")
    return found


def _files(folder: Path, *, recursive: bool) -> Iterator[Path]:
    """Files in the order of their names, hidden ones left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if recursive and not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))


def plan(sources: list[Source], output: Path | None, suffix: str) -> list[Task]:
    """Where each result goes. Makes the folders.

    Raises typer.BadParameter for an output that cannot hold the results, OperatorError for one that cannot be made.
    """
    if output is None:
        return [Task(source=source, target=None) for source in sources]
    is_folder = output.is_dir() or len(sources) > 1 or sources[0].is_from_folder
    if not is_folder:
        _refuse_own_source(sources[0], output)
        _make(output.parent)
        return [Task(source=sources[0], target=output)]
    if output.exists() and not output.is_dir():
        raise typer.BadParameter(f"'{output}' is a file, and several results need a folder.", param_hint="--output")
    targets = _targets(sources, output, suffix)
    for folder in {target.parent for target in targets}:
        _make(folder)
    return [Task(source=source, target=target) for source, target in zip(sources, targets, strict=True)]


def _targets(sources: Iterable[Source], output: Path, suffix: str) -> list[Path]:
    """A file for each source: call.mp3 becomes call.txt, and call.wav beside it call.wav.txt."""
    taken: dict[Path, None] = {}
    for source in sources:
        stem = Path(source.name).stem
        candidates = [stem, source.name]
        numbered = (f"{stem}-{number}" for number in count(2))
        names = (name for group in (candidates, numbered) for name in group)
        folder = output / source.folder
        taken[next(path for name in names if (path := folder / f"{name}{suffix}") not in taken)] = None
    return list(taken)


def _refuse_own_source(source: Source, output: Path) -> None:
    if not source.is_url and output.exists() and output.samefile(source.location):
        raise typer.BadParameter("That is the recording itself.", param_hint="--output")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"Cannot make the folder {folder}: {error.strerror}.") from error

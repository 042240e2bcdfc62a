"""Weights out of folders and archives that lie on this machine: found by size and SHA-256, whatever their names."""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import IO

from scriba.backends.runtime.checksums import CHUNK_BYTES, is_whole, note, replacing
from scriba.core.engines import RecognizerCard, WeightsFile
from scriba.core.errors import WeightsDownloadError, WeightsMissingError

Entry = tuple[int, Callable[[], IO[bytes] | None]]
"""Size of a file, and how to open it."""


def take(card: RecognizerCard, models_dir: Path, sources: Sequence[Path]) -> Path:
    """Copy a recognizer's files out of folders, and tar and zip archives, and return its folder in the models folder.

    Nothing else is unpacked. Raises WeightsMissingError where a file is in none of them, WeightsDownloadError where
    one cannot be read or stored.
    """
    folder = models_dir / card.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [file for file in card.weights if not is_whole(folder, file)]
        for source in sources:
            with ExitStack() as stack:
                entries = list(_entries(source, stack))
                missing = [file for file in missing if not any(_copy(file, entry, folder) for entry in entries)]
    except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise WeightsDownloadError(f"The files of {card.name} cannot be stored in {folder}: {error}.") from error
    if missing:
        names = ", ".join(file.name for file in missing)
        places = ", ".join(str(source) for source in sources)
        raise WeightsMissingError(f"{names} of {card.name} (by SHA-256) cannot be found in {places}.")
    return folder


def _entries(source: Path, stack: ExitStack) -> Iterator[Entry]:
    if source.is_dir():
        return ((path.stat().st_size, _opener(path)) for path in sorted(source.rglob("*")) if path.is_file())
    if zipfile.is_zipfile(source):
        archive = stack.enter_context(zipfile.ZipFile(source))
        return ((member.file_size, _zipped(archive, member)) for member in archive.infolist())
    if tarfile.is_tarfile(source):
        tape = tarfile.TarFile.open(source)
        stack.callback(tape.close)
        return ((entry.size, _taped(tape, entry)) for entry in tape.getmembers() if entry.isfile())
    return iter([(source.stat().st_size, _opener(source))])


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _zipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(member)


def _taped(tape: tarfile.TarFile, entry: tarfile.TarInfo) -> Callable[[], IO[bytes] | None]:
    return lambda: tape.extractfile(entry)


def _copy(file: WeightsFile, entry: Entry, folder: Path) -> bool:
    """Store the file if this is it."""
    size, opened = entry
    if size != file.size or _digest(opened) != file.sha256:
        return False
    with replacing(folder / file.name) as target:
        for chunk in _chunks(opened):
            target.write(chunk)
    note(folder, file)
    return is_whole(folder, file)


def _digest(opened: Callable[[], IO[bytes] | None]) -> str:
    state = hashlib.sha256()
    for chunk in _chunks(opened):
        state.update(chunk)
    return state.hexdigest()


def _chunks(opened: Callable[[], IO[bytes] | None]) -> Iterator[bytes]:
    stream = opened()
    if stream is None:
        return
    with closing(stream):
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk

"""SHA-256 of files, and a note beside them of what was verified, so that starting up need not read gigabytes."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from scriba.core.engines import WeightsFile

NOTE = ".verified.json"
CHUNK_BYTES = 1 << 20


def chunks(path: Path) -> Iterator[bytes]:
    """The file's bytes, a mebibyte at a time."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def digest(parts: Iterable[Path]) -> str:
    """SHA-256 of files joined in order, as 64 hexadecimal digits."""
    state = hashlib.sha256()
    for part in parts:
        for chunk in chunks(part):
            state.update(chunk)
    return state.hexdigest()


def is_whole(folder: Path, file: WeightsFile) -> bool:
    """Whether the file is there with its declared size and SHA-256.

    It is hashed only where size, time and SHA-256 differ from what was noted the last time.
    """
    path = folder / file.name
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    expected = _stamp(path, file.sha256)
    if _noted(folder).get(file.name) == expected:
        return True
    if digest([path]) != file.sha256:
        return False
    note(folder, file)
    return True


def note(folder: Path, file: WeightsFile) -> None:
    """Remember that the file was verified; a folder that cannot be written is hashed again the next time."""
    noted = _noted(folder)
    noted[file.name] = _stamp(folder / file.name, file.sha256)
    try:
        with replacing(folder / NOTE) as stream:
            stream.write(json.dumps(noted, indent=1).encode())
    except PermissionError:
        return


def _stamp(path: Path, sha256: str) -> dict[str, Any]:
    status = path.stat()
    return {"sha256": sha256, "size": status.st_size, "mtime_ns": status.st_mtime_ns}


def _noted(folder: Path) -> dict[str, Any]:
    try:
        noted = json.loads((folder / NOTE).read_text())
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file that appears whole, durable and at once under its name, or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

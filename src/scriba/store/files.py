"""Files in the data directory: durable when committed, nothing left when not."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path

from typing_extensions import override

from scriba.core.errors import UploadLockedError
from scriba.core.storage import FileExtender, FileStore, FileWriter

_PARTIAL = ".partial-"


class LocalFiles(FileStore):
    """A folder with `uploads/`, `work/<transcript id>/` and `redacted/<transcript id>.<format>`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._work = root / "work"
        self._redacted = root / "redacted"
        for folder in (root / "uploads", self._work, self._redacted):
            folder.mkdir(parents=True, exist_ok=True)

    @override
    def create(self, key: str) -> FileWriter:
        return LocalWriter(self.path(key))

    @override
    def touch(self, key: str) -> None:
        path = self.path(key)
        path.touch(exist_ok=False)
        sync_folder(path.parent)

    @override
    def extend(self, key: str) -> FileExtender:
        return LocalExtender(self.path(key))

    @override
    def path(self, key: str) -> Path:
        return self._root / key

    @override
    def workspace(self, job_id: str) -> Path:
        folder = self._work / job_id
        folder.mkdir(exist_ok=True)
        return folder

    @override
    def workspaces(self) -> set[str]:
        return {folder.name for folder in self._work.iterdir()}

    @override
    def delete(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    @override
    def delete_workspace(self, job_id: str) -> None:
        shutil.rmtree(self._work / job_id, ignore_errors=True)

    @override
    def keep_redacted(self, made: Path, name: str) -> None:
        with made.open("rb") as stream:
            os.fsync(stream.fileno())
        made.rename(self._redacted / name)
        sync_folder(self._redacted)

    @override
    def redacted(self, name: str) -> Path:
        return self._redacted / name

    @override
    def delete_redacted(self, job_id: str) -> None:
        for path in self._redacted.glob(f"{job_id}.*"):
            path.unlink(missing_ok=True)

    @override
    def expire_redacted(self, before: int) -> int:
        old = [path for path in self._redacted.iterdir() if path.stat().st_mtime_ns // 1_000_000 < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    @override
    def sweep(self, wanted_jobs: Collection[str], wanted_uploads: Collection[str]) -> None:
        for upload in (self._root / "uploads").iterdir():
            if upload.name not in wanted_uploads:
                upload.unlink(missing_ok=True)
        for folder in self._work.iterdir():
            if folder.name not in wanted_jobs:
                shutil.rmtree(folder, ignore_errors=True)


class LocalWriter(FileWriter):
    """Writes beside the target, then syncs and renames: the target is there whole or not at all."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._partial = target.with_name(f"{_PARTIAL}{uuid.uuid4().hex}")
        self._stream = self._partial.open("wb")

    @override
    def write(self, chunk: bytes) -> None:
        self._stream.write(chunk)

    @override
    def commit(self) -> int:
        self._stream.flush()
        os.fsync(self._stream.fileno())
        size = self._stream.tell()
        self._stream.close()
        self._partial.rename(self._target)
        sync_folder(self._target.parent)
        return size

    @override
    def abort(self) -> None:
        self._stream.close()
        self._partial.unlink(missing_ok=True)


class LocalExtender(FileExtender):
    """Holds a lock on the file, which the kernel takes back when the process dies."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("r+b", buffering=0)
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._stream.close()
            raise UploadLockedError from error

    @override
    def truncate(self, size: int) -> None:
        self._stream.truncate(size)
        self._stream.seek(size)

    @override
    def write(self, chunk: bytes) -> None:
        rest = memoryview(chunk)
        while rest:
            rest = rest[self._stream.write(rest) :]

    @override
    def sync(self) -> None:
        os.fsync(self._stream.fileno())

    @override
    def close(self) -> None:
        self._stream.close()


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""One server a data directory: an exclusive lock that dies with the processes that hold it."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from scriba.core.operator_errors import DataDirectoryBusyError, DataDirectoryError

_WAIT_SECONDS = 6.0
"""Longer than the orphans of a killed server live."""


def prepare_folder(folder: Path) -> None:
    """Make the data directory, readable by its owner alone; raises DataDirectoryError when it cannot be written."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise DataDirectoryError(
            f"The data directory {folder} cannot be written: {error.strerror}. Name another one with --data-dir, or "
            "give this user the right to write there."
        ) from error


def lock_folder(folder: Path) -> int:
    """Take the data directory for this server and its children; returns the lock's descriptor.

    Raises DataDirectoryBusyError when another server keeps it.
    """
    descriptor = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            os.close(descriptor)
            raise DataDirectoryBusyError(
                f"Another server is running on the data directory {folder}. Stop it, or name another one with "
                "--data-dir."
            ) from error
        return descriptor

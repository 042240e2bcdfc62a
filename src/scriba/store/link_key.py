"""The key that signs links to redacted recordings, made when first needed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

_FILE: Final = "links.key"
_BYTES: Final = 32


def link_key(folder: Path) -> bytes:
    """The key in the data directory, which only its owner may read; all processes see the same one."""
    path = folder / _FILE
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    made = path.with_name(f".{_FILE}-{secrets.token_hex(8)}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        # A link fails where the file is there already: of two processes that make a key, one wins, whole.
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink(missing_ok=True)

"""Logging set up by a test, undone after it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

_TOUCHED = ("httpx", "httpcore", "urllib3", "uvicorn", "uvicorn.error", "uvicorn.access", "alembic", "asyncio")


@contextmanager
def restored_logging() -> Iterator[None]:
    """Whatever is configured inside is forgotten outside."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    for name in _TOUCHED:
        logging.getLogger(name).setLevel(logging.NOTSET)

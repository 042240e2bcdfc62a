"""One shape for every log line: UTC time, level, process role, region, event, then what the event is about."""

from __future__ import annotations

import json
import logging
import sys
from typing import Final, Literal

import structlog
from structlog.dev import BRIGHT, CYAN, DIM, RED, RESET_ALL, YELLOW, Column, KeyValueColumnFormatter, plain_traceback
from structlog.types import EventDict, Processor, WrappedLogger

LogFormat = Literal["human", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]

_PRIVATE_LOGGERS: Final = ("httpx", "httpcore", "urllib3", "uvicorn.access")
"""Loggers that write addresses, which may carry a secret: held to warnings whatever the level."""

_CHATTY_LOGGERS: Final = ("uvicorn", "uvicorn.error", "alembic", "asyncio")
"""Loggers whose routine lines our own events already tell: shown in full at `debug` only."""

_FIRST_FIELDS: Final = ("time", "level", "role", "region", "event", "transcript_id")
"""What every line begins with; the other fields follow by name."""

_SECRET_NAMES: Final = frozenset({"api_key", "authorization", "password", "secret", "token"})

MASK: Final = "********"
"""What stands in for a secret."""

_LEVEL_COLOURS: Final = {"debug": DIM, "info": CYAN, "warning": YELLOW, "error": RED, "critical": RED}


def configure_logging(log_format: LogFormat, level: LogLevel, region: str, role: str) -> None:
    """Send our events and the libraries' log records through one renderer to standard error.

    `role` names the process: "supervisor", "api", "speech", "media", "cli". Call it once at the start of each process,
    and start uvicorn with `log_config=None`, so that it installs no handlers of its own.
    """
    shared = _shared_processors(region, role)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(log_format)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    for name in _PRIVATE_LOGGERS:
        _quieten(name)
    for name in _CHATTY_LOGGERS:
        _quieten(name, unless=level == "debug")
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # modules hold their logger from import on: it must follow a later set-up
    )


def _shared_processors(region: str, role: str) -> list[Processor]:
    def origin(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {**event, "role": role, "region": region}

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.StackInfoRenderer(),
        origin,
        mask_secrets,
    ]


def mask_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide the values of fields that are secrets by their name."""
    return {name: MASK if name in _SECRET_NAMES else value for name, value in event.items()}


def _renderers(log_format: LogFormat) -> list[Processor]:
    if log_format == "json":
        return [
            structlog.processors.format_exc_info,
            _in_order,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    colours = sys.stderr.isatty()
    return [
        structlog.dev.ConsoleRenderer(
            columns=_columns(colours=colours),
            exception_formatter=plain_traceback,  # the prettier ones print local variables, secrets among them
        )
    ]


def _in_order(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    first = [name for name in _FIRST_FIELDS if name in event]
    return {name: event[name] for name in [*first, *sorted(event.keys() - set(first))]}


def _columns(*, colours: bool) -> list[Column]:
    def style(code: str) -> str:
        return code if colours else ""

    def plain(value_style: str, width: int = 0) -> KeyValueColumnFormatter:
        return KeyValueColumnFormatter(
            key_style=None, value_style=value_style, reset_style=style(RESET_ALL), value_repr=str, width=width
        )

    def level(key: str, value: object) -> str:  # noqa: ARG001  # the protocol names both
        return f"{style(_LEVEL_COLOURS.get(str(value), ''))}{value!s:<7}{style(RESET_ALL)}"

    others = KeyValueColumnFormatter(
        key_style=style(DIM), value_style="", reset_style=style(RESET_ALL), value_repr=_quoted
    )
    return [
        Column("time", plain(style(DIM))),
        Column("level", level),
        Column("role", plain("", width=10)),
        Column("event", KeyValueColumnFormatter(None, style(BRIGHT), style(RESET_ALL), value_repr=_one_line)),
        Column("region", others),
        Column("transcript_id", others),
        Column("", others),
    ]


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _quoted(value: object) -> str:
    """The value on one line: quoted where it would break the line or could be read as two fields."""
    text = ",".join(str(part) for part in value) if isinstance(value, (list, tuple)) else str(value)
    is_plain = text.isprintable() and text and not any(mark in text for mark in ' ="')
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _quieten(name: str, *, unless: bool = False) -> None:
    logger = logging.getLogger(name)
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.NOTSET if unless else logging.WARNING)

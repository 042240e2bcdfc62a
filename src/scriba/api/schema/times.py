"""Points in time on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def timestamp(ms: int) -> str:
    """Milliseconds since the epoch as `2026-01-31T10:00:00.000Z`."""
    return (_EPOCH + ms * _MS).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day_bounds(day: date) -> tuple[int, int]:
    """The UTC day as an interval [start, end) in ms since the epoch."""
    start = (datetime(day.year, day.month, day.day, tzinfo=UTC) - _EPOCH) // _MS
    return start, start + timedelta(days=1) // _MS

"""What commands print with: results go to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_UNITS: Final = ("B", "KB", "MB", "GB", "TB")

_UNIT_STEP: Final = 1000


def results() -> Console:
    """Standard output; only for what the user asked for."""
    return Console(highlight=False, soft_wrap=True)


def notices() -> Console:
    """Standard error: progress, errors, remarks."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_error(text: str) -> None:
    """One line that says what went wrong and what to do."""
    _remark("Error", "bold red", text)


def print_warning(text: str) -> None:
    """One line about something that did not stop the work."""
    _remark("Warning", "bold yellow", text)


def _remark(word: str, style: str, text: str) -> None:
    notices().print(Text.assemble((f"{word}: ", style), " ".join(text.split())))


def print_json(value: Any) -> None:
    """A JSON document for other programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str | Text]], right: Sequence[str] = (), gap: int = 0
) -> None:
    """A plain table; the columns in `right` hold numbers, `gap` is the number of empty lines between rows."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, leading=gap)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)


def size_text(size: int) -> str:
    """Bytes as people read them: 145217532 is "145 MB"."""
    value, unit = float(size), 0
    while value >= _UNIT_STEP and unit < len(_UNITS) - 1:
        value, unit = value / _UNIT_STEP, unit + 1
    return f"{value:.0f} {_UNITS[unit]}" if value >= 10 or unit == 0 else f"{value:.1f} {_UNITS[unit]}"  # noqa: PLR2004  # two digits are enough


def time_text(milliseconds: int) -> str:
    """A moment as people read it, UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M")


def iso_time(milliseconds: int) -> str:
    """A moment as programs read it, UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def length_text(milliseconds: int) -> str:
    """A length as people read it: 3725000 is "1:02:05"."""
    seconds = round(milliseconds / 1000)
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"

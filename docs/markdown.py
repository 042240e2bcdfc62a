"""Pieces of Markdown that the reference pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars in cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n" for cells in lines)


def line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split())


def first_paragraph(text: str) -> str:
    """The text up to the first empty line, as one line."""
    return line(text.split("\n\n", maxsplit=1)[0])

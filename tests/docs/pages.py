"""The project's Markdown, for tests that read it."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, project_files, text_of

FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def markdown_pages() -> list[Path]:
    """Every Markdown page, reference pages included."""
    return [path for path in project_files() if path.suffix == ".md"]


def all_docs() -> str:
    """All of the documentation as one text."""
    return "\n".join(text_of(path) for path in markdown_pages())


def code_blocks(*languages: str) -> Iterator[tuple[str, str]]:
    """Place and text of every fenced block in some languages."""
    for path in markdown_pages():
        text = text_of(path)
        for match in FENCE.finditer(text):
            if match[2] in languages:
                indent = match[1]
                lines = [line.removeprefix(indent) for line in match[3].splitlines()]
                yield f"{path}:{text[: match.start()].count(chr(10)) + 1}", "\n".join(lines) + "\n"


def reference(name: str) -> str:
    """A committed reference page."""
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")

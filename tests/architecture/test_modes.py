"""Only bootstrap knows in which mode Scriba runs."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import python_files, text_of

MODES = {"embedded", "cluster", "distributed", "library"}


def _mode_checks(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare | ast.MatchValue) and any(
            isinstance(part, ast.Constant) and part.value in MODES for part in ast.walk(node)
        ):
            yield node.lineno


def test_no_module_but_bootstrap_asks_for_the_mode() -> None:
    elsewhere = [path for path in python_files("src") if path.parent != Path("src/scriba/bootstrap")]
    assert [f"{path}:{line}" for path in elsewhere for line in _mode_checks(text_of(path))] == []


def test_a_mode_check_is_found_when_there_is_one() -> None:
    assert list(_mode_checks("if settings.mode == 'embedded':\n    pass\n")) == [1]

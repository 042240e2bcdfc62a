"""The contract as a table: every option and every field of the answer, whether it works, and the tests that show it.

Tests say what they show with `@pytest.mark.shows("punctuate", ...)`; fields of the answer are named `response.text`, and
`state: warned` stands for every option in that state.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from docs.markdown import line, table
from scriba.api.schema.transcripts import TranscriptResponse
from scriba.core.option_listing import ListedOption, listed_options
from scriba.core.options import TranscriptOptions

TESTS: Final = Path(__file__).parents[1] / "tests"
RESPONSE: Final = "response."
STATE: Final = "state: "
MANY: Final = 3
"""More tests than this are not all named."""


def shown_by() -> dict[str, list[str]]:
    """Name of an option or field -> tests that show it, as `file::test` below `tests/`."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        if "node_modules" in path.parts:
            continue
        for test, names in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            for name in names:
                found.setdefault(name, []).append(f"{path.relative_to(TESTS).as_posix()}::{test}")
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.shows":
                yield node.name, [ast.literal_eval(argument) for argument in mark.args]


def options() -> Iterator[tuple[str, ListedOption]]:
    """Every option with its name, those inside objects as `object.option`."""
    for option in listed_options():
        yield option.name, option
        for inner in option.options:
            yield f"{option.name}.{inner.name}", inner


def fields() -> Iterator[tuple[str, str]]:
    """Every field of the answer that is not the echo of an option, and what it is."""
    for name, field in TranscriptResponse.model_fields.items():
        if name not in TranscriptOptions.model_fields:
            yield RESPONSE + name, line(field.description or "")


def contract_page() -> str:
    """The page."""
    tests = shown_by()
    wanted = [
        (
            f"`{name}`",
            f"{option.state}: {option.consequence}" if option.consequence else option.state,
            _tests(tests.get(name, tests.get(STATE + option.state, ()))),
        )
        for name, option in options()
    ]
    answered = [(f"`{name.removeprefix(RESPONSE)}`", about, _tests(tests.get(name, ()))) for name, about in fields()]
    return (
        "# The contract, and the tests that show it\n\nWhat a request may say and an answer holds, each with the tests that "
        "show its effect. `works` means that it is done, `warned` that it is accepted and named in `metadata.warnings`, "
        "`legacy` that it was an option once and changes nothing, here as there. Tests lie in `tests/`.\n\n"
        "## Options of a request\n\n"
        + table(("option", "state", "shown by"), wanted)
        + "\n## Fields of an answer\n\nEvery option but secrets is echoed too.\n\n"
        + table(("field", "about", "shown by"), answered)
    )


def _tests(named: Sequence[str]) -> str:
    more = f" and {len(named) - MANY} more" if len(named) > MANY else ""
    return "<br>".join(f"`{each}`" for each in named[:MANY]) + more

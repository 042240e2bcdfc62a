"""The reference pages are those of this code, and nothing that people can use is missing from them."""

import re
from pathlib import Path

import pytest

from docs import generate_benchmarks
from docs.generate import error_classes, pages, records
from docs.generate_commands import commands
from docs.generate_routes import routes
from scriba.backends import BACKENDS, DETECTORS, RECOGNIZERS
from scriba.core.options import TranscriptRequest
from scriba.exports import EXPORTS
from scriba.pipeline.passes import PASSES
from scriba.settings import Settings
from tests.architecture.tree import text_of
from tests.docs.pages import all_docs, reference


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_page_is_up_to_date(name: str) -> None:
    assert text_of(Path("docs") / name) == pages()[name], "run make docs"


@pytest.mark.parametrize("name", sorted(generate_benchmarks.plots()))
def test_plot_shows_the_committed_results(name: str) -> None:
    assert text_of(Path("docs") / "plots" / name) == generate_benchmarks.plots()[name], "run make docs"


@pytest.mark.parametrize("record", records(), ids=lambda path: path.name)
def test_decision_record_is_short_and_tells_why(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.count("\n") <= 60
    assert re.match(r"# \d{4}: \S", text)
    assert [part for part in ("Context", "Decision", "Consequences") if f"\n## {part}\n" not in text] == []


def test_decision_records_have_one_number_each() -> None:
    numbers = [record.name[:4] for record in records()]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("option", [field.alias or name for name, field in TranscriptRequest.model_fields.items()])
def test_option_is_documented(option: str) -> None:
    assert f"| `{option}` |" in reference("options.md")


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_setting_is_documented_with_its_variable(name: str) -> None:
    assert f"| `{name}` | `SCRIBA_{name.upper()}` |" in reference("settings.md")


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("error", list(error_classes()), ids=lambda error: error.__name__)
def test_error_is_documented(error: type) -> None:
    assert f"| `{error.__name__}` |" in reference("errors.md")


def test_error_codes_name_one_class_each() -> None:
    codes = [error.code for error in error_classes()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", list(RECOGNIZERS))
def test_recognizer_is_documented(name: str) -> None:
    assert f"\n## {name}\n" in reference("models.md")


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_command_is_documented(name: str) -> None:
    assert f"\n## {name}\n" in reference("commands.md")


def test_every_command_and_option_has_a_help_text() -> None:
    silent = [name for name, command in commands() if not command.help]
    silent += [
        f"{name} {parameter.name}"
        for name, command in commands()
        for parameter in command.params
        if parameter.name != "help" and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("route", [f"{method} {path}" for method, path, _ in routes()])
def test_route_is_documented(route: str) -> None:
    assert f"\n## {route}\n" in reference("routes.md")


@pytest.mark.parametrize("name", [*BACKENDS, *DETECTORS])
def test_backend_is_documented(name: str) -> None:
    assert f"`{name}`" in reference("models.md")


@pytest.mark.parametrize("name", list(EXPORTS))
def test_export_is_documented(name: str) -> None:
    assert f"/{name}\n" in reference("routes.md") or re.search(rf"--format.*\b{name}\b", reference("commands.md"))


def test_every_pass_is_documented() -> None:
    assert [step.__name__ for step in PASSES if f"`{step.__name__}`" not in all_docs()] == []

"""Render the reference pages from the code: `python -m docs.generate` writes them, the tests compare them."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel

from docs.generate_benchmarks import benchmarks_page, plots
from docs.generate_commands import commands_page
from docs.generate_contract import contract_page
from docs.generate_routes import routes_page
from docs.markdown import first_paragraph, line, table
from docs.schemas import Schema, default_of, type_of
from scriba.backends import DETECTORS, RECOGNIZERS
from scriba.core.errors import ScribaError
from scriba.core.options import TranscriptRequest
from scriba.settings import Settings

DOCS = Path(__file__).parent
MADE = "<!-- Made from the code by docs/generate.py: change the code, then run `make docs`. -->\n"


def _option_rows(model: type[BaseModel], definitions: Schema) -> Iterable[Sequence[str]]:
    effects = {"honoured": "yes", "legacy": "no: an option of former times"}
    for name, schema in model.model_json_schema(by_alias=True)["properties"].items():
        state = str(schema.get("state", "honoured"))
        effect = effects.get(state) or f"not yet: {schema['consequence']}"
        yield f"`{name}`", type_of(schema, definitions), default_of(schema), schema.get("description", ""), effect


def options_page() -> str:
    """Every option of a request, and of the objects inside it."""
    head = ("option", "type", "default", "what it does", "works")
    definitions = TranscriptRequest.model_json_schema(by_alias=True).get("$defs", {})
    page = (
        "# Request options\n\nThe body of `POST /v2/transcript`. Null stands for the default everywhere. Options that do "
        "not work yet are checked and echoed, and named in `metadata.warnings` of the response. So are keys that are no "
        "options at all. `GET /v2/options` gives this list to programs.\n\n"
        + table(head, _option_rows(TranscriptRequest, definitions))
    )
    for name, schema in definitions.items():
        if "properties" not in schema:
            continue
        rows = [
            (f"`{key}`", type_of(value, definitions), default_of(value), value.get("description", ""))
            for key, value in schema["properties"].items()
        ]
        page += f"\n## {name}\n\n{first_paragraph(schema.get('description', ''))}\n\n{table(head[:4], rows)}"
    return page


def settings_page() -> str:
    """Every setting, with its environment variable."""
    schema = Settings.model_json_schema()
    definitions = schema.get("$defs", {})
    rows, tables = [], ""
    for name, field in schema["properties"].items():
        default = "the user's data folder" if name == "data_dir" else default_of(field)
        rows.append(
            (f"`{name}`", f"`SCRIBA_{name.upper()}`", type_of(field, definitions), default, line(field["description"]))
        )
        if isinstance(field.get("default"), dict):
            entries = [(f"`{key}`", _value(value)) for key, value in field["default"].items()]
            tables += f"\n## Default of `{name}`\n\n{table(('key', 'value'), entries)}"
    return (
        "# Settings\n\nThe command line wins over the environment, the environment over the TOML file that "
        "`SCRIBA_CONFIG` names. Objects are JSON in the environment.\n\n"
        + table(("setting", "environment", "type", "default", "meaning"), rows)
        + tables
    )


def _value(value: object) -> str:
    return ", ".join(f"`{item}`" for item in (value if isinstance(value, list) else [value]))


def error_classes(root: type[ScribaError] = ScribaError) -> Iterable[type[ScribaError]]:
    """The tree of errors, parents first."""
    yield root
    # Subclasses come in the order of their modules' imports, which is not always the same.
    for child in sorted(
        root.__subclasses__(), key=lambda kind: (kind.__module__ != ScribaError.__module__, kind.__module__)
    ):
        if child.__module__.startswith("scriba.core."):
            yield from error_classes(child)


def errors_page() -> str:
    """Every error class with its codes."""
    rows = [
        (
            f"`{error.__name__}`",
            f"`{error.code}`",
            str(error.http_status),
            str(error.exit_code),
            "yes" if error.retryable else "no",
            first_paragraph(inspect.getdoc(error) or ""),
        )
        for error in error_classes()
    ]
    return (
        '# Errors\n\nThe API answers with the HTTP status and the body `{"error": "<text>"}`. The command line prints the '
        "text and ends with the exit code. Errors of recordings and models that show while a transcript is worked on do "
        "not appear as an HTTP status: the transcript gets the status `error`, and the text in its field `error`. A "
        "retried error is tried up to three times first.\n\n"
        + table(("error", "code", "HTTP", "exit code", "retried", "meaning"), rows)
    )


def models_page() -> str:
    """Every recognizer."""
    rows, files = [], ""
    for card in RECOGNIZERS.values():
        size = sum(file.size for file in card.weights) / 1_000_000
        package = "with a package" if all(file.parts for file in card.weights) else "`scriba models pull`"
        languages = f"{len(card.languages)}" if len(card.languages) > 1 else ", ".join(card.languages)
        rows.append(
            (
                f"`{card.name}`",
                f"`{card.backend}`",
                languages,
                f"{size:,.0f} MB",
                package,
                card.licence,
                card.description,
            )
        )
        weights = [(f"`{file.name}`", f"{file.size:,}", f"`{file.sha256}`") for file in card.weights]
        files += f"\n## {card.name}\n\n`{card.source.repository}` at `{card.source.revision}`.\n\n" + table(
            ("file", "bytes", "SHA-256"), weights
        )
    return (
        "# Models\n\nThe recognizers that a logical model can be mapped to: [choose models](../howto/choose-models.md).\n\n"
        + table(("recognizer", "backend", "languages", "size", "comes", "licence", "about"), rows)
        + "\nFolders of your own, which the library onnx-asr loads, have the backend `onnx-asr`: name them in the setting "
        "[`onnx_asr_models`](settings.md).\n"
        + f"\nSpeech is found by {', '.join(f'`{name}`' for name in DETECTORS)}, whose weights come with a package.\n"
        + files
    )


def decisions_page() -> str:
    """Every decision record, by its title."""
    titles = [(path.name, path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")) for path in records()]
    return (
        "# Decisions\n\nWhat was decided, why, and what would reverse it. A decision that others would question gets a "
        "record of at most 60 lines.\n\n" + "".join(f"- [{title}]({name})\n" for name, title in titles)
    )


def records() -> list[Path]:
    """The decision records in order."""
    return sorted((DOCS / "adr").glob("0*.md"))


def pages() -> dict[str, str]:
    """Path of every page made from the code, below `docs/`, and its text."""
    rendered = {
        "reference/options.md": options_page(),
        "reference/contract.md": contract_page(),
        "reference/settings.md": settings_page(),
        "reference/errors.md": errors_page(),
        "reference/models.md": models_page(),
        "reference/routes.md": routes_page(),
        "reference/commands.md": commands_page(),
        "adr/index.md": decisions_page(),
        "benchmarks.md": benchmarks_page(),
    }
    return {name: f"{MADE}\n{text}" for name, text in rendered.items()}


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
    for name, text in plots().items():
        (DOCS / "plots" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

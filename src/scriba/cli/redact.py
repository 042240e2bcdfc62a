"""`scriba redact`: personal data out of text, without a server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scriba.bootstrap.local import build_redactor
from scriba.cli.options import command_app
from scriba.cli.output import print_warning
from scriba.core.errors import InvalidRequestError
from scriba.service.redacting import RedactedLine, checked_language, policies_from

app = command_app()


class Substitute(StrEnum):
    """What stands in for redacted text."""

    HASH = "hash"
    ENTITY_NAME = "entity_name"


class OutputFormat(StrEnum):
    """What a redacted line looks like."""

    TEXT = "text"
    JSON = "json"


@app.command()
def redact(
    source: Annotated[Path, typer.Argument(metavar="[FILE]", help="Text to redact; - is standard input.")] = Path("-"),
    *,
    policies: Annotated[
        str, typer.Option(metavar="A,B,...", help="Kinds of personal data to redact; all without it.")
    ] = "",
    sub: Annotated[Substitute, typer.Option(help="What stands in for redacted text.")] = Substitute.HASH,
    output: Annotated[
        OutputFormat, typer.Option("--format", help="Redacted text, or JSON with the redacted spans.")
    ] = OutputFormat.TEXT,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="Language of the text; other than en, only forms are found.")
    ] = "en",
    dialogue: Annotated[
        bool, typer.Option("--dialogue", metavar="", help="Each line answers the one before it, as in a conversation.")
    ] = False,
) -> None:
    """Redact text: one line in, one line out."""
    chosen, warning = policies_from([name.strip() for name in policies.split(",") if name.strip()])
    if warning:
        print_warning(warning)
    spoken, forms = checked_language(language)
    if forms:
        print_warning(forms)
    redactor = build_redactor(chosen, sub.value, spoken)
    for line in redactor.lines(_lines(source), dialogue=dialogue):
        sys.stdout.write(_shown(line, output) + "\n")
        sys.stdout.flush()


def _lines(source: Path) -> Iterator[str]:
    """Lines as they come, so that the command works in a pipe."""
    if str(source) == "-":
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    try:
        with source.open(encoding="utf-8") as stream:
            yield from (line.rstrip("\n") for line in stream)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InvalidRequestError(f"{source} cannot be read: {reason}.") from error


def _shown(line: RedactedLine, output: OutputFormat) -> str:
    if output == OutputFormat.TEXT:
        return line.text
    entities = [
        {"entity_type": entity.entity_type, "start": entity.start, "end": entity.end} for entity in line.entities
    ]
    return json.dumps({"text": line.text, "entities": entities}, ensure_ascii=False)

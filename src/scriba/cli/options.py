"""Options that several commands share. Their help is the setting's own description."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from scriba.service.logs import LogLevel, configure_logging
from scriba.settings import Settings

_NUMBER: Final = re.compile(r"\d{1,9}(\.\d{1,3})?")


def command_app(**attributes: Any) -> typer.Typer:
    """The Typer application of one command or of a group of them, set up like all others."""
    return typer.Typer(add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False, **attributes)


def setting(name: str, *flags: str, metavar: str | None = None) -> Any:
    """A command line option for a setting: without a value the environment, the file or the default decides."""
    described = " ".join((Settings.model_fields[name].description or "").split())
    return typer.Option(
        *(flags or (f"--{name.replace('_', '-')}",)), metavar=metavar, help=described, show_default=False
    )


def load_settings(log_level: LogLevel = "warning", **overrides: Any) -> Settings:
    """The settings of a command that is no server; its log lines, if any, go to standard error."""
    settings = Settings.load(**overrides)
    configure_logging(settings.log_format, log_level, settings.region, "cli")
    return settings


def milliseconds(text: str | int) -> int:
    """A time as people write it, "90", "1:30" or "1:02:03.5", in ms; raises typer.BadParameter."""
    parts = str(text).split(":")
    if not all(_NUMBER.fullmatch(part) for part in parts) or len(parts) > len("hms"):
        raise typer.BadParameter(f"'{text}' is no time. Write seconds, or like 1:30 or 1:02:03.")
    seconds: float = sum(float(part) * 60**place for place, part in enumerate(reversed(parts)))
    return round(1000 * seconds)


DataDir = Annotated[Path | None, setting("data_dir", metavar="FOLDER")]
"""The folder of a server's state."""

AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Print JSON, for other programs.")]
"""A flag that asks for JSON in place of a table."""

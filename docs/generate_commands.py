"""Render the page of commands from the command line's own objects."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import Enum
from typing import Any

from typer.core import TyperArgument

from docs.markdown import line, table
from scriba.cli.main import COMMANDS, load_command


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that people use, subcommands included, with its full name."""
    for name, entry in COMMANDS.items():
        if not entry.hidden:
            yield from _with_subcommands(f"scriba {name}", load_command(name))


def _with_subcommands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for sub_name, sub_command in getattr(command, "commands", {}).items():
        yield from _with_subcommands(f"{name} {sub_name}", sub_command)


def commands_page() -> str:
    """Every command with its arguments and options."""
    page = (
        "# Commands\n\n`scriba COMMAND --help` tells the same in the terminal. Results go to standard output, everything "
        "else to standard error. Exit codes are those of the [errors](errors.md). `--debug` shows the traceback when "
        "something fails.\n\n"
    )
    page += table(
        ("command", "what it does"), [(f"`scriba {n}`", e.summary) for n, e in COMMANDS.items() if not e.hidden]
    )
    for name, command in commands():
        page += f"\n## {name}\n\n{_help(command)}\n"
        arguments = [_row(parameter) for parameter in command.params if parameter.name != "help"]
        if arguments:
            page += f"\n{table(('argument or option', 'default', 'meaning'), arguments)}"
    return page


def _help(command: Any) -> str:
    return inspect.cleandoc(command.help or "").replace("\f", "").strip()


def _row(parameter: Any) -> tuple[str, str, str]:
    if isinstance(parameter, TyperArgument):
        name = (parameter.metavar or parameter.name).upper()
        return f"`{name}`", "" if parameter.required else "optional", line(parameter.help or "")
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    kind = parameter.type_descriptor.annotation
    choices = list(kind) if isinstance(kind, type) and issubclass(kind, Enum) else []
    meaning = line(parameter.help or "") + (f" ({', '.join(map(_name, choices))})" if choices else "")
    return names, _default(parameter), meaning


def _default(parameter: Any) -> str:
    default = parameter.default
    if parameter.required:
        return "required"
    if callable(default) or default in (None, (), [], False, True):
        return ""
    return f"`{_name(default)}`"


def _name(choice: Any) -> str:
    return str(getattr(choice, "value", choice))

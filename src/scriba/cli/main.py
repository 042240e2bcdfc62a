"""The entry point: a table of commands, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typing_extensions import override

from scriba import __version__
from scriba.cli.output import print_error
from scriba.core.errors import ScribaError
from scriba.core.registry import resolve

PROGRAM: Final = "scriba"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A command of the table: where it lives, and what `scriba --help` says about it."""

    target: str
    summary: str
    hidden: bool = False


COMMANDS: Final[dict[str, Entry]] = {
    "serve": Entry(target="scriba.cli.serve:app", summary="Run the server: the API and its workers."),
    "transcribe": Entry(
        target="scriba.cli.transcribe:app", summary="Transcribe files, folders or URLs without a server."
    ),
    "redact": Entry(target="scriba.cli.redact:app", summary="Take personal data out of text."),
    "keys": Entry(target="scriba.cli.keys:app", summary="Create, list and revoke API keys."),
    "webhooks": Entry(target="scriba.cli.webhooks:app", summary="List webhooks, and deliver failed ones again."),
    "speakers": Entry(target="scriba.cli.speakers:app", summary="List and delete enrolled voices."),
    "models": Entry(target="scriba.cli.models:app", summary="List, download and verify speech models."),
    "doctor": Entry(target="scriba.cli.doctor:app", summary="Check this machine and say how to fix what is wrong."),
    "config": Entry(target="scriba.cli.config:app", summary="Show the settings in effect and where each comes from."),
    "worker": Entry(target="scriba.cli.worker:app", summary="Body of a worker process.", hidden=True),
    "api": Entry(target="scriba.cli.api:app", summary="Body of the API process.", hidden=True),
}
"""Every command in the order of the help. A module is imported only when its command is chosen."""


class LazyGroup(TyperGroup):
    """A group whose commands are named in `COMMANDS` and imported when chosen."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, entry in COMMANDS.items():
            self.add_command(TyperCommand(name, callback=None, help=entry.summary, hidden=entry.hidden))

    @override
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Swap the table's entry for the command itself."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and load_command(command.name or ""), rest

    @override
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Accept `--debug` before and after the command."""
        if "--debug" in args:
            args = ["--debug", *(argument for argument in args if argument != "--debug")]
        return super().parse_args(ctx, args)

    @override
    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error of ours becomes one line and its exit code."""
        try:
            return super().invoke(ctx)
        except ScribaError as error:
            if ctx.params["debug"]:
                raise
            print_error(str(error))
            raise typer.Exit(error.exit_code) from error


def load_command(name: str) -> Any:
    """Import a command of the table."""
    command = get_command(resolve({name: COMMANDS[name].target}, name))
    command.name = name
    return command


app = typer.Typer(
    cls=LazyGroup,
    name=PROGRAM,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`scriba COMMAND --help` tells more about a command.",
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 (the shape of an option's callback)
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", metavar="", callback=_show_version, is_eager=True, help="Show the version and leave."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", metavar="", help="Show the traceback when something fails.")
    ] = False,
) -> None:
    """Self-hosted speech-to-text: a server for your applications, and transcripts right here."""


def run() -> None:
    """Run the command line, and end the process with its exit code."""
    try:
        get_command(app)(prog_name=PROGRAM)
    except Exception as error:  # the last resort: people get a line, developers ask for the traceback
        if "--debug" in sys.argv:
            raise
        print_error(
            f"This should not have happened: {type(error).__name__}: {error}. Run it with --debug to see where."
        )
        sys.exit(1)


if __name__ == "__main__":
    run()

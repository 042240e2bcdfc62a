"""`scriba api`: the body of the API process, started by `scriba serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from scriba.api.server import run_api
from scriba.cli.options import command_app
from scriba.service.logs import configure_logging
from scriba.settings import Settings

app = command_app()


@app.command()
def api(*, fd: Annotated[int, typer.Option(help="Descriptor of the listening socket.")]) -> None:
    """Answer requests until told to stop. Its settings come from the environment."""
    settings = Settings.load()
    configure_logging(settings.log_format, settings.log_level, settings.region, "api")
    run_api(settings, fd)

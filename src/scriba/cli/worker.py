"""`scriba worker`: the body of a worker process, started by `scriba serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from scriba.bootstrap.working import run_worker
from scriba.cli.options import command_app
from scriba.core.job import Lane
from scriba.service.logs import configure_logging
from scriba.settings import Settings

app = command_app()


@app.command()
def worker(
    *,
    lane: Annotated[Lane, typer.Option(help="Which work items it takes.")],
    worker_id: Annotated[str, typer.Option("--id", help="Its name, from the supervisor.")],
) -> None:
    """Work off items until told to stop. Its settings come from the environment."""
    settings = Settings.load()
    configure_logging(settings.log_format, settings.log_level, settings.region, str(lane))
    run_worker(settings, lane, worker_id)

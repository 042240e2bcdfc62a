"""`scriba serve`: the embedded server."""

from __future__ import annotations

from typing import Annotated, Literal

from rich.markup import escape

from scriba import __version__
from scriba.bootstrap.starting import Started, build_supervisor
from scriba.cli.options import DataDir, command_app, setting
from scriba.cli.output import results
from scriba.service.logs import configure_logging
from scriba.settings import Settings

app = command_app()


@app.command()
def serve(
    *,
    host: Annotated[str | None, setting("host", metavar="ADDRESS")] = None,
    port: Annotated[int | None, setting("port", metavar="NUMBER")] = None,
    data_dir: DataDir = None,
    region: Annotated[str | None, setting("region", metavar="NAME")] = None,
    public_url: Annotated[str | None, setting("public_url", metavar="URL")] = None,
    speech_workers: Annotated[int | None, setting("speech_workers", metavar="NUMBER")] = None,
    media_workers: Annotated[int | None, setting("media_workers", metavar="NUMBER")] = None,
    threads: Annotated[int | None, setting("threads", metavar="NUMBER")] = None,
    profile: Annotated[Literal["fast", "balanced", "accurate"] | None, setting("profile")] = None,
    log_format: Annotated[Literal["human", "json"] | None, setting("log_format")] = None,
    log_level: Annotated[Literal["debug", "info", "warning", "error"] | None, setting("log_level")] = None,
) -> None:
    """Run the server: the API and its workers, until Ctrl-C.

    What is not given here comes from the environment, the settings file or the default: `scriba config` shows it.
    """
    settings = Settings.load(
        host=host,
        port=port,
        data_dir=data_dir,
        region=region,
        public_url=public_url,
        speech_workers=speech_workers,
        media_workers=media_workers,
        threads=threads,
        profile=profile,
        log_format=log_format,
        log_level=log_level,
    )
    configure_logging(settings.log_format, settings.log_level, settings.region, "supervisor")
    build_supervisor(settings, announce).run()


def announce(started: Started) -> None:
    """Greet the person who started the server. The new key is shown here, once, and never logged."""
    address = escape(started.address)
    lines = [
        "",
        f"[bold]Scriba {__version__}[/bold] listens on [bold cyan]{address}[/bold cyan]",
        "",
        f"  Region    {escape(started.settings.region)}",
        f"  Data      {escape(str(started.settings.data_dir))}",
    ]
    if started.new_key:
        lines += [
            f"  API key   [bold green]{started.new_key}[/bold green]",
            "            Keep it: it is shown this once. `scriba keys create NAME` makes others.",
        ]
    lines += [
        "",
        "Try it:",
        "",
        f"  curl {address}/v2/upload -H 'authorization: YOUR_API_KEY' --data-binary @recording.mp3",
        f"  curl {address}/v2/transcript -H 'authorization: YOUR_API_KEY' -H 'content-type: application/json' \\",
        """    -d '{"audio_url": "THE_UPLOAD_URL", "speech_models": ["universal-3-pro", "universal-2"]}'""",
        "",
        "Or give this address and the key to an AssemblyAI SDK. Ctrl-C stops the server; accepted work is kept.",
        "",
    ]
    results().print("\n".join(lines))

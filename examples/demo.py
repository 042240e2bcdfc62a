"""Show that it works: start a server, transcribe a bundled recording, print words and times, stop the server."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.markup import escape
from rich.table import Table

START_SECONDS = 300
"""The first start on a machine joins and checks the model's files."""

COLUMN_WIDTH = 34
"""Characters of one column of words with times."""

console = Console(highlight=False)


def main() -> int:
    """Zero when the recording was transcribed."""
    recording = bundled_recording()
    with tempfile.TemporaryDirectory(prefix="scriba-demo-") as folder:
        try:
            with server(Path(folder)) as client:
                began = time.monotonic()
                transcript = transcribe(client, recording)
                seconds = time.monotonic() - began
        except (RuntimeError, httpx.HTTPError) as error:
            console.print(f"[red]The demo failed:[/red] {escape(str(error))}")
            return 1
    show(transcript, seconds)
    return 0


def bundled_recording() -> Path:
    """44 s of read English, from a package of recordings that is located and never imported."""
    package = distribution("moonshine-voice")
    (file,) = (file for file in package.files or [] if file.name == "two_cities.wav")
    return Path(str(package.locate_file(file)))


@contextmanager
def server(folder: Path) -> Iterator[httpx.Client]:
    """`scriba serve` on a free port with its data in a temporary folder, and a client for it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    key = secrets.token_hex(16)
    log = folder / "server.log"
    command = [sys.executable, "-m", "scriba", "serve", "--port", str(port), "--data-dir", str(folder / "data")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, "SCRIBA_API_KEY": key}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"authorization": key}, timeout=60, trust_env=False
        ) as client:
            with console.status("Starting the server and loading the models"):
                wait_until_ready(client, process, log)
            yield client
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the models are loaded; raises RuntimeError with the server's last words."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/ready").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the server did not become ready.\n{log.read_text(errors='replace')[-2_000:]}")


def transcribe(client: httpx.Client, recording: Path) -> dict[str, Any]:
    """Upload, submit, poll: what every client does."""
    with console.status("Transcribing") as status:
        with recording.open("rb") as file:
            audio_url = answer(client.post("/v2/upload", content=file))["upload_url"]
        request = {
            "audio_url": audio_url,
            "speech_models": ["universal-3-pro", "universal-2"],
            "language_detection": True,
        }
        transcript = answer(client.post("/v2/transcript", json=request))
        console.print(f"[dim]Transcript {transcript['id']}[/dim]")
        while transcript["status"] not in {"completed", "error"}:
            time.sleep(0.2)
            transcript = answer(client.get(f"/v2/transcript/{transcript['id']}"))
            status.update(f"Transcribing: {transcript['status']}")
    if transcript["status"] == "error":
        raise RuntimeError(transcript["error"])
    return transcript


def answer(response: httpx.Response) -> dict[str, Any]:
    """The body of an answer; raises RuntimeError in the server's words."""
    body: dict[str, Any] = response.json()
    if response.is_error:
        raise RuntimeError(body["error"])
    return body


def show(transcript: dict[str, Any], seconds: float) -> None:
    """The text, a table of words with their times, and how long it took."""
    console.print(f"\n[bold]{escape(transcript['text'])}[/bold]\n")
    words, columns = transcript["words"], max(1, console.width // COLUMN_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for _ in range(columns):
        table.add_column("start", justify="right", style="cyan")
        table.add_column("end", justify="right", style="cyan")
        table.add_column("word", min_width=14)
    rows = -(-len(words) // columns)
    for row in range(rows):
        cells = [
            (f"{word['start'] / 1000:.2f}", f"{word['end'] / 1000:.2f}", escape(word["text"]))
            for word in words[row::rows]
        ]
        table.add_row(*(text for cell in cells for text in cell))
    console.print(table)
    duration = transcript["audio_duration"]
    console.print(
        f"\n[green]{len(words)} words[/green] in language '{transcript['language_code']}', by "
        f"{transcript['metadata']['recognizer']} (asked for as {transcript['speech_model_used']}).\n"
        f"{duration} s of speech took [bold]{seconds:.1f} s[/bold] of wall time: {duration / seconds:.1f} times as fast as real time."
    )


if __name__ == "__main__":
    sys.exit(main())

"""Weights from Hugging Face, or from a mirror that answers the same paths: resumed, verified, and never half there."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx

from scriba import __version__
from scriba.backends.runtime.checksums import chunks, is_whole, note, sync_folder
from scriba.core.engines import RecognizerCard, WeightsFile
from scriba.core.errors import WeightsDownloadError

DEFAULT_ENDPOINT: Final = "https://huggingface.co"
ATTEMPTS: Final = 5
TIMEOUT: Final = httpx.Timeout(30.0)
FIRST_PAUSE_SECONDS: Final = 1.0

Progress = Callable[[str, int, int], None]
"""Told of a download: file name, bytes so far, bytes in all."""


def pull(
    card: RecognizerCard, models_dir: Path, *, endpoint: str = DEFAULT_ENDPOINT, progress: Progress | None = None
) -> Path:
    """Download a recognizer at its pinned revision into the models folder and return its folder there.

    Files that are whole already are kept; a download that broke off goes on where it stopped. The requests tell
    nothing but the program's name and version. Raises WeightsDownloadError.
    """
    folder = models_dir / card.name
    report = progress or _silent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with httpx.Client(follow_redirects=True, timeout=TIMEOUT, headers=_headers()) as client:
            for file in card.weights:
                if not is_whole(folder, file):
                    place = f"{card.source.repository}/resolve/{card.source.revision}/{file.path or file.name}"
                    url = f"{endpoint.rstrip('/')}/{place}"
                    _fetch(client, url, file, folder, report)
                report(file.name, file.size, file.size)
    except OSError as error:
        msg = f"{card.name} cannot be stored in {folder}: {error}. Check the folder's rights and free space."
        raise WeightsDownloadError(msg) from error
    return folder


def _headers() -> dict[str, str]:
    # Compressed answers could not be resumed by byte offset.
    return {"User-Agent": f"scriba/{__version__}", "Accept-Encoding": "identity"}


def _silent(_name: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _fetch(client: httpx.Client, url: str, file: WeightsFile, folder: Path, report: Progress) -> None:
    """Download one file, going on after breaks, and give it its name once its SHA-256 is right."""
    partial = folder / f".{file.name}.{file.sha256[:12]}.part"
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _append(client, url, partial, file, report)
            break
        except httpx.HTTPError as error:
            if attempt == ATTEMPTS:
                msg = f"Downloading {url} broke off: {error}. Run the command again to go on where it stopped."
                raise WeightsDownloadError(msg) from error
            time.sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    _reveal(partial, file, folder, url)


def _append(client: httpx.Client, url: str, partial: Path, file: WeightsFile, report: Progress) -> None:
    """Add to the partial file what it still lacks."""
    done = partial.stat().st_size if partial.exists() else 0
    if done >= file.size:
        return
    headers = {"Range": f"bytes={done}-"} if done else {}
    with client.stream("GET", url, headers=headers) as response:
        if response.is_client_error:
            msg = f"{url} answered {response.status_code} {response.reason_phrase}. Check the endpoint setting."
            raise WeightsDownloadError(msg)
        response.raise_for_status()
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        done = done if resumed else 0
        with partial.open("ab" if resumed else "wb") as stream:
            for chunk in response.iter_bytes():
                stream.write(chunk)
                done += len(chunk)
                report(file.name, done, file.size)
                if done > file.size:
                    break
    if done < file.size:
        msg = f"{done} of {file.size} bytes arrived"
        raise httpx.RemoteProtocolError(msg)


def _reveal(partial: Path, file: WeightsFile, folder: Path, url: str) -> None:
    """Check the whole file and give it its name."""
    state = hashlib.sha256()
    for chunk in chunks(partial):
        state.update(chunk)
    if state.hexdigest() != file.sha256:
        partial.unlink()
        msg = f"{url} is not the file that was expected: its SHA-256 differs from {file.sha256}. Nothing was kept."
        raise WeightsDownloadError(msg)
    partial.replace(folder / file.name)
    sync_folder(folder)
    note(folder, file)

"""Difficult recordings through a live server: every one must end `completed` or in a clear `error`.

`python -m benchmarks.hard FOLDER`, a folder with a manifest like `eval/dev/hard`. Prints a line a recording, then how
many ended how, and how many words were invented where nobody speaks.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.crash.server import Server


def submit(server: Server, path: Path) -> str:
    """Upload and submit under the file's own name, with the guide's options."""
    upload = server.client.post("/v2/upload", content=path.read_bytes())
    if upload.status_code != 200:
        return f"upload refused: {upload.json()['error']}"
    body = {"audio_url": upload.json()["upload_url"], "speech_models": ["universal-3-pro", "universal-2"]}
    return str(server.client.post("/v2/transcript", json=body).raise_for_status().json()["id"])


def judge(server: Server, row: dict[str, Any], folder: Path) -> tuple[str, int]:
    """How a recording ended, as a line, and the words in it that nobody said."""
    job_id = submit(server, folder.parent / row["audio"])
    if job_id.startswith("upload refused"):
        return f"refused    {job_id}", 0
    job = server.wait_done(job_id, 300)
    assert server.client.get("/health").status_code == 200
    if job["status"] == "error":
        return f"error      {job['error']}", 0
    is_silent = row.get("text") == "" or row.get("speech") is False
    return f"completed  {job['text']!r}", len(job["words"]) if is_silent else 0


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    endings: Counter[str] = Counter()
    invented = 0
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        data.mkdir()
        server = Server(data)
        try:
            server.wait_for("/ready", 120)
            began = time.monotonic()
            for row in rows:
                line, words = judge(server, row, folder)
                endings[line.split()[0]] += 1
                invented += words
                print(f"{row['id']:<26} {line[:150]}", flush=True)
            took = time.monotonic() - began
        finally:
            server.stop()
    print(f"{len(rows)} recordings in {took:.0f} s: {dict(endings)}; words where nobody speaks: {invented}")


if __name__ == "__main__":
    main()

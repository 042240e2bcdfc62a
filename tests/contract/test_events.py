"""Progress and events of a live server."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.architecture.tree import ROOT, text_of
from tests.contract.conftest import LiveServer, plain

EXAMPLE = ROOT / "examples" / "follow.py"


def events_of(live: LiveServer, job_id: str) -> list[tuple[str, Any]]:
    found, name = [], ""
    with live.client.stream("GET", f"/v2/transcript/{job_id}/events") as response:
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
    return found


def test_listener_hears_the_words_of_the_transcript(live: LiveServer, two_cities: Path) -> None:
    job_id = live.submit(live.upload(two_cities.read_bytes()))["id"]
    events = events_of(live, job_id)
    done = live.finished(job_id)
    assert [body["status"] for name, body in events if name == "state"][-1] == "completed"
    assert events[-1] == ("done", {"status": "completed", "error": None})
    fractions = [body["fraction"] for name, body in events if name == "progress"]
    assert fractions == sorted(fractions)
    heard = plain(" ".join(body["text"] for name, body in events if name == "text"))
    assert heard.split()[:6] == plain(done["text"]).split()[:6]
    assert abs(len(heard.split()) - len(done["words"])) < 5


def test_server_is_free_when_a_listener_has_gone(live: LiveServer, clip_url: str) -> None:
    job_id = live.submit(clip_url)["id"]
    with live.client.stream("GET", f"/v2/transcript/{job_id}/events") as response:
        next(response.iter_lines())
    assert live.finished(job_id)["status"] == "completed"


def test_example_prints_what_is_said(live: LiveServer, clip_url: str) -> None:
    job_id = live.submit(clip_url)["id"]
    run = subprocess.run(
        [sys.executable, EXAMPLE, job_id], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "best of times" in plain(run.stdout)


def test_example_says_what_went_wrong(live: LiveServer) -> None:
    job_id = live.submit(live.upload(b"this is no recording" * 100))["id"]
    run = subprocess.run(
        [sys.executable, EXAMPLE, job_id], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "does not appear to contain audio" in run.stderr


def test_example_in_the_page_is_the_one_that_is_tested() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", text_of(Path("docs/howto/follow-progress.md")), re.DOTALL)
    assert _body(EXAMPLE.read_text(encoding="utf-8").split("\n\n", 1)[1]) == _body(code)


def _body(code: str) -> str:
    """Without the two constants, which the example takes from the environment."""
    return re.sub(r"^(SERVER|HEADERS) = .*\n|^import os\n", "", code, flags=re.MULTILINE)

"""The four quick-start clients run as they are and print what is said."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import jiwer
import pytest

from tests.contract.conftest import LiveServer, plain

EXAMPLES = Path(__file__).parents[2] / "examples"

SAID = """
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was
the epoch of belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness, it was
the spring of hope, it was the winter of despair, we had everything before us, we had nothing before us, we were all
going direct to Heaven, we were all going direct the other way -- in short, the period was so far like the present
period, that some of its noisiest authorities insisted on its being received, for good or for evil, in the superlative
degree of comparison only.
"""
"""Charles Dickens, A Tale of Two Cities (1859)."""

MAX_WORD_ERROR_RATE = 0.05
"""Clear read speech: the default model gets nearly every word."""


def _check(printed: str) -> None:
    first, text, *words = [line for line in printed.splitlines() if line.strip()]
    assert re.fullmatch(r"Transcript id: [0-9a-f-]{36}", first)
    assert jiwer.wer(plain(SAID), plain(text)) <= MAX_WORD_ERROR_RATE
    timed = [re.fullmatch(r" *(\d+\.\d\d) s  (\S+)", line) for line in words]
    assert all(timed)
    assert " ".join(line[2] for line in timed if line) == text
    starts = [float(line[1]) for line in timed if line]
    assert starts == sorted(starts)


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory, node: str, node_modules: Path) -> dict[str, list[str]]:
    """Command of each example. Those for Node lie beside an installed SDK, as its users have it."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "node_modules").symlink_to(node_modules)
    commands: dict[str, list[str]] = {}
    for path in sorted(EXAMPLES.glob("quickstart_*")):
        runs_on_node = path.suffix == ".mjs"
        place = Path(shutil.copy(path, folder)) if runs_on_node else path
        commands[path.name] = [node if runs_on_node else sys.executable, str(place)]
    return commands


NAMES = ["quickstart_requests.py", "quickstart_sdk.py", "quickstart_fetch.mjs", "quickstart_sdk.mjs"]


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("quickstart_*")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_example_prints_what_is_said(
    live: LiveServer, programs: dict[str, list[str]], name: str, two_cities: Path
) -> None:
    run = subprocess.run(
        [*programs[name], str(two_cities)], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    _check(run.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_example_takes_an_address_too(live: LiveServer, programs: dict[str, list[str]], name: str, clip: Path) -> None:
    address = live.upload(clip.read_bytes())
    run = subprocess.run([*programs[name], address], env=live.environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "best of times" in run.stdout


@pytest.mark.parametrize("name", NAMES)
def test_example_says_what_is_wrong_when_the_key_is(
    live: LiveServer, programs: dict[str, list[str]], name: str, clip: Path
) -> None:
    environment = live.environment | {"SCRIBA_API_KEY": "wrong"}
    run = subprocess.run([*programs[name], str(clip)], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "Authentication error, API token missing/invalid" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", NAMES)
def test_example_says_what_is_wrong_when_the_recording_is(
    live: LiveServer, programs: dict[str, list[str]], name: str, tmp_path: Path
) -> None:
    recording = tmp_path / "noise.mp3"
    recording.write_bytes(b"this is no recording" * 100)
    run = subprocess.run(
        [*programs[name], str(recording)], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "does not appear to contain audio" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", NAMES)
def test_example_says_how_it_is_used_when_nothing_is_given(programs: dict[str, list[str]], name: str) -> None:
    run = subprocess.run(programs[name], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert name in run.stderr

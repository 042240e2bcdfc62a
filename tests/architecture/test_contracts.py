"""The import contracts hold, and they notice what they are there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

FAULTS = {
    "a lower layer imports a higher one": ("core/audio.py", "import scriba.service"),
    "an import inside a function": ("core/audio.py", "def late() -> None:\n    import scriba.pipeline"),
    "a service sees the store": ("service/keys.py", "import scriba.store"),
    "a service sees a backend": ("service/keys.py", "import scriba.backends"),
    "the HTTP edge sees the store": ("api/app.py", "import scriba.store"),
    "a command sees the pipeline": ("cli/doctor.py", "import scriba.pipeline"),
    "settings below bootstrap": ("settings.py", "import scriba.bootstrap"),
    "backends know each other": ("backends/silero.py", "import scriba.backends.whisper"),
    "exports know each other": ("exports/srt.py", "import scriba.exports.vtt"),
    "SQL outside the store": ("service/keys.py", "import sqlite3"),
    "a model library outside backends": ("pipeline/windows.py", "import onnxruntime"),
    "audio decoding outside the pipeline": ("service/uploads.py", "import av"),
    "the web framework outside api": ("service/uploads.py", "import fastapi"),
    "a cycle in one layer": ("core/transcript.py", "import scriba.core.job"),
    "weights are imported": ("backends/silero.py", "import faster_whisper"),
    "a new folder without a place": ("extra/__init__.py", ""),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package that a test may spoil."""
    shutil.copytree(ROOT / "src" / "scriba", tmp_path / "scriba", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold(tree: Path) -> None:
    result = _lint(tree)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_contracts_break_when(tree: Path, fault: str) -> None:
    name, line = FAULTS[fault]
    path = tree / "scriba" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{path.read_text(encoding='utf-8') if path.exists() else ''}\n{line}\n", encoding="utf-8")
    result = _lint(tree)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout or "Missing" in result.stdout or "not declared" in result.stdout, result.stdout

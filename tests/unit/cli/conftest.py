import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scriba.cli.main import app
from tests.fakes.logs import restored_logging

Scriba = Callable[..., Result]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory that commands use."""
    folder = tmp_path / "data"
    monkeypatch.setenv("SCRIBA_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def scriba(monkeypatch: pytest.MonkeyPatch):
    """Runs the command line in this process; `stdout`, `stderr` and `exit_code` tell what came of it."""
    monkeypatch.setenv("COLUMNS", "100")
    with contextlib.ExitStack() as stack:

        def invoke(*arguments: object) -> Result:
            stack.enter_context(restored_logging())
            return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="scriba")

        yield invoke

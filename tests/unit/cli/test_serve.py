from pathlib import Path

import pytest

from scriba.bootstrap.starting import Started
from scriba.cli import serve as command
from scriba.core.errors import WeightsCorruptError, WeightsMissingError
from scriba.core.operator_errors import DataDirectoryBusyError, PortInUseError
from scriba.settings import Settings

KEY = "0123456789abcdef" * 3


class FakeSupervisor:
    """Announces as a real one does, and ends at once."""

    def __init__(self, settings, announce, new_key):
        self.started = Started(address="http://127.0.0.1:8123", settings=settings, new_key=new_key)
        self.announce = announce

    def run(self):
        self.announce(self.started)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that servers were built with."""
    seen: list[Settings] = []

    def build(settings, announce):
        seen.append(settings)
        return FakeSupervisor(settings, announce, KEY if len(seen) == 1 else None)

    monkeypatch.setattr(command, "build_supervisor", build)
    return seen


@pytest.mark.usefixtures("seen")
def test_address_region_and_folder_are_told_when_the_server_is_up(scriba, data_dir):
    out = scriba("serve", "--region", "eu").stdout
    for told in ("http://127.0.0.1:8123", "eu", str(data_dir), "/v2/upload"):
        assert told in out


@pytest.mark.usefixtures("seen")
def test_the_key_is_printed_once_and_never_logged_when_it_is_new(scriba):
    first = scriba("serve")
    assert first.stdout.count(KEY) == 1
    assert KEY not in first.stderr
    assert KEY not in scriba("serve").stdout


def test_options_win_over_the_environment_when_both_are_given(scriba, seen, monkeypatch, tmp_path):
    monkeypatch.setenv("SCRIBA_PORT", "9000")
    monkeypatch.setenv("SCRIBA_HOST", "127.0.0.2")
    scriba("serve", "--port", "9001", "--data-dir", tmp_path / "x", "--log-format", "json", "--speech-workers", "2")
    (settings,) = seen
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.2", 9001, tmp_path / "x")
    assert (settings.log_format, settings.speech_workers) == ("json", 2)


@pytest.mark.parametrize(
    "error",
    [
        PortInUseError("Cannot listen on 127.0.0.1 port 8000. Choose another one with --port."),
        DataDirectoryBusyError("Another server is running on the data directory."),
        WeightsMissingError("The weights of whisper-base are missing."),
        WeightsCorruptError("model.bin is damaged."),
    ],
    ids=lambda error: error.code,
)
def test_the_reason_is_one_line_when_the_server_cannot_start(scriba, monkeypatch, error):
    def refuse(_settings, _announce):
        raise error

    monkeypatch.setattr(command, "build_supervisor", refuse)
    result = scriba("serve")
    assert result.exit_code == error.exit_code
    assert result.stderr == f"Error: {error}\n"
    assert result.stdout == ""


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(("option", "value"), [("--port", "70000"), ("--region", "Not A Region"), ("--threads", "-1")])
def test_the_setting_is_named_when_its_value_cannot_be_used(scriba, option, value):
    result = scriba("serve", option, value)
    assert result.exit_code == 6
    assert f"The setting {option.removeprefix('--')} " in result.stderr


def test_a_folder_with_brackets_is_shown_as_it_is_when_announced(capsys):
    settings = Settings.load(data_dir=Path("/srv/[red]scriba"))
    command.announce(Started(address="http://127.0.0.1:1", settings=settings, new_key=None))
    assert "/srv/[red]scriba" in capsys.readouterr().out

import re
import subprocess
import sys

import pytest

from scriba import __version__
from scriba.cli.main import COMMANDS, load_command, run
from scriba.cli.output import print_error
from scriba.core.operator_errors import SettingsError
from scriba.settings import Settings

HEAVY = ["av", "ctranslate2", "fastapi", "httpx", "numpy", "onnxruntime", "pydantic", "sqlalchemy", "uvicorn"]


def test_help_names_every_command_for_people_when_asked(scriba):
    result = scriba("--help")
    assert result.exit_code == 0
    for name, entry in COMMANDS.items():
        assert (entry.summary in result.stdout) is not entry.hidden, name


def test_help_appears_when_nothing_is_asked(scriba):
    assert "transcribe" in scriba().stdout


@pytest.mark.parametrize("name", list(COMMANDS))
def test_command_has_help_of_its_own_when_loaded(scriba, name):
    result = scriba(name, "--help")
    assert result.exit_code == 0
    assert f"scriba {name}" in result.stdout
    assert load_command(name).name == name


def test_no_heavy_library_is_imported_when_help_is_shown():
    code = (
        "import sys\nfrom scriba.cli.main import run\nsys.argv = ['scriba', '--help']\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\n"
        f"sys.exit(','.join(name for name in {HEAVY} if name in sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.stderr.strip() == ""
    assert "transcribe" in ended.stdout


def test_version_is_shown_when_asked(scriba):
    assert scriba("--version").stdout == f"scriba {__version__}\n"


def test_a_likely_command_is_suggested_when_it_is_misspelt(scriba):
    result = scriba("trascribe")
    assert result.exit_code == 2
    assert "Did you mean 'transcribe'?" in result.stderr


def test_an_error_is_one_line_with_its_exit_code_when_a_command_fails(scriba, monkeypatch):
    monkeypatch.setenv("SCRIBA_PORT", "many")
    result = scriba("config")
    assert result.exit_code == SettingsError.exit_code
    assert re.fullmatch(r"Error: The setting port \(SCRIBA_PORT\) cannot be used: .*\n", result.stderr)
    assert result.stdout == ""


@pytest.mark.parametrize("arguments", [("--debug", "config"), ("config", "--debug")])
def test_the_error_itself_comes_through_when_debug_is_asked(scriba, monkeypatch, arguments):
    monkeypatch.setenv("SCRIBA_PORT", "many")
    assert isinstance(scriba(*arguments).exception, SettingsError)


def _break_config(monkeypatch, *arguments):
    def explode():
        raise RuntimeError("the cat\nsat on it")

    monkeypatch.setattr(Settings, "load", explode)
    monkeypatch.setattr(sys, "argv", ["scriba", "config", *arguments])


def test_an_unforeseen_error_is_one_line_when_a_command_fails(monkeypatch, capsys):
    _break_config(monkeypatch)
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    err = capsys.readouterr().err
    assert err.startswith("Error: This should not have happened: RuntimeError: the cat sat on it.")
    assert err.count("\n") == 1
    assert "--debug" in err


def test_an_unforeseen_error_comes_through_when_debug_is_asked(monkeypatch):
    _break_config(monkeypatch, "--debug")
    with pytest.raises(RuntimeError, match="the cat"):
        run()


def test_error_text_is_shown_as_it_is_when_it_looks_like_markup(capsys):
    print_error("no [bold]such[/] key [x]")
    assert capsys.readouterr().err == "Error: no [bold]such[/] key [x]\n"

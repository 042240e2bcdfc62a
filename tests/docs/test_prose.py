"""What the pages tell people to type exists."""

import json
import re
import shlex
import tomllib

import pytest

from docs.generate_commands import commands
from scriba.settings import Settings
from tests.architecture.tree import ROOT
from tests.docs.pages import all_docs, code_blocks

SHELL = list(code_blocks("bash"))


def _lines(program: str) -> list[tuple[str, list[str]]]:
    found = []
    for place, text in SHELL:
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words and words[0].removeprefix(".venv/bin/") == program:
                found.append((f"{place}: {line}", words[1:]))
    return found


@pytest.mark.parametrize(("place", "code"), list(code_blocks("python")), ids=lambda value: value[:60])
def test_python_in_the_pages_compiles(place: str, code: str) -> None:
    compile(code, place, "exec")


@pytest.mark.parametrize(("place", "code"), list(code_blocks("json")), ids=lambda value: value[:60])
def test_json_in_the_pages_is_json(place: str, code: str) -> None:
    assert json.loads(code), place


@pytest.mark.parametrize(("place", "code"), list(code_blocks("toml")), ids=lambda value: value[:60])
def test_settings_files_in_the_pages_can_be_used(place: str, code: str) -> None:
    assert Settings.load(**tomllib.loads(code)).port, place


def test_variables_in_the_pages_are_settings() -> None:
    named = set(re.findall(r"\bSCRIBA_[A-Z_]+", all_docs()))
    assert named - {f"SCRIBA_{name.upper()}" for name in Settings.model_fields} - {"SCRIBA_CONFIG"} == set()


def test_variables_in_the_pages_have_values_that_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assignments = [re.findall(r"^(SCRIBA_\w+)=('[^']*'|\S+)", text, re.MULTILINE) for _, text in SHELL]
    for name, value in (pair for pairs in assignments for pair in pairs if pair[0] != "SCRIBA_CONFIG"):
        monkeypatch.setenv(name, value.strip("'"))
        assert Settings.load().port, name


def test_make_targets_in_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    lines = [*_lines("make")]
    assert lines
    assert [place for place, words in lines if not {word for word in words if "=" not in word} <= targets] == []


@pytest.mark.parametrize(("place", "words"), _lines("scriba"), ids=lambda value: str(value)[-60:])
def test_scriba_commands_in_the_pages_exist(place: str, words: list[str]) -> None:
    known = dict(commands())
    end = 2 if " ".join(["scriba", *words[:2]]) in known else 1
    command = known[" ".join(["scriba", *words[:end]])]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.split("=")[0] for word in words[end:] if word.startswith("-")} <= options, place

"""The shape of the tree: file sizes, names, and the README's account of it."""

import re
from pathlib import Path

from tests.architecture.tree import project_files, python_files, text_of

MAX_SOURCE_LINES = 300
MAX_TEST_LINES = 400
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "base", "shared"}
CODE_FOLDERS = ("src", "tests", "benchmarks", "examples", "docs", "tools")


def test_no_file_outgrows_its_cap() -> None:
    lengths = {path: text_of(path).count("\n") for path in python_files(*CODE_FOLDERS)}
    caps = {path: MAX_TEST_LINES if path.parts[0] == "tests" else MAX_SOURCE_LINES for path in lengths}
    assert {str(path): length for path, length in lengths.items() if length > caps[path]} == {}


def test_every_module_has_a_name_that_says_what_it_is() -> None:
    named = {path: {*path.parts[:-1], path.stem} for path in python_files(*CODE_FOLDERS)}
    assert [str(path) for path, names in named.items() if names & BANNED_NAMES] == []


def test_every_source_folder_is_a_package() -> None:
    sources = python_files("src")
    folders = {path.parent for path in sources} - {Path("src")}
    assert sorted(str(folder) for folder in folders if folder / "__init__.py" not in sources) == []


def _folders_of_the_tree() -> set[str]:
    files = project_files()
    top = {path.parts[0] for path in files if len(path.parts) > 1}
    package = {
        "/".join(path.parts[: depth + 1])
        for path in files
        if path.parts[:2] == ("src", "scriba")
        for depth in range(1, min(len(path.parts) - 1, 4))
    }
    return (top | package) - {"src"}


def _folders_of_the_readme() -> set[str]:
    block = re.search(r"```text\n(\S+/ .*?)```", text_of(Path("README.md")), re.DOTALL)
    assert block, "README.md has no tree"
    folders: set[str] = set()
    parents: list[str] = []
    for line in block[1].splitlines():
        entry = re.match(r"( *)(\S+?)/\s+(\S.*)", line)
        if entry is None:
            continue
        depth = len(entry[1]) // 2
        parents[depth:] = [entry[2]]
        folders.add("/".join(parents))
    return folders


def test_readme_tells_the_duty_of_every_folder() -> None:
    assert _folders_of_the_readme() == _folders_of_the_tree()

"""What is committed works anywhere: no address in the locks, no path of somebody's machine."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, project_files, text_of

LOCKS = sorted(path for path in project_files() if path.suffix == ".lock" or path.name == "package-lock.json")
BUNDLED_WEIGHTS = Path("src/scriba/backends/weights")
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(
    "|".join(["(?<![a-z0-9.])" + f"/{folder}/" for folder in ("work", "root", "Users", "opt/pypi")])
)
REGISTRIES = re.compile("|".join(["registry" + r"\.npmjs", "files" + r"\.pythonhosted", r"pypi\.org/" + "simple"]))


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_lock_carries_no_address(lock: Path) -> None:
    text = text_of(lock)
    assert re.findall(r'"resolved"|^--?\w.*|\S+://\S*', re.sub(r'"url": .*', "", text), re.MULTILINE) == []


def _pins(name: str) -> set[tuple[str, str, str]]:
    text = text_of(Path("requirements") / name)
    return set(re.findall(r"^([a-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$", text, re.MULTILINE))


def test_every_pin_has_a_hash() -> None:
    for lock in (path for path in LOCKS if path.suffix == ".lock"):
        pins = re.split(r"\n(?=[a-z0-9])", text_of(lock).strip())
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == [], lock


def test_development_installs_what_runs_in_production() -> None:
    runtime, dev = ({(name, version) for name, version, _ in _pins(lock)} for lock in ("runtime.lock", "dev.lock"))
    assert runtime - dev == set()


def test_build_tools_do_not_change_what_is_installed() -> None:
    dev = {(name, marker): version for name, version, marker in _pins("dev.lock") | _pins("samples.lock")}
    clashes = [name for name, version, marker in _pins("build.lock") if dev.get((name, marker), version) != version]
    assert clashes == []


def test_every_declared_dependency_is_locked() -> None:
    declared = tomllib.loads(text_of(Path("pyproject.toml")))
    names = {re.split(r"[<>=;\[ ]", item)[0].lower() for item in declared["project"]["dependencies"]}
    assert names - {name for name, _, _ in _pins("runtime.lock")} == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    texts = {path: text_of(path) for path in project_files()}
    found = [
        f"{path}: {match[0]}"
        for path, text in texts.items()
        for match in [*MACHINE_PATHS.finditer(text), *REGISTRIES.finditer(text)]
    ]
    assert found == []


def test_no_file_is_large() -> None:
    sizes = {str(path): (ROOT / path).stat().st_size for path in project_files() if path.parent != BUNDLED_WEIGHTS}
    assert {path: size for path, size in sizes.items() if size > 1_000_000} == {}

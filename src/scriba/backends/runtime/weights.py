"""Where weights lie: in the models folder, or in installed packages, whose parts are joined once into the cache folder.

Packages are data here. Their files are found through the distribution's file list; no module of theirs is imported.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from scriba.backends.runtime.checksums import chunks, digest, is_whole, note, replacing
from scriba.backends.runtime.download import DEFAULT_ENDPOINT, Progress, pull
from scriba.backends.runtime.taking import take
from scriba.core.engines import PackagePart, RecognizerCard, WeightsFile
from scriba.core.errors import WeightsCorruptError, WeightsMissingError

__all__ = [
    "DEFAULT_ENDPOINT",
    "FileReport",
    "Progress",
    "bundled_file",
    "is_present",
    "locate",
    "packaged_file",
    "pull",
    "take",
    "verify",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One file of a model as it lies on this machine; `problem` is empty where it is whole."""

    name: str
    path: Path | None
    problem: str = ""


def is_present(card: RecognizerCard, models_dir: Path) -> bool:
    """Whether `locate` would find every file, judged by sizes and without reading them."""
    if not card.weights:
        return (models_dir / card.name).is_dir()
    return _all_pulled(card, models_dir / card.name) or all(_packaged(file) for file in card.weights)


def locate(card: RecognizerCard, models_dir: Path, cache_dir: Path) -> Path:
    """The folder holding the card's files, each verified now or earlier.

    The models folder wins over packages. Of a folder of the operator's own no files are known: it has to be there.
    Raises WeightsMissingError, WeightsCorruptError.
    """
    pulled = models_dir / card.name
    if not card.weights and not pulled.is_dir():
        raise WeightsMissingError(f"There is no folder {pulled}. Put the files of {card.name} there.")
    if _all_pulled(card, pulled):
        for file in card.weights:
            if not is_whole(pulled, file):
                raise _corrupt(card, pulled / file.name)
        return pulled
    if not all(_packaged(file) for file in card.weights):
        raise _missing(card, pulled)
    joined = cache_dir / card.name
    for file in card.weights:
        if not is_whole(joined, file):
            _join(file, joined)
    return joined


def verify(card: RecognizerCard, models_dir: Path, cache_dir: Path) -> list[FileReport]:
    """Hash every file in full where `locate` would find it."""
    pulled = models_dir / card.name
    if _all_pulled(card, pulled):
        return [_report(file, [pulled / file.name]) for file in card.weights]
    joined = cache_dir / card.name
    return [
        _report(file, [joined / file.name] if (joined / file.name).exists() else _packaged(file))
        for file in card.weights
    ]


def packaged_file(file: WeightsFile) -> bytes:
    """A small file of an installed package; raises WeightsMissingError, WeightsCorruptError."""
    paths = _packaged(file)
    if not paths:
        distributions = ", ".join(sorted({part.distribution for part in file.parts}))
        msg = f"{file.name} is missing. Install it with: pip install --force-reinstall {distributions}"
        raise WeightsMissingError(msg)
    content = b"".join(path.read_bytes() for path in paths)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise _corrupt_package(file, paths)
    return content


def bundled_file(file: WeightsFile) -> bytes:
    """A model that lies in this package; raises WeightsMissingError, WeightsCorruptError."""
    path = resources.files("scriba.backends") / "weights" / file.name
    if not path.is_file():
        msg = f"{file.name} is missing from the installed package. Run: pip install --force-reinstall --no-deps scriba"
        raise WeightsMissingError(msg)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        msg = f"{file.name} is damaged ({path}). Run: pip install --force-reinstall --no-deps scriba"
        raise WeightsCorruptError(msg)
    return content


def _all_pulled(card: RecognizerCard, folder: Path) -> bool:
    return all((folder / file.name).is_file() for file in card.weights)


def _packaged(file: WeightsFile) -> list[Path]:
    """The parts of a file inside installed packages; empty where any is missing."""
    paths = [_package_path(part) for part in file.parts]
    return [path for path in paths if path is not None] if all(paths) else []


def _package_path(part: PackagePart) -> Path | None:
    try:
        files = metadata.distribution(part.distribution).files or []
    except metadata.PackageNotFoundError:
        return None
    found = [Path(str(file.locate())) for file in files if str(file) == part.path]
    return found[0] if found and found[0].is_file() else None


def _join(file: WeightsFile, folder: Path) -> None:
    """Write a file's parts as one; nothing appears under its name unless the SHA-256 is right."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = _packaged(file)
    state = hashlib.sha256()
    with replacing(folder / file.name) as stream:
        for path in paths:
            for chunk in chunks(path):
                state.update(chunk)
                stream.write(chunk)
        if state.hexdigest() != file.sha256:
            raise _corrupt_package(file, paths)
    note(folder, file)


def _report(file: WeightsFile, paths: list[Path]) -> FileReport:
    path = paths[0] if paths else None
    if not paths or not all(part.is_file() for part in paths):
        return FileReport(name=file.name, path=path, problem="missing")
    size = sum(part.stat().st_size for part in paths)
    if size != file.size:
        return FileReport(name=file.name, path=path, problem=f"{size} bytes instead of {file.size}")
    if digest(paths) != file.sha256:
        return FileReport(name=file.name, path=path, problem="SHA-256 differs")
    return FileReport(name=file.name, path=path)


def _missing(card: RecognizerCard, folder: Path) -> WeightsMissingError:
    absent = [file.name for file in card.weights if not (folder / file.name).is_file() and not _packaged(file)]
    distributions = sorted({part.distribution for file in card.weights for part in file.parts})
    install = f" or install its packages: pip install {' '.join(distributions)}" if distributions else ""
    msg = f"The weights of {card.name} are missing ({', '.join(absent)}). Run: scriba models pull {card.name}{install}"
    return WeightsMissingError(msg)


def _corrupt(card: RecognizerCard, path: Path) -> WeightsCorruptError:
    return WeightsCorruptError(f"{path} is damaged. Delete it and run: scriba models pull {card.name}")


def _corrupt_package(file: WeightsFile, paths: list[Path]) -> WeightsCorruptError:
    distributions = " ".join(sorted({part.distribution for part in file.parts}))
    places = ", ".join(str(path) for path in paths)
    msg = f"{file.name} is damaged ({places}). Run: pip install --force-reinstall --no-deps {distributions}"
    return WeightsCorruptError(msg)

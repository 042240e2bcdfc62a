"""Where weights lie: the models folder, installed packages, or Hugging Face when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scriba.core.engines import RecognizerCard

DEFAULT_ENDPOINT = "https://huggingface.co"

Progress = Callable[[str, int, int], None]
"""Told of a download: file name, bytes so far, bytes in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One file of a model as it lies on this machine; `problem` is empty where it is whole."""

    name: str
    path: Path | None
    problem: str = ""


def is_present(card: RecognizerCard, models_dir: Path) -> bool:
    """Whether `locate` would find every file, without reading them."""
    raise NotImplementedError


def locate(card: RecognizerCard, models_dir: Path, cache_dir: Path) -> Path:
    """The folder holding the card's files; raises WeightsMissingError, WeightsCorruptError."""
    raise NotImplementedError


def verify(card: RecognizerCard, models_dir: Path, cache_dir: Path) -> list[FileReport]:
    """Hash every file in full."""
    raise NotImplementedError


def pull(
    card: RecognizerCard, models_dir: Path, *, endpoint: str = DEFAULT_ENDPOINT, progress: Progress | None = None
) -> Path:
    """Download a model at its pinned revision into the models folder; raises WeightsDownloadError."""
    raise NotImplementedError

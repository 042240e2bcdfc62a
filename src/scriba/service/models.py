"""The models of this machine: which there are, where they lie, whether they are whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scriba.core.engines import RecognizerCard
from scriba.core.errors import UnknownModelError, WeightsMissingError

DownloadProgress = Callable[[str, int, int], None]
"""Told of a download: file name, bytes so far, bytes in all."""


class FileState(Protocol):
    """One file of a model as it lies on this machine; `problem` is empty where it is whole."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def path(self) -> Path | None:
        """Where it lies, or its first part."""
        ...

    @property
    def problem(self) -> str:
        """What is wrong with it."""
        ...


class Weights(Protocol):
    """Finds, checks and downloads the files of a recognizer."""

    def is_present(self, card: RecognizerCard, models_dir: Path) -> bool:
        """Whether every file is there, without reading them."""
        ...

    def locate(self, card: RecognizerCard, models_dir: Path, cache_dir: Path) -> Path:
        """The folder holding the files; raises WeightsMissingError, WeightsCorruptError."""
        ...

    def verify(self, card: RecognizerCard, models_dir: Path, cache_dir: Path) -> Sequence[FileState]:
        """Hash every file in full."""
        ...

    def pull(
        self, card: RecognizerCard, models_dir: Path, *, endpoint: str, progress: DownloadProgress | None = None
    ) -> Path:
        """Download the files; raises WeightsDownloadError."""
        ...

    def take(self, card: RecognizerCard, models_dir: Path, sources: Sequence[Path]) -> Path:
        """Copy the files out of folders and archives; raises WeightsMissingError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelState:
    """A recognizer, whether its files are here, and the logical models that it serves."""

    card: RecognizerCard
    is_installed: bool
    serves: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes of its own files."""
        return sum(file.size for file in self.card.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The use cases of `scriba models`. `roles` maps a logical model to its recognizer's name."""

    cards: Mapping[str, RecognizerCard]
    roles: Mapping[str, str]
    weights: Weights
    models_dir: Path
    cache_dir: Path
    endpoint: str

    def list(self) -> list[ModelState]:
        """Every recognizer that can be chosen."""
        return [self.state(name) for name in self.cards]

    def state(self, name: str) -> ModelState:
        """One recognizer; raises UnknownModelError."""
        card = self.card(name)
        return ModelState(
            card=card,
            is_installed=all(self.weights.is_present(part, self.models_dir) for part in self._parts(card)),
            serves=tuple(model for model, recognizer in self.roles.items() if recognizer == card.name),
        )

    def card(self, name: str) -> RecognizerCard:
        """The recognizer of this name, or the one that serves this logical model; raises UnknownModelError."""
        card = self.cards.get(self.roles.get(name, name))
        if card is None:
            raise UnknownModelError(f"There is no model '{name}'. `scriba models list` shows those that there are.")
        return card

    def path(self, name: str) -> Path:
        """The folder with the model's files; raises ModelError. That of the models folder where it has no own files."""
        card = self.card(name)
        found = [self.weights.locate(part, self.models_dir, self.cache_dir) for part in self._parts(card)]
        return self.models_dir if card.members else found[0]

    def verify(self, name: str) -> Sequence[FileState]:
        """The state of each file, hashed in full; raises UnknownModelError."""
        parts = self._parts(self.card(name))
        return [file for part in parts for file in self.weights.verify(part, self.models_dir, self.cache_dir)]

    def pull(self, name: str, progress: DownloadProgress | None = None) -> Path:
        """Download what is missing and return the model's folder; raises ModelError."""
        card = self.card(name)
        if not (card.weights or card.members):
            raise WeightsMissingError(
                f"Where {name} comes from is not known: put its files into {self.models_dir / name}."
            )
        for part in self._parts(card):
            if not (card.members and self.weights.is_present(part, self.models_dir)):
                self.weights.pull(part, self.models_dir, endpoint=self.endpoint, progress=progress)
        return self.models_dir if card.members else self.models_dir / card.name

    def take(self, name: str, sources: Sequence[Path]) -> Path:
        """Take the files out of folders and archives and return the model's folder; raises ModelError."""
        card = self.card(name)
        for part in self._parts(card):
            if not (card.members and self.weights.is_present(part, self.models_dir)):
                self.weights.take(part, self.models_dir, sources)
        return self.models_dir if card.members else self.models_dir / card.name

    def _parts(self, card: RecognizerCard) -> Sequence[RecognizerCard]:
        """The recognizers whose files it needs: itself, or its members."""
        return [self.card(member) for member in card.members] or [card]

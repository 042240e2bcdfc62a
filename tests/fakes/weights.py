"""Weights that need no disk, behind the real models service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scriba.core.engines import HubSource, RecognizerCard, WeightsFile
from scriba.core.errors import WeightsDownloadError, WeightsMissingError
from scriba.service.models import DownloadProgress, Models


def card_of(name: str, *languages: str, size: int = 1_500_000) -> RecognizerCard:
    """A recognizer of one file."""
    return RecognizerCard(
        name=name,
        backend="fake",
        languages=frozenset(languages or {"en"}),
        licence="MIT",
        source=HubSource(repository=f"acme/{name}", revision="0123456789abcdef0123"),
        weights=(WeightsFile(name="model.bin", sha256="0" * 64, size=size),),
    )


@dataclass(frozen=True)
class FakeFile:
    """A file's state."""

    name: str = "model.bin"
    path: Path | None = Path("models/model.bin")
    problem: str = ""


@dataclass
class FakeWeights:
    """Installed are those that `present` names; `problems` says what is wrong with a model's file."""

    present: set[str] = field(default_factory=set)
    problems: Mapping[str, str] = field(default_factory=dict)
    is_offline: bool = False

    def is_present(self, card: RecognizerCard, models_dir: Path) -> bool:
        return card.name in self.present

    def locate(self, card: RecognizerCard, models_dir: Path, cache_dir: Path) -> Path:
        if card.name not in self.present:
            raise WeightsMissingError(f"The weights of {card.name} are missing.")
        return models_dir / card.name

    def verify(self, card: RecognizerCard, models_dir: Path, cache_dir: Path) -> Sequence[FakeFile]:
        default = "" if card.name in self.present else "missing"
        return [FakeFile(problem=self.problems.get(card.name, default))]

    def pull(
        self, card: RecognizerCard, models_dir: Path, *, endpoint: str, progress: DownloadProgress | None = None
    ) -> Path:
        if self.is_offline:
            raise WeightsDownloadError(f"{endpoint} cannot be reached.")
        for file in card.weights:
            for done in (0, file.size // 2, file.size):
                if progress:
                    progress(file.name, done, file.size)
        self.present.add(card.name)
        return models_dir / card.name

    def take(self, card: RecognizerCard, models_dir: Path, sources: Sequence[Path]) -> Path:
        self.present.add(card.name)
        return models_dir / card.name


def models_of(weights: FakeWeights, *cards: RecognizerCard, roles: Mapping[str, str] | None = None) -> Models:
    """The models service over these cards."""
    return Models(
        cards={card.name: card for card in cards},
        roles=roles or {},
        weights=weights,
        models_dir=Path("models"),
        cache_dir=Path("cache"),
        endpoint="https://hub.example",
    )

"""What is known for and against each speaker having each name or role, and when that is enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

ENOUGH: Final = 1.5
"""Weight from which a value is believed: one introduction, or two smaller hints."""
MARGIN: Final = 1.0
"""How much more must speak for it than for anything else."""


@dataclass
class Evidence:
    """Weights by speaker and value."""

    weights: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))

    def add(self, speaker: str, value: str, weight: float) -> None:
        """One more hint; a negative weight speaks against it."""
        self.weights[speaker][value] += weight

    def of(self, speaker: str, value: str) -> float:
        """What speaks for it."""
        return self.weights.get(speaker, {}).get(value, 0.0)

    def believed(self, speakers: Sequence[str], *, is_unique: bool) -> dict[str, str]:
        """The value of each speaker for whom one is sure enough; with `is_unique` no two have the same."""
        found: dict[str, str] = {}
        for speaker in speakers:
            ranked = sorted(self.weights.get(speaker, {}).items(), key=lambda item: -item[1])
            if not ranked or ranked[0][1] < ENOUGH:
                continue
            value, weight = ranked[0]
            others = [other for _, other in ranked[1:2]]
            others += [self.of(one, value) for one in speakers if one != speaker] if is_unique else []
            if all(weight - other >= MARGIN for other in others):
                found[speaker] = value
        return found


Values = Mapping[str, str]
"""Speaker -> name or role."""

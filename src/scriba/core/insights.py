"""What is understood of a transcript beside its entities; None where nobody asked, or where the language is unknown."""

from __future__ import annotations

from dataclasses import dataclass

Stretch = tuple[int, int]
"""Start and end, ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPhrase:
    """What a transcript is about; `rank` in 0..1, `timestamps` of each of the `count` times it is said."""

    text: str
    count: int
    rank: float
    timestamps: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """All of it."""

    highlights: tuple[KeyPhrase, ...] | None = None


NO_INSIGHTS = Insights()

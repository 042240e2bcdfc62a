"""Who speaks when: the values of diarization."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Embedding = npt.NDArray[np.float32]
"""A voice as a point: of length 1, shape [dimensions]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerTurn:
    """A stretch in which one speaker speaks; `start` and `end` in ms. Turns of different speakers may overlap."""

    start: int
    end: int
    speaker: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerCount:
    """How many speakers the caller knows of; None where nothing is known. `expected` wins over the bounds."""

    expected: int | None = None
    minimum: int | None = None
    maximum: int | None = None

    def bounds(self) -> tuple[int, int | None]:
        """The fewest and the most speakers to look for."""
        if self.expected is not None:
            return max(1, self.expected), max(1, self.expected)
        lowest = max(1, self.minimum or 1)
        return lowest, None if self.maximum is None else max(lowest, self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarization:
    """Who speaks when.

    `turns` are in order of `start`; speakers are numbered from 0 by first appearance; `embeddings[n]` is the voice
    of speaker n.
    """

    turns: tuple[SpeakerTurn, ...]
    embeddings: tuple[Embedding, ...]

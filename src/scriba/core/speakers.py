"""Who speaks when, and whose voice it is: the values of diarization and of identification by voice."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    of speaker n, and `clean[n]` the ms in which that one was heard alone.
    """

    turns: tuple[SpeakerTurn, ...]
    embeddings: tuple[Embedding, ...]
    clean: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A person's voice as one recording gave it, in a space in which it can be compared (`model`).

    `point` is of length 1 and seen from the centre of that space; `speech` is the ms of clean speech behind it.
    """

    point: Embedding = field(repr=False)
    speech: int
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSpace:
    """Where an embedder's points can be compared: its name, and its `centre`, the mean of many people's points.

    What all voices have in common, seen from the origin, says nothing of who it is.
    """

    name: str
    centre: Embedding = field(repr=False)

    def voice(self, point: Embedding, speech: int) -> Voice:
        """An embedder's point as a voice that can be stored and compared."""
        seen = point - self.centre
        length = max(float(np.linalg.norm(seen)), 1e-9)
        return Voice(point=np.asarray(seen / length, dtype=np.float32), speech=speech, model=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledVoice:
    """A voice whose owner's name is known."""

    name: str
    voice: Voice

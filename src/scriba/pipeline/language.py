"""Which language is spoken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scriba.core.audio import Audio, Window
from scriba.core.engines import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """A bare code, how sure (0..1), and the probability of every language considered."""

    code: str
    confidence: float
    distribution: Mapping[str, float] = field(default_factory=dict)


def spoken_language(
    audio: Audio, windows: Sequence[Window], identifier: Identifier, expected: Collection[str] = ()
) -> SpokenLanguage:
    """The language of the recording, or the likeliest of `expected`; raises NoSpeechError without windows."""
    raise NotImplementedError

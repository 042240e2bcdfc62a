"""Which language is spoken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from scriba.core.audio import Audio, Channel, Samples, Window
from scriba.core.engines import Identifier
from scriba.core.errors import NoSpeechError

MAX_CLIPS: Final = 3
CLIP_MS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """A bare code, how sure (0..1), and the probability of every language considered."""

    code: str
    confidence: float
    distribution: Mapping[str, float] = field(default_factory=dict)


def spoken_language(
    channels: Sequence[Channel], identifier: Identifier, expected: Collection[str] = ()
) -> SpokenLanguage:
    """The language of most of the recording's speech on all channels; raises NoSpeechError without windows.

    With `expected`, the likeliest of these, and its share among these: the question is then which of them it is.
    Codes that the identifier does not know are left out; where it knows none of them, all languages count.
    """
    chosen = spread([(channel, window) for channel in channels for window in channel.windows])
    if not chosen:
        raise NoSpeechError
    heard = identifier.language_probabilities([_clip(channel.audio, window) for channel, window in chosen])
    weights = [window.speech or window.end - window.start for _, window in chosen]
    total = sum(weights)
    codes = {code for probabilities in heard for code in probabilities}
    mean = {
        code: sum(weight * found.get(code, 0.0) for weight, found in zip(weights, heard, strict=True)) / total
        for code in codes
    }
    considered = _restricted(mean, expected)
    best = max(considered, key=lambda code: considered[code])
    return SpokenLanguage(code=best, confidence=considered[best], distribution=considered)


def spread(places: Sequence[tuple[Channel, Window]], count: int = MAX_CLIPS) -> list[tuple[Channel, Window]]:
    """Up to `count` windows from over the whole recording: of each equal share of it, the one with most speech."""
    ordered = sorted(places, key=lambda place: place[1].start)
    if len(ordered) <= count:
        return ordered
    bounds = [len(ordered) * index // count for index in range(count + 1)]
    shares = [ordered[first:last] for first, last in pairwise(bounds)]
    return [max(share, key=lambda place: place[1].speech) for share in shares]


def _clip(audio: Audio, window: Window) -> Samples:
    return audio.cut(window.start, min(window.end, window.start + CLIP_MS))


def _restricted(probabilities: Mapping[str, float], expected: Collection[str]) -> dict[str, float]:
    kept = {code: share for code, share in probabilities.items() if code in expected} or dict(probabilities)
    total = sum(kept.values())
    return {code: share / total for code, share in kept.items()} if total > 0 else dict(kept)

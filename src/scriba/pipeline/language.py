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
MORE_CLIPS: Final = 12
"""Heard where the first clips disagree."""

SWITCHING_CLIPS: Final = 40
"""Heard where two languages are looked for: the second may be rare, and its clips are short."""

CLIP_MS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLanguage:
    """A bare code, how sure (0..1), and the probability of every language considered.

    `strongest` is how likely each of them is where it is likeliest: a mean of two clips.
    """

    code: str
    confidence: float
    distribution: Mapping[str, float] = field(default_factory=dict)
    strongest: Mapping[str, float] = field(default_factory=dict)


def spoken_language(
    channels: Sequence[Channel], identifier: Identifier, expected: Collection[str] = (), clips: int = MAX_CLIPS
) -> SpokenLanguage:
    """The language of most of the recording's speech on all channels; raises NoSpeechError without windows.

    It listens to up to `clips` windows from all over the recording, and to more where these disagree.
    With `expected`, the likeliest of these, and its share among these: the question is then which of them it is.
    Codes that the identifier does not know are left out; where it knows none of them, all languages count.
    """
    places = [(channel, window) for channel in channels for window in channel.windows]
    if not places:
        raise NoSpeechError
    chosen, heard = _hear(places, identifier, clips)
    mean = _mean(chosen, heard)
    if len(chosen) < len(places) and not _agree(heard, mean):
        # Music, or a second language: more of the recording tells which of them is the most of it.
        chosen, heard = _hear(places, identifier, MORE_CLIPS)
        mean = _mean(chosen, heard)
    considered = _restricted(mean, expected)
    best = max(considered, key=lambda code: considered[code])
    strongest = {code: _strongest(code, heard) for code in considered}
    return SpokenLanguage(code=best, confidence=considered[best], distribution=considered, strongest=strongest)


def _hear(
    places: Sequence[tuple[Channel, Window]], identifier: Identifier, count: int
) -> tuple[list[Window], list[dict[str, float]]]:
    chosen = spread(places, count)
    heard = identifier.language_probabilities([_clip(channel.audio, window) for channel, window in chosen])
    return [window for _, window in chosen], heard


def _mean(windows: Sequence[Window], heard: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Probabilities of all languages, windows weighed by their speech."""
    weights = [window.speech or window.end - window.start for window in windows]
    total = sum(weights)
    codes = {code for probabilities in heard for code in probabilities}
    return {
        code: sum(weight * found.get(code, 0.0) for weight, found in zip(weights, heard, strict=True)) / total
        for code in codes
    }


def _strongest(code: str, heard: Sequence[Mapping[str, float]]) -> float:
    """One clip may be mistaken, so it takes two where there are two."""
    best = sorted((found.get(code, 0.0) for found in heard), reverse=True)[:2]
    return sum(best) / len(best)


def _agree(heard: Sequence[Mapping[str, float]], mean: Mapping[str, float]) -> bool:
    best = max(mean, key=lambda code: mean[code])
    return all(max(found, key=lambda code: found[code]) == best for found in heard)


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

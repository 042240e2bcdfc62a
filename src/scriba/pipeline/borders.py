"""Where words begin and end to the hundredth of a second: at the edges of sound, where there are pauses.

Recognizers know pauses badly; the energy of the recording and the detector know nothing else. So words are cut back,
never moved or made longer. The constants were chosen on synthesised and recorded words with known times (ADR 0048).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from scriba.core.audio import SAMPLES_PER_MS, Audio, Samples, Window
from scriba.core.transcript import Word

LEAD_MS: Final = 80
TAIL_MS: Final = 120
"""Quiet before and after the speech in a detected region: its padding, and how late the detector is."""

STEP_MS: Final = 10

SHORTEST_PAUSE_MS: Final = 100
"""Shorter quiet is inside words: the closures of p, t and k."""

BELOW_LOUD_DB: Final = 35.0
"""So far below the loud parts of a window nothing is heard."""

ABOVE_NOISE_DB: Final = 4.0
LEAST_CONTRAST_DB: Final = 15.0
"""In noise, quiet is what is hardly above it, and well below the loud parts."""

REACH_MS: Final = 150
"""Less than that of a word beyond a pause belongs to its neighbour."""

SHORTEST_WORD_MS: Final = 40


def fitted(words: Sequence[Word], audio: Audio, window: Window) -> tuple[Word, ...]:
    """The words of a window of the audio, cut back to where they sound; those in order stay in order."""
    if not words:
        return ()
    speech = _speech(window)
    silence = pauses(audio.cut(window.start, window.end), window.start)
    found = []
    for word in words:
        start, end = _inside(word.start, word.end, speech)
        start, end = _without(start, end, silence)
        found.append(replace(word, start=start, end=end))
    return tuple(found)


def pauses(samples: Samples, offset: int = 0) -> list[tuple[int, int]]:
    """Where nothing is heard for a while, ms, `offset` added."""
    size = STEP_MS * SAMPLES_PER_MS
    frames = np.asarray(samples[: len(samples) // size * size], dtype=np.float64).reshape(-1, size)
    if not len(frames):
        return []
    level = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-10)
    noise, loud = np.percentile(level, [10, 95])
    limit = max(loud - BELOW_LOUD_DB, min(noise + ABOVE_NOISE_DB, loud - LEAST_CONTRAST_DB))
    quiet = np.concatenate(([False], level < limit, [False]))
    edges = (np.flatnonzero(quiet[1:] != quiet[:-1]) * STEP_MS + offset).tolist()
    runs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in runs if end - start >= SHORTEST_PAUSE_MS]


def _speech(window: Window) -> list[tuple[int, int]]:
    """The regions without their quiet edges; a region that was cut with its window has none there."""
    return [
        (
            region.start + (LEAD_MS if region.start > window.start else 0),
            region.end - (TAIL_MS if region.end < window.end else 0),
        )
        for region in window.regions
    ]


def _inside(start: int, end: int, speech: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of a word in the stretch of speech that holds most of it; the whole word where none does."""
    parts = [(max(start, first), min(end, last)) for first, last in speech]
    first, last = max(parts, key=lambda part: part[1] - part[0], default=(start, end))
    return (first, last) if last - first >= SHORTEST_WORD_MS else (start, end)


def _without(start: int, end: int, silence: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A word without a pause at its beginning or end, and without what little of it lies beyond that pause."""
    for first, last in silence:
        if first - REACH_MS <= start < last <= end - SHORTEST_WORD_MS:
            start = last
    for first, last in silence:
        if start + SHORTEST_WORD_MS <= first < end <= last + REACH_MS:
            return start, first
    return start, end

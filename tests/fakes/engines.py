"""Models that need no weights: they tell what they would have been asked."""

from collections.abc import Sequence

import numpy as np

from scriba.core.audio import Audio, Samples, Window
from scriba.core.engines import NO_HINTS, Hints
from scriba.core.transcript import Word

FRAME = 512


class LoudnessDetector:
    """Whatever is loud is speech."""

    def __init__(self) -> None:
        self.longest_call = 0

    def probabilities(self, samples: Samples) -> Samples:
        self.longest_call = max(self.longest_call, len(samples))
        frames = -(-len(samples) // FRAME)
        padded = np.zeros(frames * FRAME, dtype=np.float32)
        padded[: len(samples)] = samples
        loud = np.abs(padded.reshape(-1, FRAME)).mean(axis=1) > 0.05
        return np.where(loud, 0.99, 0.01).astype(np.float32)


class EchoRecognizer:
    """Says one word for each region, named by its window's place."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, str]] = []
        self.hints: Hints = NO_HINTS

    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        self.calls.append((len(windows), language))
        self.hints = hints
        return [
            tuple(
                Word(text=f"at{region.start}", start=region.start, end=region.end, confidence=0.9)
                for region in window.regions
            )
            for window in windows
        ]


class ScriptedIdentifier:
    """Answers with the given probabilities, one set a clip."""

    def __init__(self, *answers: dict[str, float]) -> None:
        self.answers = answers
        self.clips: list[int] = []

    def language_probabilities(self, clips: Sequence[Samples]) -> list[dict[str, float]]:
        self.clips = [len(clip) for clip in clips]
        return [self.answers[index % len(self.answers)] for index in range(len(clips))]


def sound(*parts: tuple[str, int]) -> Audio:
    """A recording made of ("loud", ms) and ("quiet", ms) stretches."""
    pieces = [np.full(length * 16, 8000 if kind == "loud" else 0, dtype=np.int16) for kind, length in parts]
    return Audio(np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int16))

"""A window on its way through the decoder: what is tried, in which order, and which result is kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Final

from scriba.backends.runtime.whisper_decoding import (
    MAX_NO_SPEECH,
    MAX_TOKENS,
    MIN_LOG_PROBABILITY,
    NOTHING,
    SPARE_TOKENS,
    TOKENS_PER_SECOND,
    Attempt,
    Hypothesis,
)
from scriba.backends.runtime.whisper_encoding import PLACES_PER_SECOND, frames_of, places_of
from scriba.backends.runtime.whisper_guidance import Guidance
from scriba.backends.runtime.whisper_network import Encoding
from scriba.core.audio import Samples, Window
from scriba.core.transcript import Word

ATTEMPTS: Final = (
    Attempt(is_short=True),
    Attempt(),
    Attempt(timestamps=True),
    Attempt(repetition_penalty=1.1, no_repeat_ngram_size=3),
)
"""In this order, until the result is sound (ADR 0012)."""

FULL_PLACES: Final = 1_500
"""Positions of a window that is filled up to half a minute."""

SHORT_SPEECH_MS: Final = 1_000
"""Below this much detected speech, a window is not given the benefit of the doubt."""

DOUBTED_MARGIN: Final = 0.5
"""How much likelier a text must be where the model doubts that anybody speaks."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What an attempt made of a window."""

    hypothesis: Hypothesis
    attempt: Attempt
    words: tuple[Word, ...]

    @property
    def is_settled(self) -> bool:
        """No other attempt is needed."""
        if self.attempt.is_prompted:
            return not self.hypothesis.is_silence and self.hypothesis.is_sound(self.attempt)
        return self.hypothesis.is_silence or self.hypothesis.is_sound(self.attempt)

    @property
    def rank(self) -> tuple[bool, float]:
        """The higher, the better: nothing said twice, then the likelier."""
        return (not self.hypothesis.is_doubtful(self.attempt), self.hypothesis.log_probability)


def attempts(guidance: Guidance) -> tuple[Attempt, ...]:
    """What is tried in order: with a text before, that first."""
    return (replace(ATTEMPTS[0], is_prompted=True), *ATTEMPTS) if guidance.before else ATTEMPTS


@dataclass(slots=True, eq=False)
class Clip:
    """A window's samples, what has been tried, and the best that came of it."""

    window: Window
    samples: Samples
    guidance: Guidance
    attempts: tuple[Attempt, ...] = field(init=False)
    places: int = field(init=False)
    """Positions that the decoder listens to, while the encoding is short."""
    encoding: Encoding | None = None
    """What the latest attempt listened to."""
    best: Decoded = field(init=False)
    _tried: int = 0

    def __post_init__(self) -> None:
        self.attempts = attempts(self.guidance)
        self.places = places_of(self.samples)
        self.best = Decoded(NOTHING, self.attempts[0], ())

    @property
    def attempt(self) -> Attempt:
        """What is tried next, or was tried last."""
        return self.attempts[self._tried]

    @property
    def frames(self) -> int:
        """Feature frames, silence not counted."""
        return frames_of(self.samples)

    @property
    def longest(self) -> int:
        """Tokens at most; without a limit a short window that loops costs as much as a long one."""
        return min(MAX_TOKENS, SPARE_TOKENS + TOKENS_PER_SECOND * self.places // PLACES_PER_SECOND)

    @property
    def cost(self) -> int:
        """Positions that the decoder listens to."""
        return self.places if self.attempt.is_short else FULL_PLACES

    @property
    def key(self) -> Hashable:
        """What must be the same in a batch, so that no window depends on its company."""
        before = self.guidance.before if self.attempt.is_prompted else ()
        return (self.attempt, self.places, self.guidance.start, before, self.guidance.temperature)

    @property
    def words(self) -> tuple[Word, ...]:
        """What was said, times in ms from the recording's start."""
        return () if _is_invented(self.best.hypothesis, self.window) else self.best.words

    def take(self, decoded: Decoded) -> bool:
        """Note what the attempt came to; whether another one follows."""
        if decoded.is_settled or (not self.attempt.is_prompted and self.best.rank < decoded.rank):
            self.best = decoded
        if decoded.is_settled or self._tried == len(self.attempts) - 1:
            self.encoding = None
            return False
        self._tried += 1
        if self.attempt.is_short != decoded.attempt.is_short:
            self.encoding = None
        return True


def _is_invented(hypothesis: Hypothesis, window: Window) -> bool:
    """Little was detected, and no attempt made sense of it: a cough, a chord, a door. Or nothing, and the model agrees."""
    doubted = hypothesis.no_speech > MAX_NO_SPEECH
    if doubted and not window.speech:
        return True
    floor = MIN_LOG_PROBABILITY + (DOUBTED_MARGIN if doubted else 0.0)
    return window.speech < SHORT_SPEECH_MS and hypothesis.log_probability < floor

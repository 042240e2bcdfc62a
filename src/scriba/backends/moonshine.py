"""Moonshine over ONNX Runtime: English, for windows of any length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from typing_extensions import override

from scriba.backends.runtime.moonshine_model import Decoded, Memory, MoonshineModel
from scriba.backends.runtime.moonshine_tokens import MoonshineTokens
from scriba.backends.runtime.placing import place, spread
from scriba.core.audio import SAMPLE_RATE, Audio, Samples, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Heard, Hints, Listener, Recognizer
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

TOKENS_PER_SECOND: Final = 12
SPARE_TOKENS: Final = 10
"""Fast talkers need 7 tokens a second."""

MIN_LOG_PROBABILITY: Final = -1.0
"""Below this mean a text is a guess: nobody speaks, or not English."""

SURE_LOG_PROBABILITY: Final = -0.5
"""What a text must reach that was asked for where the model heard none."""

MIN_SPEECH_MS: Final = 1_000
"""Detected speech that makes an empty text suspicious."""

FAINTEST: Final = 0.001
"""Amplitude below which a clip is silence: 33 steps of 16 bits."""


@dataclass(frozen=True, slots=True)
class MoonshineHeard(Heard):
    """A clip's encoding."""

    model: MoonshineModel
    tokens: MoonshineTokens
    memory: Memory
    window: Window

    @override
    def likelihoods(self, texts: Sequence[str]) -> list[float]:
        return self.model.likelihoods(self.memory, [self.tokens.encode(text) for text in texts])

    @override
    def words(self, text: str) -> list[Word]:
        """The times are a guess: the model's attention is not to be seen."""
        found = [Word(text=word, start=0, end=0, confidence=0.0) for word in text.split()]
        return list(spread(found, self.window))


class MoonshineRecognizer(Recognizer, Listener):
    """One loaded model, and the one that tells when its words were said, if there is one."""

    def __init__(self, model: MoonshineModel, tokens: MoonshineTokens, aligner: Listener | None = None) -> None:
        self._model = model
        self._tokens = tokens
        self._aligner = aligner

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words; one window at a time, so that none depends on its company. Hints have no effect."""
        return [self._recognize(audio, window) for window in windows]

    @override
    def listen(self, clip: Samples, language: str) -> MoonshineHeard:
        window = Window(start=0, end=1000 * len(clip) // SAMPLE_RATE)
        return MoonshineHeard(self._model, self._tokens, self._model.encode(clip), window)

    def _recognize(self, audio: Audio, window: Window) -> tuple[Word, ...]:
        clip = audio.cut(window.start, window.end)
        if not len(clip) or float(np.abs(clip).max()) < FAINTEST:
            return ()
        decoded = self._decode(clip, window)
        if decoded.is_loop and (halves := _halves(window)):
            return tuple(word for half in halves for word in self._recognize(audio, half))
        return self._placed(decoded, clip, window)

    def _decode(self, clip: Samples, window: Window) -> Decoded:
        memory = self._model.encode(clip)
        limit = SPARE_TOKENS + TOKENS_PER_SECOND * len(clip) // SAMPLE_RATE
        decoded = self._model.decode(memory, limit)
        if decoded.tokens:
            return decoded if decoded.mean >= MIN_LOG_PROBABILITY else NOTHING
        if window.speech < MIN_SPEECH_MS:
            return decoded
        # Somebody speaks, and the likeliest text is none: the second-likeliest, if the model is sure of the rest of it.
        second = self._model.decode(memory, limit, must_speak=True)
        rest = replace(second, tokens=second.tokens[1:], logs=second.logs[1:])
        return second if rest.mean >= SURE_LOG_PROBABILITY else NOTHING

    def _placed(self, decoded: Decoded, clip: Samples, window: Window) -> tuple[Word, ...]:
        words = [
            Word(text=word.text, start=0, end=0, confidence=_confidence(decoded.logs[word.first : word.last]))
            for word in self._tokens.words(decoded.tokens)
        ]
        if not words:
            return ()
        if self._aligner is None:
            return spread(words, window)
        heard = self._aligner.listen(clip, "en").words(" ".join(word.text for word in words))
        if len(heard) != len(words):
            return spread(words, window)
        timed = [replace(word, start=at.start, end=at.end) for word, at in zip(words, heard, strict=True)]
        return place(timed, window)


NOTHING: Final = Decoded((), (), 0.0)


def _confidence(logs: Sequence[float]) -> float:
    return float(np.exp(np.asarray(logs, np.float64)).mean())


def _halves(window: Window) -> tuple[Window, ...]:
    """The window cut in its longest pause; none where it has no pause."""
    regions = window.regions
    if len(regions) < 2:  # noqa: PLR2004 - a pause lies between two regions
        return ()
    last = max(range(1, len(regions)), key=lambda index: regions[index].start - regions[index - 1].end)
    middle = (regions[last - 1].end + regions[last].start) // 2
    return (
        Window(start=window.start, end=middle, regions=regions[:last]),
        Window(start=middle, end=window.end, regions=regions[last:]),
    )


def load(weights: Path, options: EngineOptions, companions: Sequence[Recognizer] = ()) -> MoonshineRecognizer:
    """Load a model from a folder with its two graphs; raises ModelError."""
    try:
        model = MoonshineModel(weights, options.threads)
    except (OSError, IndexError, ValueError) as error:
        msg = f"The model in {weights} cannot be loaded: {error}"
        raise ModelError(msg) from error
    listeners: Iterator[Listener] = (one for one in companions if isinstance(one, Listener))
    return MoonshineRecognizer(model, MoonshineTokens(), next(listeners, None))

"""Whisper over CTranslate2: recognition of windows, and identification of languages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import ctranslate2
from typing_extensions import override

from scriba.backends.runtime.mel import HOP_LENGTH, LogMel
from scriba.backends.runtime.whisper_alignment import align, place
from scriba.backends.runtime.whisper_decoding import (
    MAX_FRAMES,
    MAX_NO_SPEECH,
    MIN_LOG_PROBABILITY,
    NOTHING,
    Attempt,
    Hypothesis,
    decode,
    encode,
)
from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.audio import SAMPLE_RATE, Audio, Samples, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Hints, Identifier, Recognizer
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

BATCHES: Final = {"cpu": 2}
"""Windows a decode, by device: on a CPU more are no faster, and every one takes 60 MB for good."""

GPU_BATCH: Final = 16

FRAME_STEP: Final = 50
"""Encoder lengths are rounded up to half seconds."""

SHORT_MARGIN: Final = 800
"""8 s of silence after a window are as good as the 30 s that Whisper was trained on, and several times faster.

With 4 s and less it notices the end of the speech too late and says things twice.
"""

ATTEMPTS: Final = (
    Attempt(margin=SHORT_MARGIN),
    Attempt(margin=MAX_FRAMES),
    Attempt(margin=MAX_FRAMES, timestamps=True),
    Attempt(margin=MAX_FRAMES, repetition_penalty=1.1, no_repeat_ngram_size=3),
)
"""In this order, until the result is sound."""

SHORT_SPEECH_MS: Final = 1_000
"""Below this much detected speech, a window is not given the benefit of the doubt."""

DOUBTED_MARGIN: Final = 0.5
"""How much likelier a text must be where the model doubts that anybody speaks."""


def _frames(samples: Samples) -> int:
    return min(MAX_FRAMES, math.ceil(len(samples) / HOP_LENGTH))


def _encoder_frames(frames: int, margin: int) -> int:
    return min(MAX_FRAMES, math.ceil((frames + margin) / FRAME_STEP) * FRAME_STEP)


@dataclass(frozen=True, slots=True)
class _Clip:
    """A window's samples."""

    window: Window
    samples: Samples

    @property
    def frames(self) -> int:
        return _frames(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class _Decoded:
    hypothesis: Hypothesis
    attempt: Attempt
    words: tuple[Word, ...]

    @property
    def rank(self) -> tuple[bool, float]:
        """The higher, the better: nothing said twice, then the likelier."""
        return (not self.hypothesis.is_doubtful(self.attempt), self.hypothesis.log_probability)


def _is_invented(hypothesis: Hypothesis, window: Window) -> bool:
    """Little was detected, and no attempt made sense of it: a cough, a chord, a door."""
    doubted = hypothesis.no_speech > MAX_NO_SPEECH
    floor = MIN_LOG_PROBABILITY + (DOUBTED_MARGIN if doubted else 0.0)
    return window.speech < SHORT_SPEECH_MS and hypothesis.log_probability < floor


class WhisperRecognizer(Recognizer):
    """One loaded model. English-only models ignore the language."""

    def __init__(self, model: ctranslate2.models.Whisper, tokens: WhisperTokens) -> None:
        self._model = model
        self._tokens = tokens
        self._log_mel = LogMel(model.n_mels)
        self._batch = BATCHES.get(model.device, GPU_BATCH)

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words in order; windows in which nothing is said have none."""
        order = sorted(range(len(windows)), key=lambda index: windows[index].end - windows[index].start)
        found: list[tuple[Word, ...]] = [()] * len(windows)
        for first in range(0, len(order), self._batch):
            indices = order[first : first + self._batch]
            clips = [_Clip(windows[index], audio.cut(windows[index].start, windows[index].end)) for index in indices]
            for index, words in zip(indices, self._recognize_batch(clips, language, hints), strict=True):
                found[index] = words
        return found

    def _recognize_batch(self, clips: Sequence[_Clip], language: str, hints: Hints) -> list[tuple[Word, ...]]:
        """Decode with the first attempt, and what came out unsound with the next ones."""
        best = [_Decoded(NOTHING, ATTEMPTS[0], ()) for _ in clips]
        pending = [index for index, clip in enumerate(clips) if clip.frames]
        for attempt in ATTEMPTS:
            if not pending:
                break
            decoded = self._decode([clips[index] for index in pending], language, hints, attempt)
            for index, new in zip(pending, decoded, strict=True):
                if new.hypothesis.is_silence or best[index].rank < new.rank:
                    best[index] = new
            pending = [
                index
                for index, new in zip(pending, decoded, strict=True)
                if not new.hypothesis.is_silence and not new.hypothesis.is_sound(attempt)
            ]
        return [
            () if _is_invented(found.hypothesis, clip.window) else found.words
            for found, clip in zip(best, clips, strict=True)
        ]

    def _decode(self, clips: Sequence[_Clip], language: str, hints: Hints, attempt: Attempt) -> list[_Decoded]:
        """Encode once, decode and align on the same encoding."""
        frames = _encoder_frames(max(clip.frames for clip in clips), attempt.margin)
        encoded = encode(self._model, [self._log_mel(clip.samples, frames) for clip in clips])
        spoken = language if self._model.is_multilingual else None
        prompt = self._tokens.start_sequence(spoken, hints.task)
        seconds = [clip.seconds for clip in clips]
        hypotheses = decode(self._model, self._tokens, encoded, prompt=prompt, seconds=seconds, attempt=attempt)
        texts = [() if hypothesis.is_silence else hypothesis.tokens for hypothesis in hypotheses]
        aligned = (
            align(
                self._model,
                self._tokens,
                encoded,
                prompt=prompt,
                texts=texts,
                frames=[clip.frames for clip in clips],
                language=language,
            )
            if any(texts)
            else [[] for _ in clips]
        )
        return [
            _Decoded(hypothesis, attempt, place(words, clip.window))
            for hypothesis, words, clip in zip(hypotheses, aligned, clips, strict=True)
        ]


class MultilingualWhisper(WhisperRecognizer, Identifier):
    """A model that was trained on many languages, so it also tells them apart."""

    @override
    def language_probabilities(self, clips: Sequence[Samples]) -> list[dict[str, float]]:
        """For each clip of at most 30 s: probability by bare language code."""
        found: list[dict[str, float]] = []
        for first in range(0, len(clips), self._batch):
            batch = clips[first : first + self._batch]
            frames = _encoder_frames(max(map(_frames, batch)), SHORT_MARGIN)
            features = [self._log_mel(clip, frames) for clip in batch]
            ranked = self._model.detect_language(encode(self._model, features))
            found += [{token.strip("<|>"): probability for token, probability in ranking} for ranking in ranked]
        return found


def load(weights: Path, options: EngineOptions) -> WhisperRecognizer:
    """Load a model from a folder in CTranslate2's format; raises ModelError."""
    try:
        model = ctranslate2.models.Whisper(
            str(weights),
            device=options.device,
            compute_type=options.compute_type,
            intra_threads=options.threads,
            inter_threads=1,
        )
        tokens = WhisperTokens(weights / "tokenizer.json")
    except Exception as error:  # the libraries raise RuntimeError, ValueError and bare Exception for damaged files
        msg = f"The model in {weights} cannot be loaded on {options.device} as {options.compute_type}: {error}"
        raise ModelError(msg) from error
    return (MultilingualWhisper if model.is_multilingual else WhisperRecognizer)(model, tokens)

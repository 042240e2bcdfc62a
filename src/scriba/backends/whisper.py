"""Whisper over CTranslate2: recognition of windows, and identification of languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import ctranslate2
from typing_extensions import override

from scriba.backends.runtime.whisper_alignment import align, place, timed
from scriba.backends.runtime.whisper_decoding import (
    MAX_NO_SPEECH,
    MIN_LOG_PROBABILITY,
    NOTHING,
    Attempt,
    Hypothesis,
    decode,
    pick,
)
from scriba.backends.runtime.whisper_encoding import Encoder, Encoding, frames_of
from scriba.backends.runtime.whisper_guidance import Guidance, Guide, borrows
from scriba.backends.runtime.whisper_listening import WhisperHeard, listen
from scriba.backends.runtime.whisper_terms import Written, improve, log_probabilities
from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.audio import SAMPLE_RATE, Audio, Samples, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Hints, Identifier, Listener, Recognizer
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

_Item = TypeVar("_Item")

BATCHES: Final = {"cpu": 2}
"""Windows a beam search, by device: on a CPU more are no faster, and every one takes 60 MB for good."""

GPU_BATCH: Final = 16

GREEDY_WINDOWS: Final = 2
"""Windows that are decoded greedily at once, for each of a beam search's: every step reads all weights, for however many."""

GREEDY: Final = Attempt(is_short=True, beam_size=1, least=-0.4)
"""Several windows at once are first decoded greedily; what comes out a little unsure gets the beam (ADR 0012)."""

ATTEMPTS: Final = (
    Attempt(is_short=True),
    Attempt(),
    Attempt(timestamps=True),
    Attempt(repetition_penalty=1.1, no_repeat_ngram_size=3),
)
"""In this order, until the result is sound."""

SHORT_SPEECH_MS: Final = 1_000
"""Below this much detected speech, a window is not given the benefit of the doubt."""

DOUBTED_MARGIN: Final = 0.5
"""How much likelier a text must be where the model doubts that anybody speaks."""


@dataclass(slots=True)
class _Clip:
    """A window's samples, and their short encoding once an attempt has needed it."""

    window: Window
    samples: Samples
    encoding: Encoding | None = None

    @property
    def frames(self) -> int:
        return frames_of(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class _Decoded:
    hypothesis: Hypothesis
    attempt: Attempt
    words: tuple[Word, ...]

    @property
    def is_settled(self) -> bool:
        """No other attempt is needed."""
        return _settles(self.hypothesis, self.attempt)

    @property
    def rank(self) -> tuple[bool, float]:
        """The higher, the better: nothing said twice, then the likelier."""
        return (not self.hypothesis.is_doubtful(self.attempt), self.hypothesis.log_probability)


def _settles(hypothesis: Hypothesis, attempt: Attempt) -> bool:
    if attempt.is_tentative:
        return not hypothesis.is_silence and hypothesis.is_sound(attempt)
    return hypothesis.is_silence or hypothesis.is_sound(attempt)


def _is_dropped(hypothesis: Hypothesis, attempt: Attempt) -> bool:
    """Whether nobody will ask for the times of its words."""
    return hypothesis.is_silence or (attempt.beam_size == 1 and not hypothesis.is_sound(attempt))


def _attempts(clips: Sequence[_Clip], guidance: Guidance) -> tuple[Attempt, ...]:
    """What is tried in order: with a text before, or with several windows, one thing more."""
    if guidance.before:
        return (replace(ATTEMPTS[0], is_prompted=True), *ATTEMPTS)
    return (GREEDY, *ATTEMPTS) if len(clips) > 1 and not guidance.temperature else ATTEMPTS


def _is_invented(hypothesis: Hypothesis, window: Window) -> bool:
    """Little was detected, and no attempt made sense of it: a cough, a chord, a door."""
    doubted = hypothesis.no_speech > MAX_NO_SPEECH
    floor = MIN_LOG_PROBABILITY + (DOUBTED_MARGIN if doubted else 0.0)
    return window.speech < SHORT_SPEECH_MS and hypothesis.log_probability < floor


def _judged(hypothesis: Hypothesis, written: Written, guidance: Guidance) -> Hypothesis:
    """What was decoded after the caller's text, as likely as it would have been without that text.

    So the text before may tip the scales, and cannot put words into anybody's mouth.
    """
    if not written.tokens:
        return hypothesis
    logs = log_probabilities(written.result)
    likely = -math.inf if borrows(written.tokens, logs, guidance.before) else float(logs.mean())
    return replace(hypothesis, log_probability=min(hypothesis.log_probability, likely))


def _pieces(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    return (items[first : first + size] for first in range(0, len(items), size))


class WhisperRecognizer(Recognizer):
    """One loaded model. English-only models ignore the language."""

    def __init__(self, model: ctranslate2.models.Whisper, tokens: WhisperTokens) -> None:
        self._model = model
        self._tokens = tokens
        self._encoder = Encoder(model)
        self._batch = BATCHES.get(model.device, GPU_BATCH)
        self._guide = Guide(tokens)

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words in order; windows in which nothing is said have none."""
        guidance = self._guide(hints, language, is_multilingual=self._model.is_multilingual)
        order = sorted(range(len(windows)), key=lambda index: windows[index].end - windows[index].start)
        found: list[tuple[Word, ...]] = [()] * len(windows)
        for indices in _pieces(order, GREEDY_WINDOWS * self._batch):
            clips = [_Clip(windows[index], audio.cut(windows[index].start, windows[index].end)) for index in indices]
            for index, words in zip(indices, self._recognize_batch(clips, guidance), strict=True):
                found[index] = words
        return found

    def _recognize_batch(self, clips: Sequence[_Clip], guidance: Guidance) -> list[tuple[Word, ...]]:
        """Decode with the first attempt, and what came out unsound with the next ones."""
        best = [_Decoded(NOTHING, ATTEMPTS[0], ()) for _ in clips]
        pending = [index for index, clip in enumerate(clips) if clip.frames]
        for attempt in _attempts(clips, guidance):
            size = len(clips) if attempt.beam_size == 1 else self._batch
            decoded = [
                new
                for piece in _pieces(pending, size)
                for new in self._decode([clips[index] for index in piece], guidance, attempt)
            ]
            for index, new in zip(pending, decoded, strict=True):
                if new.is_settled or (not attempt.is_tentative and best[index].rank < new.rank):
                    best[index] = new
            pending = [index for index, new in zip(pending, decoded, strict=True) if not new.is_settled]
        return [
            () if _is_invented(found.hypothesis, clip.window) else found.words
            for found, clip in zip(best, clips, strict=True)
        ]

    def _decode(self, clips: Sequence[_Clip], guidance: Guidance, attempt: Attempt) -> list[_Decoded]:
        """Decode, judge and align on the same encoding."""
        encodings = self._encodings(clips, is_short=attempt.is_short)
        hypotheses = decode(
            self._model,
            self._tokens,
            self._encoder.memory(encodings),
            prompt=guidance.start,
            before=guidance.before if attempt.is_prompted else (),
            seconds=[clip.seconds for clip in clips],
            attempt=attempt,
            temperature=guidance.temperature,
        )
        texts = [() if _is_dropped(hypothesis, attempt) else hypothesis.tokens for hypothesis in hypotheses]
        if not any(texts):
            return [_Decoded(hypothesis, attempt, ()) for hypothesis in hypotheses]
        lengths = [clip.frames for clip in clips]
        encoded = self._encoder.memory(encodings, silence=0)
        aligned = align(self._model, encoded, prompt=guidance.start, texts=texts, frames=lengths)
        found: list[_Decoded] = []
        for index, (clip, hypothesis) in enumerate(zip(clips, hypotheses, strict=True)):
            written = Written(tokens=texts[index], result=aligned[index])
            judged = _judged(hypothesis, written, guidance) if attempt.is_prompted else hypothesis
            if guidance.glossary and written.tokens:
                written = self._with_terms(written, guidance, partial(pick, encoded, index), clip.frames)
            words = timed(self._tokens, written.result, written.tokens, guidance.language)
            found.append(_Decoded(judged, attempt, place(words, clip.window)))
        return found

    def _encodings(self, clips: Sequence[_Clip], *, is_short: bool) -> list[Encoding]:
        """Short ones are kept: the beam listens to what greedy decoding has heard."""
        if not is_short:
            return self._encoder.full([clip.samples for clip in clips])
        for clip in clips:
            if clip.encoding is None:
                (clip.encoding,) = self._encoder.short([clip.samples])
        return [clip.encoding for clip in clips if clip.encoding is not None]

    def _with_terms(self, written: Written, guidance: Guidance, encoding: Callable[[int], Any], frames: int) -> Written:
        """The text of one window with the terms in it that fit better than what they replace."""
        proposals = guidance.glossary.proposals(self._tokens, written, guidance.language)
        if not proposals:
            return written

        def aligner(before: Sequence[int], texts: Sequence[Sequence[int]]) -> list[Any]:
            results: list[Any] = []
            for batch in _pieces(texts, self._batch):
                prompt = [*before, *guidance.start]
                lengths = [frames] * len(batch)
                results += align(self._model, encoding(len(batch)), prompt=prompt, texts=batch, frames=lengths)
            return results

        return improve(self._tokens, written, proposals, aligner)


class MultilingualWhisper(WhisperRecognizer, Identifier, Listener):
    """A model that was trained on many languages, so it also tells them apart."""

    @override
    def listen(self, clip: Samples, language: str) -> WhisperHeard:
        """Listen to a clip whose text somebody else wrote."""
        return listen(self._model, self._tokens, clip, language)

    @override
    def language_probabilities(self, clips: Sequence[Samples]) -> list[dict[str, float]]:
        """For each clip of at most 30 s: probability by bare language code."""
        found: list[dict[str, float]] = []
        for batch in _pieces(clips, self._batch):
            ranked = self._model.detect_language(self._encoder.memory(self._encoder.short(batch)))
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

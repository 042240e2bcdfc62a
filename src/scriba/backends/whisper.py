"""Whisper over CTranslate2: recognition of windows, and identification of languages."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import ctranslate2
from typing_extensions import override

from scriba.backends.runtime.batching import Batcher, Limits
from scriba.backends.runtime.whisper_alignment import align, place, timed
from scriba.backends.runtime.whisper_clips import FULL_PLACES, Clip, Decoded
from scriba.backends.runtime.whisper_decoding import Attempt, Hypothesis, decode, pick
from scriba.backends.runtime.whisper_encoding import Encoder, places_of
from scriba.backends.runtime.whisper_guidance import Guidance, Guide, borrows
from scriba.backends.runtime.whisper_listening import WhisperHeard, listen
from scriba.backends.runtime.whisper_network import Encode, Encoding, encoder_of
from scriba.backends.runtime.whisper_terms import Written, improve, log_probabilities
from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.audio import Audio, Samples, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Hints, Identifier, Listener, Recognizer
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

_Item = TypeVar("_Item")

BATCH: Final = 8
"""Windows that are decoded at once on a CPU: every step reads all weights, for however many."""

GPU_BATCH: Final = 32

MOST_RUNNERS: Final = 8
"""Batches at the same time: on one thread each, as a step of the decoder is over before threads have met (ADR 0039)."""

TEXTS_A_BATCH: Final = 2
"""Texts of one window that are scored at once; each takes 60 MB."""

POSITIONS_A_BATCH: Final = 4 * FULL_PLACES
"""What a batch may listen to on a CPU; a position takes 24 kB while it is decoded, and twice that with a beam."""


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
    """One loaded model, which decodes the windows of all callers together. English-only models ignore the language."""

    def __init__(
        self, model: ctranslate2.models.Whisper, tokens: WhisperTokens, limits: Limits, encode: Encode
    ) -> None:
        self._model = model
        self._tokens = tokens
        self._encoder = Encoder(encode, model.n_mels)
        self._guide = Guide(tokens)
        self._batcher = Batcher(self._attempt, limits)

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words in order; windows in which nothing is said have none."""
        guidance = self._guide(hints, language, is_multilingual=self._model.is_multilingual)
        clips = [Clip(window, audio.cut(window.start, window.end), guidance) for window in windows]
        self._batcher.complete(sorted((clip for clip in clips if clip.frames), key=lambda clip: clip.cost))
        return [clip.words for clip in clips]

    def _attempt(self, clips: Sequence[Clip]) -> list[Clip]:
        """Make the next attempt at each of them, which is the same for all; those that need another one."""
        decoded = self._decode(clips, clips[0].attempt, clips[0].guidance)
        return [clip for clip, new in zip(clips, decoded, strict=True) if clip.take(new)]

    def _decode(self, clips: Sequence[Clip], attempt: Attempt, guidance: Guidance) -> list[Decoded]:
        """Decode, judge and align on the same encoding. What is the same for all is taken from `guidance`."""
        memory = self._encoder.memory(self._encodings(clips, is_short=attempt.is_short), clips[0].cost)
        hypotheses = decode(
            self._model,
            self._tokens,
            memory,
            prompt=guidance.start,
            before=guidance.before if attempt.is_prompted else (),
            count=len(clips),
            longest=clips[0].longest,
            attempt=attempt,
            temperature=guidance.temperature,
        )
        texts = [() if hypothesis.is_silence else hypothesis.tokens for hypothesis in hypotheses]
        if not any(texts):
            return [Decoded(hypothesis, attempt, ()) for hypothesis in hypotheses]
        frames = [clip.frames for clip in clips]
        aligned = align(self._model, memory, prompt=guidance.start, texts=texts, frames=frames)
        return [
            self._written(clip, hypothesis, Written(tokens=text, result=result), partial(pick, memory, index))
            for index, (clip, hypothesis, text, result) in enumerate(
                zip(clips, hypotheses, texts, aligned, strict=True)
            )
        ]

    def _written(self, clip: Clip, hypothesis: Hypothesis, written: Written, encoding: Callable[[int], Any]) -> Decoded:
        """One window's text with its terms, judged and timed."""
        judged = _judged(hypothesis, written, clip.guidance) if clip.attempt.is_prompted else hypothesis
        if clip.guidance.glossary and written.tokens:
            written = self._with_terms(written, clip.guidance, encoding, clip.frames)
        words = timed(self._tokens, written.result, written.tokens, clip.guidance.language)
        return Decoded(judged, clip.attempt, place(words, clip.window))

    def _encodings(self, clips: Sequence[Clip], *, is_short: bool) -> list[Encoding]:
        """They are kept: another attempt may listen to them again."""
        encode = self._encoder.short if is_short else self._encoder.full
        missing = [clip for clip in clips if clip.encoding is None]
        if missing:
            found = encode([clip.samples for clip in missing])
            for clip, encoding in zip(missing, found, strict=True):
                clip.encoding = encoding
        return [clip.encoding for clip in clips if clip.encoding is not None]

    def _with_terms(self, written: Written, guidance: Guidance, encoding: Callable[[int], Any], frames: int) -> Written:
        """The text of one window with the terms in it that fit better than what they replace."""
        proposals = guidance.glossary.proposals(self._tokens, written, guidance.language)
        if not proposals:
            return written

        def aligner(before: Sequence[int], texts: Sequence[Sequence[int]]) -> list[Any]:
            results: list[Any] = []
            for batch in _pieces(texts, TEXTS_A_BATCH):
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
        return listen(self._model, self._tokens, self._encoder, clip, language)

    @override
    def language_probabilities(self, clips: Sequence[Samples]) -> list[dict[str, float]]:
        """For each clip of at most 30 s: probability by bare language code."""
        found: list[dict[str, float]] = []
        for clip in clips:
            (ranked,) = self._model.detect_language(self._encoder.memory(self._encoder.short([clip]), places_of(clip)))
            found.append({token.strip("<|>"): probability for token, probability in ranked})
        return found


def load(weights: Path, options: EngineOptions) -> WhisperRecognizer:
    """Load a model from a folder in CTranslate2's format; raises ModelError."""
    limits = _limits(options)
    try:
        model = ctranslate2.models.Whisper(
            str(weights),
            device=options.device,
            compute_type=options.compute_type,
            inter_threads=limits.runners,
            intra_threads=max(1, (options.threads or os.cpu_count() or 1) // limits.runners),
        )
        tokens = WhisperTokens(weights / "tokenizer.json")
        encode = encoder_of(model, weights, options)
    except Exception as error:  # the libraries raise RuntimeError, ValueError and bare Exception for damaged files
        msg = f"The model in {weights} cannot be loaded on {options.device} as {options.compute_type}: {error}"
        raise ModelError(msg) from error
    return (MultilingualWhisper if model.is_multilingual else WhisperRecognizer)(model, tokens, limits, encode)


def _limits(options: EngineOptions) -> Limits:
    """On a CPU a batch for every core; a graphics card is busy with one."""
    if options.device != "cpu":
        return Limits(runners=1, size=GPU_BATCH, budget=GPU_BATCH * FULL_PLACES)
    runners = min(options.threads or os.cpu_count() or 1, MOST_RUNNERS)
    return Limits(runners=runners, size=BATCH, budget=POSITIONS_A_BATCH)

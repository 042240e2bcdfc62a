"""Parakeet, Canary and whatever else the library onnx-asr loads from a folder (ADR 0047). An optional extra."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx_asr
import onnxruntime
from typing_extensions import override

from scriba.backends.runtime.placing import place, spread
from scriba.core.audio import SAMPLE_RATE, Audio, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Hints, Recognizer
from scriba.core.errors import ModelError
from scriba.core.transcript import Word

LAST_TOKEN_MS: Final = 160
"""How long a token lasts behind which none begins: two frames of 80 ms, the commonest step."""

SHORTEST: Final = SAMPLE_RATE // 10
"""Samples: shorter clips are filled up with silence."""

FAINTEST: Final = 0.001
"""Amplitude below which a clip is silence: 33 steps of 16 bits."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with its time, ms from the clip's start, if the model tells it, and its probability."""

    text: str
    start: int | None
    probability: float


class OnnxAsrRecognizer(Recognizer):
    """One model of the library. Hints have no effect."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words; one window at a time, so that none depends on its company."""
        return [self._recognize(audio, window, language) for window in windows]

    def _recognize(self, audio: Audio, window: Window, language: str) -> tuple[Word, ...]:
        clip = audio.cut(window.start, window.end)
        if not len(clip) or float(np.abs(clip).max()) < FAINTEST:
            return ()
        clip = np.pad(clip, (0, max(0, SHORTEST - len(clip))))
        found = tokens(self._model.recognize(clip, sample_rate=SAMPLE_RATE, language=language))
        spoken = words(found)
        if any(token.start is None for token in found):
            return spread(spoken, window)
        return place(spoken, window)


def tokens(result: Any) -> list[Token]:
    """What the library found, as tokens that carry their spaces; a text without tokens is one for each word."""
    pieces = result.tokens if result.tokens is not None else [f" {word}" for word in str(result.text).split()]
    times = result.timestamps or [None] * len(pieces)
    logs = result.logprobs or [0.0] * len(pieces)
    return [
        Token(str(text), None if time is None else round(1000 * float(time)), float(np.exp(min(0.0, float(log)))))
        for text, time, log in zip(pieces, times, logs, strict=False)
    ]


def words(found: Sequence[Token]) -> list[Word]:
    """Tokens joined to words: one that begins with a space begins a word. Times from the clip's start."""
    starts = [index for index, token in enumerate(found) if index == 0 or token.text.startswith(" ")]
    spoken: list[Word] = []
    for first, last in pairwise([*starts, len(found)]):
        run = found[first:last]
        text = "".join(token.text for token in run).strip()
        if not any(map(str.isalnum, text)):
            continue
        end = (run[-1].start or 0) + LAST_TOKEN_MS
        if last < len(found):
            end = min(end, max(found[last].start or 0, (run[-1].start or 0) + 1))
        mean = float(np.mean([token.probability for token in run]))
        spoken.append(Word(text=text, start=run[0].start or 0, end=end, confidence=mean))
    return spoken


def load(weights: Path, options: EngineOptions) -> OnnxAsrRecognizer:
    """Load a model from a folder in whose config.json the library finds its type; raises ModelError."""
    session = onnxruntime.SessionOptions()
    session.intra_op_num_threads = options.threads
    session.log_severity_level = 4
    providers = ["CUDAExecutionProvider"] if options.device == "cuda" else ["CPUExecutionProvider"]
    try:
        kind = json.loads((weights / "config.json").read_text(encoding="utf-8"))["model_type"]
        model = onnx_asr.load_model(
            kind, weights, quantization=_quantization(weights, options), sess_options=session, providers=providers
        )
    except Exception as error:  # the library's errors, ONNX Runtime's, and those of damaged files share no class
        msg = f"The model in {weights} cannot be loaded by onnx-asr: {error}"
        raise ModelError(msg) from error
    return OnnxAsrRecognizer(model.with_timestamps())


def _quantization(weights: Path, options: EngineOptions) -> str | None:
    """The int8 files where they are asked for, or where there are no others."""
    graphs = [path.name for path in weights.glob("*.onnx")]
    small = [name for name in graphs if name.endswith("int8.onnx")]
    return "int8" if small and (options.compute_type.startswith("int8") or len(small) == len(graphs)) else None

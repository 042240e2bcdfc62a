"""Moonshine's two ONNX graphs: the encoder, and the decoder with its cache of keys and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from scriba.backends.runtime.onnx import open_session
from scriba.core.audio import Samples

Memory = npt.NDArray[np.float32]
"""What the encoder made of one clip; shape [1, positions, width]."""

START: Final = 1
END: Final = 2

SHORTEST: Final = 8_000
"""Samples: half a second. A shorter clip is filled up with silence, as the convolutions need some hundred samples."""

BATCH: Final = 4
"""Texts that are judged at once: each takes 130 kB of logits for every token."""

LOOP_TOKENS: Final = range(1, 17)
LOOP_TURNS: Final = {1: 8, 2: 5}
USUAL_TURNS: Final = 4
"""How often a run of tokens may follow itself; short ones are said more often: "no, no, no"."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text tokens, the natural logarithm of each one's probability, and that of the end of the text."""

    tokens: tuple[int, ...]
    logs: tuple[float, ...]
    end: float
    is_loop: bool = False

    @property
    def mean(self) -> float:
        """Mean logarithm over the tokens and the end."""
        return (sum(self.logs) + self.end) / (len(self.logs) + 1)


class MoonshineModel:
    """One loaded model. Calls from several threads do not disturb each other."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._encoder = _open(folder / "encoder_model.onnx", threads, has_arena=False)
        # Its steps are many and short: the arena halves their time.
        self._decoder = _open(folder / "decoder_model_merged.onnx", threads, has_arena=True)
        cached = [entry for entry in self._decoder.get_inputs() if entry.name.startswith("past_key_values.")]
        self._cached = [entry.name for entry in cached]
        _, self._heads, _, self._width = cached[0].shape
        self._sparing = onnxruntime.RunOptions()
        self._sparing.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        self._present = [name.replace("past_key_values.", "present.") for name in self._cached]

    def encode(self, clip: Samples) -> Memory:
        """Listen to one clip."""
        filled = np.pad(clip, (0, max(0, SHORTEST - len(clip)))).astype(np.float32)
        (memory,) = self._encoder.run(["last_hidden_state"], {"input_values": filled[None]})
        return np.asarray(memory, np.float32)

    def decode(self, memory: Memory, limit: int, *, must_speak: bool = False) -> Decoded:
        """The likeliest token after each other, at most `limit`; `must_speak` forbids an empty text."""
        tokens: list[int] = []
        logs: list[float] = []
        past = self._empty()
        newest, end = START, -np.inf
        while len(tokens) <= limit:
            is_first = not tokens
            logits, *present = self._decoder.run(
                ["logits", *self._present],
                {
                    "input_ids": np.array([[newest]], np.int64),
                    "encoder_hidden_states": memory,
                    "use_cache_branch": np.array([not is_first]),
                    **past,
                },
            )
            # What was made of the sound stays the same: only the first step computes it.
            past |= {
                name: value
                for name, value in zip(self._cached, present, strict=True)
                if is_first or ".decoder." in name
            }
            row = _log_softmax(logits[0, -1])
            if is_first and must_speak:
                row[END] = -np.inf
            newest, end = int(row.argmax()), float(row[END])
            if newest == END:
                return Decoded(tuple(tokens), tuple(logs), end)
            tokens.append(newest)
            logs.append(float(row[newest]))
            if loop := turning(tokens):
                return Decoded(tuple(tokens[:loop]), tuple(logs[:loop]), end, is_loop=True)
        return Decoded(tuple(tokens), tuple(logs), end, is_loop=True)

    def likelihoods(self, memory: Memory, texts: Sequence[Sequence[int]]) -> list[float]:
        """Natural logarithm of each text's probability, its end included."""
        batches = (texts[first : first + BATCH] for first in range(0, len(texts), BATCH))
        return [found for batch in batches for found in self._judged(memory, batch)]

    def _judged(self, memory: Memory, texts: Sequence[Sequence[int]]) -> list[float]:
        """A batch of texts in one run of the decoder."""
        longest = max((len(text) for text in texts), default=0) + 1
        # The decoder looks back only: what fills a row up behind its end does not count.
        ids = np.full((len(texts), longest), END, np.int64)
        ids[:, 0] = START
        for row, text in enumerate(texts):
            ids[row, 1 : len(text) + 1] = text
        inputs = {
            "input_ids": ids,
            "encoder_hidden_states": np.repeat(memory, len(texts), axis=0),
            "use_cache_branch": np.array([False]),
            **self._empty(),
        }
        (logits,) = self._decoder.run(["logits"], inputs, self._sparing)
        return [
            float(_log_softmax(logits[row, : len(text) + 1])[np.arange(len(text) + 1), [*text, END]].sum())
            for row, text in enumerate(texts)
        ]

    def _empty(self) -> dict[str, Any]:
        return {name: np.zeros((0, self._heads, 1, self._width), np.float32) for name in self._cached}


def _open(path: Path, threads: int, *, has_arena: bool) -> Any:
    # Threads that spin between steps take the cores from others.
    return open_session(path.read_bytes(), threads, path.stem, has_arena=has_arena, spins=False)


def turning(tokens: Sequence[int]) -> int:
    """Where the second turn begins, if the tokens end in a run that followed itself too often; else 0."""
    for size in LOOP_TOKENS:
        turns = LOOP_TURNS.get(size, USUAL_TURNS)
        first = len(tokens) - size * turns
        if first < 0:
            continue
        tail = tokens[first:]
        if all(tail[index] == tail[index % size] for index in range(len(tail))):
            return first + size
    return 0


def _log_softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float64)

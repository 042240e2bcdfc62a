"""When each word was said, read from the decoder's attention; and how sure the model was of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import ctranslate2
import numpy as np

from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.audio import Region, Window
from scriba.core.transcript import Word

MS_PER_POSITION: Final = 20
"""One position of the encoder's output."""

SHORTEST_WORD_MS: Final = 40


def align(
    model: ctranslate2.models.Whisper,
    encoded: Any,
    *,
    prompt: Sequence[int],
    texts: Sequence[Sequence[int]],
    frames: Sequence[int],
) -> list[Any]:
    """Where the decoder looks while it writes each window's text, and how likely it finds every token.

    `texts` are the text tokens of each window, `frames` how many feature frames of each are not padding.
    """
    return list(model.align(encoded, list(prompt), [list(text) for text in texts], list(frames)))


def timed(tokens: WhisperTokens, result: Any, text: Sequence[int], language: str) -> list[Word]:
    """Words of an aligned text, times in ms from the window's start.

    The result holds a path through (token, position) pairs: where it steps to the next token, that token begins.
    """
    path = np.asarray(result.alignments, dtype=np.int64).reshape(-1, 2)
    steps = np.diff(path[:, 0], prepend=-1) > 0
    starts = path[steps, 1] * MS_PER_POSITION
    if len(starts) == 0:
        return []
    probabilities = np.asarray(result.text_token_probs, dtype=np.float64)
    last = len(starts) - 1
    return [
        Word(
            text=word.text,
            start=int(starts[min(word.first, last)]),
            end=int(starts[min(word.last, last)]),
            confidence=float(probabilities[word.first : word.last].mean()),
        )
        for word in tokens.words(text, language)
    ]


def place(words: Sequence[Word], window: Window) -> tuple[Word, ...]:
    """Move words of a window to the recording's clock, out of pauses, and in order.

    Attention knows no pauses: a word lasts until the next one begins, so each is cut back to the stretch of speech
    that holds most of it. All words end up inside the window, `start` < `end`, none overlapping the next.
    """
    placed: list[Word] = []
    clock = window.start
    for word in words:
        start, end = _spoken(word.start + window.start, word.end + window.start, window.regions)
        start = max(start, clock)
        end = max(end, start + SHORTEST_WORD_MS)
        placed.append(replace(word, start=start, end=end))
        clock = end
    return _fit(placed, window)


def _spoken(start: int, end: int, regions: Sequence[Region]) -> tuple[int, int]:
    """The part of a word inside the region that holds most of it; the whole word where none does."""
    parts = [(max(start, region.start), min(end, region.end)) for region in regions]
    first, last = max(parts, key=lambda part: part[1] - part[0], default=(start, end))
    return (first, last) if last - first >= SHORTEST_WORD_MS else (start, end)


def _fit(words: Sequence[Word], window: Window) -> tuple[Word, ...]:
    """Push words that hang over the window's end back into it, shortening them where they are too many."""
    if not words or words[-1].end <= window.end:
        return tuple(words)
    fitted: list[Word] = []
    limit = window.end
    for position in range(len(words) - 1, -1, -1):
        word = words[position]
        # Every word before this one needs a millisecond at least.
        end = max(min(word.end, limit), window.start + position + 1)
        start = max(min(word.start, end - 1), window.start + position)
        fitted.append(replace(word, start=min(start, end - 1), end=end))
        limit = fitted[-1].start
    return tuple(reversed(fitted))

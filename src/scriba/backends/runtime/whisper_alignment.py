"""When each word was said, read from the decoder's attention; and how sure the model was of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import ctranslate2
import numpy as np

from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.audio import Region, Window
from scriba.core.transcript import Word

MS_PER_POSITION: Final = 20
"""One position of the encoder's output."""

LAG_MS: Final = 60
"""The decoder looks at a word before it is said. This and what follows was chosen on speech with known times (ADR 0048)."""

SHORTEST_WORD_MS: Final = 40

BORDER_ERROR_MS: Final = 60.0
"""How far off the borders are that attention gives; standard deviation."""

LENGTH_ERROR: Final = 0.5
"""How far words are from as long as their letters let expect, as a share of that; standard deviation."""

MORE_LETTERS: Final = 1
MORE_LETTERS_A_DIGIT: Final = 4
"""Every word takes a little time, and digits are read as words."""

LONGEST_SHARE: Final = 2.2
LONGEST_MORE_MS: Final = 150
"""A word that lasts longer than this share of what is expected, and this much more, has a pause in it."""


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
    starts = path[steps, 1] * MS_PER_POSITION + LAG_MS
    if len(starts) == 0:
        return []
    probabilities = np.asarray(result.text_token_probs, dtype=np.float64)
    last = len(starts) - 1
    found = tokens.words(text, language)
    if not found:
        return []
    borders = [int(starts[min(token, last)]) for token in [*(word.first for word in found), found[-1].last]]
    even = evened(borders, [word.text for word in found])
    return [
        Word(text=word.text, start=start, end=end, confidence=float(probabilities[word.first : word.last].mean()))
        for word, (start, end) in zip(found, pairwise(even), strict=True)
    ]


def evened(borders: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Borders of words (one more than there are words, ms) that also suit how long the words take to say.

    Least squares: attention is off by so much, and lengths by such a share of what the window's usual time a letter lets
    expect. Words that have a pause in them are not held to their length.
    """
    if not texts:
        return list(borders)
    seen = np.array(borders, dtype=np.float64)
    letters = np.array([_letters(text) for text in texts], dtype=np.float64)
    lengths = np.diff(seen)
    expected = np.median(lengths / letters) * letters
    weights = 1 / np.square(np.maximum(1.0, LENGTH_ERROR * expected))
    weights[lengths > LONGEST_SHARE * expected + LONGEST_MORE_MS] = 0.0
    trust = 1 / BORDER_ERROR_MS**2
    matrix = np.eye(len(seen)) * trust
    target = seen * trust
    first = np.arange(len(texts))
    for one, other in ((first, first + 1), (first + 1, first)):
        matrix[one, one] += weights
        matrix[one, other] -= weights
    target[:-1] -= weights * expected
    target[1:] += weights * expected
    return [round(border) for border in np.linalg.solve(matrix, target).tolist()]


def _letters(text: str) -> int:
    digits = sum(map(str.isdigit, text))
    return MORE_LETTERS + sum(map(str.isalnum, text)) + MORE_LETTERS_A_DIGIT * digits


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

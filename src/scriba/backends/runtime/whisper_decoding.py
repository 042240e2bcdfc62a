"""From features to tokens: one cheap attempt for every window, and dearer ones only where it went wrong."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ctranslate2
import numpy as np

from scriba.backends.runtime.whisper_tokens import WhisperTokens

BEAM_SIZE: Final = 5
"""As Whisper's authors evaluated it; greedy decoding makes a fifth more errors (ADR 0012)."""

PATIENCE: Final = 0.8
"""As Kasai et al. 2022, "A Call for Clarity in Beam Search", have it: the search ends with four finished texts rather than
five, which costs a twentieth less and makes no more errors (ADR 0012)."""

MIN_LOG_PROBABILITY: Final = -1.0
MAX_COMPRESSION: Final = 2.4
MAX_NO_SPEECH: Final = 0.6
"""Thresholds of Radford et al. 2022, section 4.5: beyond these, a decode has gone wrong."""

MAX_TOKENS: Final = 224
"""Half of the decoder's context, as in Whisper itself."""

MAX_CONTEXT: Final = 448

TOKENS_PER_SECOND: Final = 25
SPARE_TOKENS: Final = 20
"""Nobody says more; without a limit a short window that loops costs as much as a long one."""

MIN_REPEATED_TOKENS: Final = 3
"""Single words are often said several times over: "no, no, no"."""

LOOP_TURNS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to decode a window; all are deterministic."""

    is_short: bool = False
    """Whether the window was encoded at its own length, not filled up to 30 s as in training."""
    timestamps: bool = False
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    is_prompted: bool = False
    """Whether the caller's text comes before; the result then counts only where it is sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """What was decoded from a window; `tokens` are text tokens only."""

    tokens: tuple[int, ...]
    text: str
    log_probability: float
    """Mean over the tokens and the end of the text."""
    no_speech: float
    """The model's own probability that nobody speaks."""

    @property
    def compression(self) -> float:
        """How well the text compresses: loops reach 2.4 and more, plain text stays below 2."""
        raw = self.text.encode()
        return len(raw) / len(zlib.compress(raw)) if raw else 0.0

    @property
    def is_loop(self) -> bool:
        """The decoder ran in circles."""
        return self.compression > MAX_COMPRESSION or _repeats(self.tokens, LOOP_TURNS)

    @property
    def says_things_twice(self) -> bool:
        """A run of tokens follows itself: sometimes spoken so, often the end of the speech that was not noticed."""
        letters = "".join(filter(str.isalnum, self.text)).casefold()
        if letters in (letters + letters)[1:-1]:  # true of strings that are a shorter one repeated
            return True
        return _repeats(self.tokens, 2)

    @property
    def is_silence(self) -> bool:
        """The model itself doubts that anything was said."""
        return not self.tokens or (self.no_speech > MAX_NO_SPEECH and self.log_probability < MIN_LOG_PROBABILITY)

    def is_sound(self, attempt: Attempt) -> bool:
        """Nothing suggests that another attempt would do better."""
        return self.log_probability >= MIN_LOG_PROBABILITY and not self.is_doubtful(attempt)

    def is_doubtful(self, attempt: Attempt) -> bool:
        """Something is probably there more often than it was said."""
        return self.is_loop or (attempt.is_short and self.says_things_twice)


def _repeats(tokens: Sequence[int], turns: int) -> bool:
    """Whether a run of several tokens comes that many times in a row."""
    for size in range(MIN_REPEATED_TOKENS, len(tokens) // turns + 1):
        same = 0
        for one, other in zip(tokens, tokens[size:], strict=False):
            same = same + 1 if one == other else 0
            if same == size * (turns - 1):
                return True
    return False


NOTHING: Final = Hypothesis(tokens=(), text="", log_probability=-math.inf, no_speech=1.0)
"""Where no attempt was made yet."""


def pick(encoded: Any, index: int, copies: int) -> Any:
    """One window of an encoding, several times over."""
    host = encoded.to_device(ctranslate2.Device.cpu) if encoded.device != "cpu" else encoded
    one = np.array(host)[index]
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(np.stack([one] * copies)))


def decode(
    model: ctranslate2.models.Whisper,
    tokens: WhisperTokens,
    encoded: Any,
    *,
    prompt: Sequence[int],
    count: int,
    longest: int,
    attempt: Attempt,
    before: Sequence[int] = (),
    temperature: float = 0.0,
) -> list[Hypothesis]:
    """Decode `count` encoded windows after a start sequence and what comes `before` it, with `longest` tokens at most.

    With a temperature the text is drawn among the likeliest ones rather than being the likeliest.
    """
    start = [*before, *prompt] if attempt.timestamps else [*before, *prompt, tokens.no_timestamps]
    # The decoder's context is 448 tokens, and it stops where the context ends.
    longest = min(longest, MAX_CONTEXT - len(start))
    results = model.generate(
        encoded,
        [start] * count,
        beam_size=BEAM_SIZE,
        patience=1.0 if temperature else PATIENCE,
        num_hypotheses=BEAM_SIZE if temperature else 1,
        repetition_penalty=attempt.repetition_penalty,
        no_repeat_ngram_size=attempt.no_repeat_ngram_size,
        # CTranslate2 counts twice: it stops at half of this number, as Whisper keeps the other half for what came before.
        max_length=max(2 * longest, len(start) + longest),
        return_scores=True,
        return_no_speech_prob=True,
    )
    return [_hypothesis(result, tokens, _drawn(result, temperature)) for result in results]


def _drawn(result: Any, temperature: float) -> int:
    """Which of the result's texts to take: the first, or one drawn by its probability at that temperature.

    The draw depends on the texts alone, so that it falls the same way each time and in any company.
    """
    if not temperature:
        return 0
    totals = np.array(
        [score * len(found) for score, found in zip(result.scores, result.sequences_ids, strict=True)], dtype=np.float64
    )
    weights = np.exp((totals - totals.max()) / temperature)
    seed = zlib.crc32(np.asarray(result.sequences_ids[0], dtype=np.int64).tobytes())
    return int(np.random.default_rng(seed).choice(len(weights), p=weights / weights.sum()))


def _hypothesis(result: Any, tokens: WhisperTokens, index: int) -> Hypothesis:
    found = result.sequences_ids[index]
    texts = tokens.texts(found)
    return Hypothesis(
        tokens=tuple(texts),
        text=tokens.decode(texts),
        # The score is a mean over the tokens without the end of the text.
        log_probability=result.scores[index] * len(found) / (len(found) + 1),
        no_speech=result.no_speech_prob,
    )

"""What Whisper makes of texts that others wrote: how likely each is, and when its words were said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ctranslate2
import numpy as np
from typing_extensions import override

from scriba.backends.runtime.whisper_alignment import align, timed
from scriba.backends.runtime.whisper_encoding import Encoder, frames_of
from scriba.backends.runtime.whisper_network import Encoding
from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.audio import Samples
from scriba.core.engines import Heard
from scriba.core.transcript import Word

_FEWEST_FRAMES: Final = 2
"""One position: with none there is nothing to align to."""

_FEWEST: Final = 1e-10
"""Probability that stands for none, so that its logarithm is a number."""

_TOKENS: Final = 440
"""The decoder's context, less what begins a text."""

_BATCH: Final = 8
"""Texts that are judged at once."""


@dataclass(frozen=True, slots=True)
class WhisperHeard(Heard):
    """A clip's encoding, shape [positions, width]."""

    model: ctranslate2.models.Whisper
    tokens: WhisperTokens
    encoding: Encoding
    frames: int
    language: str

    @override
    def likelihoods(self, texts: Sequence[str]) -> list[float]:
        """An empty text has no tokens to judge, and comes out as impossible."""
        written = [self._encode(text) for text in texts]
        judged = iter(self._align([tokens for tokens in written if tokens]))
        return [
            float(np.log(np.maximum(next(judged).text_token_probs, _FEWEST)).sum()) if tokens else -np.inf
            for tokens in written
        ]

    @override
    def words(self, text: str) -> list[Word]:
        tokens = self._encode(text)
        return timed(self.tokens, self._align([tokens])[0], tokens, self.language) if tokens else []

    def _encode(self, text: str) -> list[int]:
        return self.tokens.encode(f" {text}")[:_TOKENS] if text else []

    def _align(self, texts: Sequence[Sequence[int]]) -> list[Any]:
        prompt = self.tokens.start_sequence(self.language if self.model.is_multilingual else None)
        found: list[Any] = []
        for first in range(0, len(texts), _BATCH):
            batch = texts[first : first + _BATCH]
            encoded = ctranslate2.StorageView.from_array(np.stack([self.encoding] * len(batch)))
            found += align(self.model, encoded, prompt=prompt, texts=batch, frames=[self.frames] * len(batch))
        return found


def listen(
    model: ctranslate2.models.Whisper, tokens: WhisperTokens, encoder: Encoder, clip: Samples, language: str
) -> WhisperHeard:
    """Encode a clip of at most 30 s at its own length."""
    (encoding,) = encoder.short([clip])
    return WhisperHeard(model, tokens, encoding, max(frames_of(clip), _FEWEST_FRAMES), language)

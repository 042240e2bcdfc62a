"""The transcript: words are the only stored text, everything else is a view of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Self

from scriba.core.audio import Region
from scriba.core.entities import Entity
from scriba.core.insights import NO_INSIGHTS, Insights
from scriba.core.speakers import Voice

WordRow = tuple[str, int, int, float, str | None, str | None]
"""How a word is stored: text, start, end, confidence, speaker, channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A spoken word as written; `start` and `end` in ms, `confidence` in 0..1."""

    text: str
    start: int
    end: int
    confidence: float
    speaker: str | None = None
    channel: str | None = None

    def row(self) -> WordRow:
        """The word as the store keeps it."""
        return (self.text, self.start, self.end, round(self.confidence, 5), self.speaker, self.channel)

    @classmethod
    def from_row(cls, row: Sequence[object]) -> Self:
        """The inverse of `row`."""
        text, start, end, confidence, speaker, channel = row
        return cls(
            text=str(text),
            start=int(str(start)),
            end=int(str(end)),
            confidence=float(str(confidence)),
            speaker=None if speaker is None else str(speaker),
            channel=None if channel is None else str(channel),
        )


UNSPACED_LANGUAGES = frozenset({"zh", "ja", "th", "lo", "my", "yue", "km", "bo"})
"""Languages written without spaces between words."""


def join(words: Iterable[Word], language: str) -> str:
    """The words as running text in the language's script; Latin words inside an unspaced script keep their spaces."""
    texts = [word.text for word in words if word.text]
    if language not in UNSPACED_LANGUAGES:
        return " ".join(texts)
    pairs = zip(texts, ["", *texts], strict=False)
    return "".join(
        f" {text}" if before and _is_latin(before[-1]) and _is_latin(text[0]) else text for text, before in pairs
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def mean_confidence(words: Sequence[Word]) -> float:
    """The contract's confidence of a stretch: the mean over its words, 0 where there are none."""
    return round(sum(word.confidence for word in words) / len(words), 5) if words else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words in a row: a sentence, a paragraph or an utterance. Never empty."""

    words: tuple[Word, ...]
    language: str

    @property
    def text(self) -> str:
        """The running text."""
        return join(self.words, self.language)

    @property
    def start(self) -> int:
        """Start of the first word, ms."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """End of the last word, ms."""
        return self.words[-1].end

    @property
    def speaker(self) -> str | None:
        """Speaker of the first word."""
        return self.words[0].speaker

    @property
    def channel(self) -> str | None:
        """Channel of the first word."""
        return self.words[0].channel

    @property
    def confidence(self) -> float:
        """Mean over the words."""
        return mean_confidence(self.words)


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """What was said. `language` is a bare code ("en"), `duration` is the recording's length in ms.

    `words` are in reading order: those of several channels by sentences, so that a word may begin before the one in
    front of it if that is of another channel. `warnings` tell the owner what was asked and could not be done; they are stored with the job, not with the words.
    `voices` are those of its speakers by label, where these were told apart; they are stored apart and never shown.
    """

    language: str
    duration: int
    words: tuple[Word, ...]
    warnings: tuple[str, ...] = ()
    voices: Mapping[str, Voice] = field(default_factory=dict, repr=False, compare=False)
    entities: tuple[Entity, ...] | None = None
    """None where nobody asked."""
    unredacted: tuple[Word, ...] | None = None
    """The words before redaction, where the request wants them back."""
    is_redacted: bool = False
    insights: Insights = NO_INSIGHTS
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What speakers are called in place of their letters, by letter; stored with the job."""
    hidden: tuple[Region, ...] = field(default=(), compare=False)
    """Where redacted words are heard, for a redacted recording; nobody keeps it."""

    @cached_property
    def timeline(self) -> tuple[Word, ...]:
        """The words of all channels by the time at which they begin; of one channel as they are."""
        if all(word.channel is None for word in self.words):
            return self.words
        return tuple(sorted(self.words, key=lambda word: word.start))

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return join(self.words, self.language)

    @property
    def confidence(self) -> float:
        """Mean of the word confidences."""
        return mean_confidence(self.words)

    @property
    def duration_seconds(self) -> int:
        """Length as the contract tells it: whole seconds, rounded up."""
        return math.ceil(self.duration / 1000)

    @cached_property
    def utterances(self) -> tuple[Span, ...]:
        """Words of one speaker and channel in a row."""
        runs = groupby(self.words, key=lambda word: (word.speaker, word.channel))
        return tuple(Span(words=tuple(run), language=self.language) for _, run in runs)

    def with_words(self, words: Iterable[Word]) -> Transcript:
        """A copy with other words."""
        return replace(self, words=tuple(words))

    def with_warning(self, warning: str) -> Transcript:
        """A copy that tells its owner one more thing."""
        return replace(self, warnings=(*self.warnings, warning))

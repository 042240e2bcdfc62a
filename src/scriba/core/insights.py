"""What is understood of a transcript beside its entities; None where nobody asked, or where the language is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Stretch = tuple[int, int]
"""Start and end, ms."""

SentimentName = Literal["POSITIVE", "NEUTRAL", "NEGATIVE"]
SENTIMENTS: Final[tuple[SentimentName, ...]] = get_args(SentimentName)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPhrase:
    """What a transcript is about; `rank` in 0..1, `timestamps` of each of the `count` times it is said."""

    text: str
    count: int
    rank: float
    timestamps: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentiment:
    """How a sentence feels; `start` and `end` in ms, `confidence` in 0..1."""

    text: str
    start: int
    end: int
    sentiment: SentimentName
    confidence: float
    speaker: str | None
    channel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A stretch about one subject; `start` and `end` in ms."""

    gist: str
    headline: str
    summary: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the text in short; `start` and `end` in ms. It has a `text`, or else `bullets`."""

    start: int
    end: int
    headline: str
    text: str | None = None
    bullets: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The sections of a text, and all of it in short."""

    sections: tuple[Section, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """Something to be done; `quote` is the sentence that says so, which begins at `timestamp` ms."""

    action_item: str
    quote: str
    timestamp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """The text by language code, and where that was asked for each utterance in the same way, in their order."""

    whole: Mapping[str, str]
    utterances: tuple[Mapping[str, str], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """All of it."""

    highlights: tuple[KeyPhrase, ...] | None = None
    sentiments: tuple[Sentiment, ...] | None = None
    chapters: tuple[Chapter, ...] | None = None
    summary: str | None = None
    digest: Digest | None = None
    action_items: tuple[ActionItem, ...] | None = None
    translations: Translations | None = None


NO_INSIGHTS: Final = Insights()

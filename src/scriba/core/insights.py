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
class TopicBlock:
    """A stretch of a few sentences with its topics, most relevant first: label of the taxonomy -> relevance in 0..1."""

    text: str
    start: int
    end: int
    labels: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """What a transcript is about; `summary` tells of all of it, the most relevant label has 1."""

    blocks: tuple[TopicBlock, ...]
    summary: Mapping[str, float]


SafetyLabel = Literal[
    "accidents",
    "alcohol",
    "crime_violence",
    "disasters",
    "drugs",
    "financials",
    "gambling",
    "hate_speech",
    "health_issues",
    "manga",
    "marijuana",
    "negative_news",
    "nsfw",
    "pornography",
    "profanity",
    "sensitive_social_issues",
    "terrorism",
    "tobacco",
    "weapons",
]
SAFETY_LABELS: Final[tuple[SafetyLabel, ...]] = get_args(SafetyLabel)

NOT_SEVERE: Final = frozenset({"financials", "manga", "negative_news", "nsfw", "sensitive_social_issues"})
"""Labels without a severity, by the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveLabel:
    """Something delicate: how surely and how severely it is spoken of, both in 0..1."""

    label: SafetyLabel
    confidence: float
    severity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveBlock:
    """A stretch in which something delicate is spoken of; `first` and `last` are numbers of sentences."""

    text: str
    start: int
    end: int
    first: int
    last: int
    labels: tuple[SensitiveLabel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """What is delicate in a transcript; `severities` are shares of low, medium and high."""

    blocks: tuple[SensitiveBlock, ...]
    summary: Mapping[str, float]
    severities: Mapping[str, tuple[float, float, float]]


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
    topics: Topics | None = None
    safety: Safety | None = None


NO_INSIGHTS: Final = Insights()

"""What transcripts tell of themselves, on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, Field

from scriba.core.insights import (
    Insights,
    KeyPhrase,
    Safety,
    SafetyLabel,
    Sentiment,
    SentimentName,
    Stretch,
    Topics,
)
from scriba.core.job import Job, Status

ResultStatus = Literal["success", "unavailable"]
"""`unavailable` where the language is not one in which it works."""


class TimestampBody(BaseModel):
    """When something is said, ms."""

    start: int
    end: int


class KeyPhraseBody(BaseModel):
    """A key phrase."""

    count: int = Field(description="How often it is said.")
    rank: float = Field(description="How much the text is about it, 0 to 1.")
    text: str
    timestamps: list[TimestampBody]


class HighlightsBody(BaseModel):
    """Key phrases, best first."""

    status: ResultStatus
    results: list[KeyPhraseBody]


class SentimentBody(BaseModel):
    """How a sentence feels."""

    text: str
    start: int = Field(description="ms")
    end: int = Field(description="ms")
    sentiment: SentimentName
    confidence: float = Field(description="0 to 1.")
    speaker: str | None
    channel: str | None = Field(None, description="With `multichannel` only.")


class ChapterBody(BaseModel):
    """A stretch about one subject."""

    gist: str
    headline: str
    summary: str
    start: int = Field(description="ms")
    end: int = Field(description="ms")


class TopicLabelBody(BaseModel):
    """A topic."""

    relevance: float = Field(description="0 to 1.")
    label: str = Field(description="A label of the IAB Content Taxonomy 2.0, parents first.")


class TopicBlockBody(BaseModel):
    """A stretch of a few sentences and what it is about."""

    text: str
    labels: list[TopicLabelBody] = Field(description="The ten most relevant ones.")
    timestamp: TimestampBody


class TopicsBody(BaseModel):
    """Topics; `summary` tells of the whole transcript, at most 20 of them."""

    status: ResultStatus
    results: list[TopicBlockBody]
    summary: dict[str, float]


class SafetyLabelBody(BaseModel):
    """Something delicate that is spoken of."""

    label: SafetyLabel
    confidence: float = Field(description="0 to 1.")
    severity: float | None = Field(description="0 to 1; null where the contract has none.")


class SafetyBlockBody(BaseModel):
    """A stretch of a few sentences in which something delicate is spoken of."""

    text: str
    labels: list[SafetyLabelBody]
    sentences_idx_start: int
    sentences_idx_end: int
    timestamp: TimestampBody


class SeveritySharesBody(BaseModel):
    """How much of what is said of a label is how severe; together 1."""

    low: float
    medium: float
    high: float


class SafetyBody(BaseModel):
    """What is delicate; `summary` has the highest confidence of each label."""

    status: ResultStatus
    results: list[SafetyBlockBody]
    summary: dict[SafetyLabel, float]
    severity_score_summary: dict[SafetyLabel, SeveritySharesBody]


def insights_payload(job: Job, options: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of insights, null where nobody asked and until the transcript is completed."""
    fields: dict[str, Any] = dict.fromkeys(
        (
            "auto_highlights_result",
            "content_safety_labels",
            "iab_categories_result",
            "chapters",
            "summary",
            "sentiment_analysis_results",
        )
    )
    if job.transcript is None or job.status != Status.COMPLETED:
        return fields
    return fields | _known(job.transcript.insights, options)


def _known(insights: Insights, options: Mapping[str, Any]) -> dict[str, Any]:
    highlights = insights.highlights
    return {
        "auto_highlights_result": {
            "status": "unavailable" if highlights is None else "success",
            "results": [_key_phrase_payload(phrase) for phrase in highlights or ()],
        }
        if options["auto_highlights"]
        else None,
        "content_safety_labels": _safety_payload(insights.safety) if options["content_safety"] else None,
        "iab_categories_result": _topics_payload(insights.topics) if options["iab_categories"] else None,
        "chapters": insights.chapters,
        "summary": insights.summary,
        "sentiment_analysis_results": None
        if insights.sentiments is None
        else [_sentiment_payload(sentiment) for sentiment in insights.sentiments],
    }


def _sentiment_payload(sentiment: Sentiment) -> dict[str, Any]:
    body = asdict(sentiment)
    return body if sentiment.channel is not None else {name: body[name] for name in body if name != "channel"}


def _key_phrase_payload(phrase: KeyPhrase) -> dict[str, Any]:
    return {
        "count": phrase.count,
        "rank": phrase.rank,
        "text": phrase.text,
        "timestamps": [_stretch_payload(when) for when in phrase.timestamps],
    }


def _topics_payload(topics: Topics | None) -> dict[str, Any]:
    if topics is None:
        return {"status": "unavailable", "results": [], "summary": {}}
    results = [
        {
            "text": block.text,
            "labels": [{"relevance": relevance, "label": label} for label, relevance in block.labels.items()],
            "timestamp": _stretch_payload((block.start, block.end)),
        }
        for block in topics.blocks
    ]
    return {"status": "success", "results": results, "summary": topics.summary}


def _safety_payload(safety: Safety | None) -> dict[str, Any]:
    if safety is None:
        return {"status": "unavailable", "results": [], "summary": {}, "severity_score_summary": {}}
    results = [
        {
            "text": block.text,
            "labels": [asdict(label) for label in block.labels],
            "sentences_idx_start": block.first,
            "sentences_idx_end": block.last,
            "timestamp": _stretch_payload((block.start, block.end)),
        }
        for block in safety.blocks
    ]
    severities = {
        label: dict(zip(("low", "medium", "high"), shares, strict=True)) for label, shares in safety.severities.items()
    }
    return {"status": "success", "results": results, "summary": safety.summary, "severity_score_summary": severities}


def _stretch_payload(when: Stretch) -> dict[str, int]:
    return {"start": when[0], "end": when[1]}

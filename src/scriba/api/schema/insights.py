"""What transcripts tell of themselves, on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, Field

from scriba.core.insights import Insights, KeyPhrase, Sentiment, SentimentName, Stretch
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


def _stretch_payload(when: Stretch) -> dict[str, int]:
    return {"start": when[0], "end": when[1]}

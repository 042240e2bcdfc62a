"""Views of a completed transcript: sentences, paragraphs, matches."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from scriba.api.schema.words import Utterance, spans_payload
from scriba.core.job import Job
from scriba.core.transcript import Span, Transcript
from scriba.service.word_search import Match


class _View(BaseModel):
    id: str
    confidence: float
    audio_duration: int = Field(description="Seconds, rounded up.")
    speech_model_used: str | None = None


class SentencesResponse(_View):
    """The transcript by sentences."""

    sentences: list[Utterance]


class ParagraphsResponse(_View):
    """The transcript by paragraphs."""

    paragraphs: list[Utterance]


class WordMatch(BaseModel):
    """A word or phrase that occurs."""

    text: str
    count: int
    timestamps: list[tuple[int, int]] = Field(description="Start and end, ms.")
    indexes: list[int] = Field(description="Positions of the first words in the transcript's `words`.")


class WordSearchResponse(BaseModel):
    """What was found; words without a hit are left out."""

    id: str
    total_count: int
    matches: list[WordMatch]


def view_payload(job: Job, transcript: Transcript, name: str, spans: tuple[Span, ...]) -> dict[str, Any]:
    """Body of a SentencesResponse or ParagraphsResponse; `name` is the key of the spans."""
    return {
        "id": job.id,
        "confidence": transcript.confidence,
        "audio_duration": transcript.duration_seconds,
        "speech_model_used": job.findings.get("speech_model_used"),
        name: spans_payload(spans),
    }


def matches_payload(job_id: str, matches: list[Match]) -> dict[str, Any]:
    """Body of a WordSearchResponse."""
    return {"id": job_id, "total_count": sum(match.count for match in matches), "matches": matches}

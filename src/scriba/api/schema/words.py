"""Words and stretches of words on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from scriba.core.transcript import Span


class WordBody(BaseModel):
    """A spoken word."""

    text: str
    start: int = Field(description="ms")
    end: int = Field(description="ms")
    confidence: float
    speaker: str | None = None
    channel: str | None = None


class Utterance(WordBody):
    """Words in a row: of one speaker, or one sentence or paragraph."""

    words: list[WordBody]
    translated_texts: dict[str, str] | None = Field(
        None, description="With `match_original_utterance` of a translation only, by language code."
    )


def spans_payload(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    """Spans as the contract writes them; the words are written as they are."""
    return [
        {
            "text": span.text,
            "start": span.start,
            "end": span.end,
            "confidence": span.confidence,
            "speaker": span.speaker,
            "channel": span.channel,
            "words": span.words,
        }
        for span in spans
    ]

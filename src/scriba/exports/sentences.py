"""Sentences, one a line."""

from __future__ import annotations

from scriba.core.boundaries import sentence_spans
from scriba.core.transcript import Span, Transcript


def sentences(transcript: Transcript) -> tuple[Span, ...]:
    """The transcript's sentences, every word in exactly one."""
    return sentence_spans(transcript)


def to_sentences(transcript: Transcript) -> str:
    """One sentence a line."""
    return "".join(f"{span.text}\n" for span in sentences(transcript))

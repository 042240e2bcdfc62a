"""Sentences, one a line."""

from __future__ import annotations

from scriba.core.transcript import Span, Transcript
from scriba.exports.boundaries import sentence_spans


def sentences(transcript: Transcript) -> tuple[Span, ...]:
    """The transcript's sentences, every word in exactly one."""
    return sentence_spans(transcript)


def to_sentences(transcript: Transcript) -> str:
    """One sentence a line."""
    return "".join(f"{span.text}\n" for span in sentences(transcript))

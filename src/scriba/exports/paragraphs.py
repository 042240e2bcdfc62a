"""Paragraphs: sentences that belong together by speaker, pause and length."""

from __future__ import annotations

from typing import Final

from scriba.core.boundaries import changes_voice, sentence_spans
from scriba.core.transcript import Span, Transcript

MAX_PARAGRAPH_MS: Final = 30_000
"""A paragraph that would grow beyond this ends before: the contract's samples run to 29 s."""

PARAGRAPH_PAUSE_MS: Final = 2_000
"""A silence between two sentences that starts a new paragraph."""


def paragraphs(transcript: Transcript) -> tuple[Span, ...]:
    """The transcript's paragraphs, every word in exactly one."""
    groups: list[list[Span]] = []
    for sentence in sentence_spans(transcript):
        if groups and _belongs(sentence, groups[-1]):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return tuple(
        Span(words=tuple(word for sentence in group for word in sentence.words), language=transcript.language)
        for group in groups
    )


def to_paragraphs(transcript: Transcript) -> str:
    """Paragraphs with an empty line between them."""
    return "\n".join(f"{span.text}\n" for span in paragraphs(transcript))


def _belongs(sentence: Span, paragraph: list[Span]) -> bool:
    last = paragraph[-1]
    return (
        not changes_voice(last.words[-1], sentence.words[0])
        and sentence.start - last.end < PARAGRAPH_PAUSE_MS
        and sentence.end - paragraph[0].start <= MAX_PARAGRAPH_MS
    )

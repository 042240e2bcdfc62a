"""Key phrases of the whole text."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from scriba.core.insights import Insights
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.phrases import key_phrases

MOST_PHRASES: Final = 15
"""As many as the contract's examples have."""


def add_highlights(known: Insights, passage: Passage, _options: TranscriptOptions) -> Insights:
    """Add the key phrases, best first."""
    return replace(known, highlights=key_phrases(passage, MOST_PHRASES))

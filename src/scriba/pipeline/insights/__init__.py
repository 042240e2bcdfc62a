"""What transcripts tell of themselves: one file an insight, named in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from scriba.core.insights import Insights
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.highlights import add_highlights
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.safety import add_safety
from scriba.pipeline.insights.sentiment import add_sentiments
from scriba.pipeline.insights.topics import add_topics

Insight = Callable[[Insights, Passage, TranscriptOptions], Insights]
"""What is known so far, with one thing more."""

INSIGHTS: Final[Mapping[str, Insight]] = MappingProxyType(
    {
        "auto_highlights": add_highlights,
        "sentiment_analysis": add_sentiments,
        "iab_categories": add_topics,
        "content_safety": add_safety,
    }
)
"""Option that asks for it -> what finds it; those that a provider may do better are in `scriba.pipeline.tasks`."""

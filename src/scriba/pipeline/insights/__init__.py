"""What transcripts tell of themselves: one file an insight, named in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from scriba.core.insights import Insights
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.chapters import add_chapters
from scriba.pipeline.insights.highlights import add_highlights
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.sentiment import add_sentiments
from scriba.pipeline.insights.summary import add_summary

Insight = Callable[[Insights, Passage, TranscriptOptions], Insights]
"""What is known so far, with one thing more."""

INSIGHTS: Final[Mapping[str, Insight]] = MappingProxyType(
    {
        "auto_highlights": add_highlights,
        "sentiment_analysis": add_sentiments,
        "summarization": add_summary,
        "auto_chapters": add_chapters,
    }
)
"""Option that asks for it -> what finds it."""

REMARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "summarization": "The summary is extractive: it is made of the transcript's own sentences and phrases.",
        "auto_chapters": (
            "Gists, headlines and summaries of chapters are extractive: they are the transcript's own sentences and phrases."
        ),
    }
)
"""Option -> what its owner should know of the result."""

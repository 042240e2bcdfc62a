"""What transcripts tell of themselves: one file an insight, named in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from scriba.core.insights import Insights
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.highlights import add_highlights
from scriba.pipeline.insights.passage import Passage

Insight = Callable[[Insights, Passage, TranscriptOptions], Insights]
"""What is known so far, with one thing more."""

INSIGHTS: Final[Mapping[str, Insight]] = MappingProxyType({"auto_highlights": add_highlights})
"""Option that asks for it -> what finds it."""

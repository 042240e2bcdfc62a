"""What a provider can do better than this machine: it is asked first where there is one, and the local method steps in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeVar

from scriba.core.engines import Translator
from scriba.core.insights import Insights
from scriba.core.operator_errors import ProviderError
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.actions import action_items
from scriba.pipeline.insights.chapters import add_chapters
from scriba.pipeline.insights.chapters import parts as chapter_parts
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.sections import digest, even_parts
from scriba.pipeline.insights.sections import parts as section_parts
from scriba.pipeline.insights.summary import add_summary
from scriba.pipeline.translation import translated
from scriba.pipeline.written.actions import written_actions
from scriba.pipeline.written.summaries import written_chapters, written_digest, written_summary
from scriba.pipeline.written.writer import Writer

LANGUAGES: Final = frozenset({"en"})
"""Languages in which the local methods work."""

REMARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "summarization": "The summary is extractive: it is made of the transcript's own sentences and phrases.",
        "auto_chapters": (
            "Gists, headlines and summaries of chapters are extractive: they are the transcript's own sentences and phrases."
        ),
        "speech_understanding.summarization": (
            "Headlines and summaries of sections are extractive: they are the transcript's own sentences."
        ),
        "speech_understanding.action_items": (
            "Action items are extractive: they are the transcript's own sentences that promise or ask for something."
        ),
    }
)
"""Task -> what its owner should know of the result where the local method has answered."""

Written = TypeVar("Written")


@dataclass
class Desk:
    """What tasks work with, and what they have to say to the transcript's owner."""

    passage: Passage
    options: TranscriptOptions
    writer: Writer | None
    translator: Callable[[str, str], Translator | None]
    warnings: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The text's language."""
        return self.passage.transcript.language

    def written(self, task: str, write: Callable[[Writer], Written]) -> Written | None:
        """The provider's answer; None where there is no provider, and with a warning where it fails."""
        if self.writer is None or not self.passage.sentences:
            return None
        try:
            return write(self.writer)
        except ProviderError as error:
            self.warnings.append(f"{error} The local method has answered in its place: {task}.")
            return None

    def can(self, task: str) -> bool:
        """Whether the local method knows the language; a warning where it does not, a remark where it does."""
        if self.language in LANGUAGES:
            self.warnings += [REMARKS[task]] if task in REMARKS else []
            return True
        self.warnings.append(f"{task} works in English only, unless a provider is set: this transcript has none of it.")
        return False


Task = Callable[[Insights, Desk], Insights]
"""What is known so far, with one thing more."""


def _summary(known: Insights, desk: Desk) -> Insights:
    text = desk.written("summarization", lambda writer: written_summary(writer, desk.passage, desk.options))
    if text is not None:
        return replace(known, summary=text)
    return add_summary(known, desk.passage, desk.options) if desk.can("summarization") else known


def _chapters(known: Insights, desk: Desk) -> Insights:
    local = add_chapters(known, desk.passage, desk.options)
    pairs = list(zip(local.chapters or (), chapter_parts(desk.passage), strict=True))
    written = desk.written("auto_chapters", lambda writer: written_chapters(writer, pairs))
    if written is not None:
        return replace(known, chapters=written)
    return local if desk.can("auto_chapters") else known


def _digest(known: Insights, desk: Desk) -> Insights:
    asked = desk.options.understanding.summarization
    assert asked is not None, "the task is asked for"
    cut = section_parts if desk.language in LANGUAGES else even_parts
    task = "speech_understanding.summarization"
    written = desk.written(task, lambda writer: written_digest(writer, cut(desk.passage, asked), asked))
    if written is not None:
        return replace(known, digest=written)
    return replace(known, digest=digest(desk.passage, asked)) if desk.can(task) else known


def _action_items(known: Insights, desk: Desk) -> Insights:
    task = "speech_understanding.action_items"
    written = desk.written(task, lambda writer: written_actions(writer, desk.passage))
    if written is not None:
        return replace(known, action_items=written)
    return replace(known, action_items=action_items(desk.passage)) if desk.can(task) else known


def _translations(known: Insights, desk: Desk) -> Insights:
    asked = desk.options.understanding.translation
    assert asked is not None, "the task is asked for"
    found, warnings = translated(desk.passage.transcript, asked, desk.writer, desk.translator)
    desk.warnings += warnings
    return replace(known, translations=found)


TASKS: Final[Mapping[str, Task]] = MappingProxyType(
    {
        "summarization": _summary,
        "auto_chapters": _chapters,
        "speech_understanding.summarization": _digest,
        "speech_understanding.action_items": _action_items,
        "speech_understanding.translation": _translations,
    }
)
"""Task -> what does it."""

"""Summaries, chapters and sections in the provider's words. Where they begin and end is found locally."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import Field

from scriba.core.insights import Chapter, Digest, Section
from scriba.core.languages import language_name
from scriba.core.operator_errors import ProviderError
from scriba.core.options import TranscriptOptions
from scriba.core.understanding import SectionSummaries
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.written.talk import lines_of
from scriba.pipeline.written.writer import Shape, Writer

_FORMS: Final = {
    "bullets": "the 3 to 8 most important points, one sentence each",
    "bullets_verbose": "all that is said of importance in order, as 5 to 16 points of a sentence each",
    "paragraph": "one paragraph of 3 to 6 sentences",
    "headline": "one sentence of at most 20 words that could be its headline",
    "gist": "2 to 6 words that tell what it is about",
}
_STYLES: Final = {
    "informative": "",
    "conversational": " Tell who says what, by the labels of the speakers.",
    "catchy": " Make it catchy, but true.",
}
_DEEPEST: Final = 4
"""Rounds in which a long text becomes notes, and notes become shorter ones."""


class _Text(Shape):
    text: str = Field(min_length=1)


class _Points(Shape):
    points: list[str] = Field(min_length=1)


class _Chapter(Shape):
    gist: str = Field(min_length=1)
    headline: str = Field(min_length=1)
    summary: str = Field(min_length=1)


class _Part(Shape):
    headline: str = Field(min_length=1)
    text: str = Field(min_length=1)


class _PartPoints(Shape):
    headline: str = Field(min_length=1)
    points: list[str] = Field(min_length=1)


def written_summary(writer: Writer, passage: Passage, options: TranscriptOptions) -> str:
    """The summary in the form that the options ask for; raises ProviderError."""
    form = options.summary_type or "bullets"
    task = f"Summarize the conversation or talk in {_language(passage)}: write {_FORMS[form]}."
    task += _STYLES[options.summary_model or "informative"]
    notes = _notes(writer, passage)
    if form.startswith("bullets"):
        points = writer.ask(task, '{"points": ["...", "..."]}', notes, _Points).points
        return "\n".join(f"- {' '.join(point.split())}" for point in points)
    return " ".join(writer.ask(task, '{"text": "..."}', notes, _Text).text.split())


def written_chapters(writer: Writer, chapters: Sequence[tuple[Chapter, Passage]]) -> tuple[Chapter, ...]:
    """The chapters with titles and summaries in the provider's words; raises ProviderError."""
    return tuple(_chapter(writer, chapter, passage) for chapter, passage in chapters)


def _chapter(writer: Writer, chapter: Chapter, passage: Passage) -> Chapter:
    task = (
        f"This is a chapter of a recording. In {_language(passage)}, write its gist in 2 to 5 words, a headline of one "
        "sentence, and a summary of 2 to 4 sentences."
    )
    form = '{"gist": "...", "headline": "...", "summary": "..."}'
    found = writer.ask(task, form, _notes(writer, passage), _Chapter)
    return Chapter(
        gist=found.gist, headline=found.headline, summary=found.summary, start=chapter.start, end=chapter.end
    )


def written_digest(writer: Writer, parts: Sequence[Passage], asked: SectionSummaries) -> Digest:
    """Each part in short, and the whole from that; raises ProviderError."""
    sections = tuple(_section(writer, part, asked) for part in parts)
    told = "\n".join(f"{one.headline}: {one.text or ' '.join(one.bullets or ())}" for one in sections)
    notes = _shortened(writer, told.split("\n"), _language(parts[0])) if parts else ""
    if not notes:
        return Digest(sections=sections, summary="")
    task = f"These are notes on the parts of a recording. Write a summary of the whole of 2 to 5 sentences in {_language(parts[0])}."
    return Digest(sections=sections, summary=writer.ask(task, '{"text": "..."}', notes, _Text).text)


def _section(writer: Writer, part: Passage, asked: SectionSummaries) -> Section:
    start, end = part.sentences[0].start, part.sentences[-1].end
    task = f"This is a part of a recording. In {_language(part)}, write a headline of about {asked.headline_length} words, and "
    notes = _notes(writer, part)
    if asked.summary_type == "bullets":
        task += "its 2 to 6 most important points, one sentence each."
        found = writer.ask(task, '{"headline": "...", "points": ["...", "..."]}', notes, _PartPoints)
        return Section(start=start, end=end, headline=found.headline, bullets=tuple(found.points))
    task += "a summary of 2 to 4 sentences."
    told = writer.ask(task, '{"headline": "...", "text": "..."}', notes, _Part)
    return Section(start=start, end=end, headline=told.headline, text=told.text)


def _notes(writer: Writer, passage: Passage) -> str:
    """The text itself where it is short enough for a question, else notes on all of its pieces."""
    return _shortened(writer, lines_of(passage.transcript, passage.sentences), _language(passage))


def _shortened(writer: Writer, lines: Sequence[str], language: str) -> str:
    task = f"This is a piece of a longer recording. Note in {language} what is said of importance, briefly and with the labels of the speakers."
    for _ in range(_DEEPEST):
        pieces = writer.pieces(lines)
        if len(pieces) <= 1:
            return "\n".join(pieces[0]) if pieces else ""
        lines = [writer.ask(task, '{"text": "..."}', "\n".join(piece), _Text).text for piece in pieces]
    raise ProviderError("The provider's notes do not become shorter than the text.")


def _language(passage: Passage) -> str:
    return language_name(passage.transcript.language)

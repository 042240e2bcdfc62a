"""The text part by part in short, by its own sentences: what `speech_understanding` calls summarization."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from scriba.core.insights import Digest, Section
from scriba.core.understanding import SectionSummaries
from scriba.pipeline.insights.borders import borders, borders_of
from scriba.pipeline.insights.extracts import Extract
from scriba.pipeline.insights.passage import Passage

_SENTENCES: Final = 3
"""Most sentences that stand for a part."""
_WHOLE: Final = 4
"""Most sentences that stand for the whole."""
_PART_MS: Final = 300_000
"""Length of a part where nothing is known of the language's words."""


def parts(passage: Passage, asked: SectionSummaries) -> list[Passage]:
    """The parts in their order, about as many as are asked for; none of a text without a word."""
    if not passage.sentences:
        return []
    found = borders(passage) if asked.approximate_chapters is None else borders_of(passage, asked.approximate_chapters)
    return [passage.part(first, last) for first, last in pairwise([0, *found, len(passage.sentences)])]


def even_parts(passage: Passage, asked: SectionSummaries) -> list[Passage]:
    """The same for languages whose grammar nobody knows here: parts of about the same number of sentences."""
    sentences = passage.sentences
    if not sentences:
        return []
    length = sentences[-1].end - sentences[0].start
    wanted = asked.approximate_chapters or max(1, round(length / _PART_MS))
    count = min(wanted, len(sentences))
    edges = [number * len(sentences) // count for number in range(count + 1)]
    return [passage.stretch(first, last) for first, last in pairwise(edges)]


def digest(passage: Passage, asked: SectionSummaries) -> Digest:
    """Each part by its best sentences, and the whole by its own."""
    sections = tuple(_section(part, asked) for part in parts(passage, asked))
    if not sections:
        return Digest(sections=(), summary="")
    numbers = Extract(passage).spread(min(_WHOLE, len(passage.sentences)))
    return Digest(sections=sections, summary=" ".join(passage.sentences[number].text for number in numbers))


def _section(part: Passage, asked: SectionSummaries) -> Section:
    extract = Extract(part)
    texts = [part.sentences[number].text for number in sorted(extract.best(_SENTENCES))]
    is_list = asked.summary_type == "bullets"
    return Section(
        start=part.sentences[0].start,
        end=part.sentences[-1].end,
        headline=_headline(extract, asked.headline_length),
        text=None if is_list else " ".join(texts),
        bullets=tuple(texts) if is_list else None,
    )


def _headline(extract: Extract, words: int) -> str:
    """The best sentence that is short enough, or else the start of the best one."""
    short = extract.best(1, lambda sentence: len(sentence.words) <= words)
    if short:
        return extract.passage.sentences[short[0]].text
    text = extract.passage.sentences[extract.best(1)[0]].text
    return f"{' '.join(text.split()[:words]).rstrip(',;:')} …"

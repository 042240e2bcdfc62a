"""Chapters where the words change, and the chapters' own sentences as titles."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from scriba.core.insights import Chapter, Insights
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.borders import borders
from scriba.pipeline.insights.extracts import Extract
from scriba.pipeline.insights.passage import Passage

_HEADLINE_WORDS: Final = 20
_SUMMARY_SENTENCES: Final = 3


def add_chapters(known: Insights, passage: Passage, _options: TranscriptOptions) -> Insights:
    """Add the chapters; they cover the whole text, one where it has one subject."""
    return replace(known, chapters=tuple(_chapter(part) for part in parts(passage)))


def parts(passage: Passage) -> list[Passage]:
    """The text of each chapter; none of a text without a word."""
    if not passage.sentences:
        return []
    edges = [0, *borders(passage), len(passage.sentences)]
    return [passage.part(first, last) for first, last in pairwise(edges)]


def _chapter(part: Passage) -> Chapter:
    extract = Extract(part)
    numbers = extract.best(_SUMMARY_SENTENCES)
    short = extract.best(1, lambda sentence: len(sentence.words) <= _HEADLINE_WORDS)
    return Chapter(
        gist=extract.gist(),
        headline=part.sentences[(short or numbers)[0]].text,
        summary=" ".join(part.sentences[number].text for number in sorted(numbers)),
        start=part.sentences[0].start,
        end=part.sentences[-1].end,
    )

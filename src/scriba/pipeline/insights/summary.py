"""A summary of the text's own sentences, in every form of the contract. Nothing is reworded."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from scriba.core.insights import Insights
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Span
from scriba.pipeline.insights.extracts import Extract
from scriba.pipeline.insights.passage import Passage

_SENTENCES: Final = {
    "bullets": (3, 8, 12),
    "bullets_verbose": (5, 16, 6),
    "paragraph": (3, 6, 14),
    "headline": (1, 1, 1),
}
"""Form -> fewest and most sentences, and how many of the text one stands for."""

_CATCHY_WORDS: Final = 14
"""A catchy headline has no more words, where any sentence of the text is so short."""

_LEAST_WORDS: Final = 4

_LEAST_SHARE: Final = 0.15
"""Who says less than this share of the words need not be heard in the summary of a conversation."""


def add_summary(known: Insights, passage: Passage, options: TranscriptOptions) -> Insights:
    """Add the summary; bullets unless another form is asked for."""
    return replace(known, summary=_summary(Extract(passage), options))


def _summary(extract: Extract, options: TranscriptOptions) -> str:
    form, model = options.summary_type or "bullets", options.summary_model or "informative"
    if not extract.passage.sentences:
        return ""
    if form == "gist":
        return extract.gist()
    if form == "headline":
        return _text(extract, _headline(extract, is_catchy=model == "catchy"))
    fewest, most, each_of = _SENTENCES[form]
    count = max(fewest, min(most, len(extract.passage.sentences) // each_of))
    numbers = set(extract.spread(count))
    if model == "conversational":
        numbers |= _of_everybody(extract)
    texts = [_line(extract, number, with_speaker=model == "conversational") for number in sorted(numbers)]
    return " ".join(texts) if form == "paragraph" else "\n".join(f"- {text}" for text in texts)


def _headline(extract: Extract, *, is_catchy: bool) -> int:
    short = extract.best(1, lambda sentence: _LEAST_WORDS <= len(sentence.words) <= _CATCHY_WORDS) if is_catchy else []
    return (short or extract.best(1))[0]


def _of_everybody(extract: Extract) -> set[int]:
    """The best sentence of each person who has a good part in the conversation."""
    sentences = extract.passage.sentences
    said: dict[str | None, int] = {}
    for sentence in sentences:
        said[sentence.speaker] = said.get(sentence.speaker, 0) + len(sentence.words)
    total = sum(said.values())
    voices = [voice for voice, words in said.items() if words >= _LEAST_SHARE * total]
    return {number for voice in voices for number in extract.best(1, partial(_is_by, voice))}


def _is_by(voice: str | None, sentence: Span) -> bool:
    return sentence.speaker == voice


def _line(extract: Extract, number: int, *, with_speaker: bool) -> str:
    sentence: Span = extract.passage.sentences[number]
    return f"{sentence.speaker}: {sentence.text}" if with_speaker and sentence.speaker else sentence.text


def _text(extract: Extract, number: int) -> str:
    return extract.passage.sentences[number].text

"""The text as a model of named entities likes it: sentence by sentence, with capitals where names seem to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scriba.core.engines import EntityTagger
from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.months import MONTHS
from scriba.pipeline.privacy.speech import Speech, Tag

_LONGEST: Final = 60
"""Tokens of a sentence at most: text without punctuation is cut."""


def tags_of(speech: Speech, tagger: EntityTagger) -> tuple[Tag, ...]:
    """What the model finds, on the speech's tokens."""
    pieces = list(_pieces(speech))
    texts, places = [], []
    for first, last in pieces:
        text, starts = _text(speech, first, last)
        texts.append(text)
        places.append(starts)
    found: list[Tag] = []
    for (first, _), starts, spans in zip(pieces, places, tagger.tag(texts), strict=True):
        for label, start, end in spans:
            covered = [first + number for number, place in enumerate(starts) if start <= place < end]
            if covered:
                found.append(Tag(label, covered[0], covered[-1]))
    return tuple(found)


def _pieces(speech: Speech) -> Iterator[tuple[int, int]]:
    for first, last in speech.sentences:
        for start in range(first, last + 1, _LONGEST):
            yield start, min(last, start + _LONGEST - 1)


def _text(speech: Speech, first: int, last: int) -> tuple[str, Sequence[int]]:
    """The sentence, and where each of its tokens begins in it."""
    text, starts = "", []
    for index in range(first, last + 1):
        token = speech.tokens[index]
        text += "" if not text or token.glued else " "
        starts.append(len(text))
        text += token.raw if speech.has_case else _cased(speech, index, is_first=index == first)
    return text, starts


def _cased(speech: Speech, index: int, *, is_first: bool) -> str:
    low = speech.lows[index]
    name = lists.first_names().is_plain(low) or lists.cities().is_plain(low) or low in MONTHS[:12]
    after_name = index > 0 and lists.first_names().is_plain(speech.lows[index - 1]) and low in lists.surnames().all
    capital = is_first or name or after_name or low == "i" or lists.is_unknown(low) or lists.places_at(speech, index)
    return low[:1].upper() + low[1:] if capital else low

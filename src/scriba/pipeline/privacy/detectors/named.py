"""Places and events that only the model of named entities knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy import lists
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Speech

_KINDS: Final[dict[str, EntityType]] = {"GPE": "location", "LOC": "location", "FAC": "location", "EVENT": "event"}
_LOWERCASE_PREPOSITIONS: Final = frozenset({"in", "from", "to", "near", "of", "at", ","})


def find(speech: Speech) -> Iterable[Finding]:
    """Places and events, where the words are not ordinary ones."""
    for tag in speech.tags:
        kind = _KINDS.get(tag.label)
        first, last = tag.first, tag.last
        while first < last and speech.lows[first] in {"the", "a"}:
            first += 1
        while last > first and speech.lows[last] in {"'s", ".", ","}:
            last -= 1
        if kind is None or not speech.tokens[first].is_word:
            continue
        lows = [low for low in speech.lows[first : last + 1] if low[0].isalpha()]
        special = any(lists.is_unknown(low) for low in lows) or (
            len(lows) > 1 and speech.is_capital(first) and not speech.starts_sentence(first)
        )
        if special and (speech.has_case or speech.low(first - 1) in _LOWERCASE_PREPOSITIONS):
            yield Finding(kind, first, last, Trust.TAGGED)

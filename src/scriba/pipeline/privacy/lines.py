"""Redaction of plain text, line by line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from scriba.core.engines import EntityTagger
from scriba.core.entities import EntityType
from scriba.core.transcript import Word
from scriba.pipeline.privacy.engine import find
from scriba.pipeline.privacy.policies import covering
from scriba.pipeline.privacy.redaction import Substitution, hide

_WORD: Final = re.compile(r"\S+")
_WORD_MS: Final = 300


@dataclass(frozen=True, slots=True)
class LineEntity:
    """Characters of a line that a policy covers."""

    entity_type: EntityType
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RedactedLine:
    """A line without its personal data; `entities` count characters of the line as it was."""

    text: str
    entities: tuple[LineEntity, ...]


def redact_line(
    line: str,
    tagger: EntityTagger | None,
    policies: Collection[EntityType],
    substitution: Substitution = "hash",
    question: str = "",
    *,
    language: str = "en",
) -> RedactedLine:
    """Redact one line; `question` is what somebody else said before it, which may explain it."""
    asked, said = list(_WORD.finditer(question)), list(_WORD.finditer(line))
    words = [_word(match.group(), number, "A") for number, match in enumerate(asked)]
    words += [_word(match.group(), number, "B") for number, match in enumerate(said, len(asked))]
    entities = []
    for found in find(words, tagger, language):
        policy = covering(found, policies)
        if policy is None or found.last < len(asked):
            continue
        first = found.first - len(asked)
        start = said[first].start() + found.start if first >= 0 else 0
        entities.append(LineEntity(policy, start, said[found.last - len(asked)].start() + found.end))
    return RedactedLine(_replaced(line, entities, substitution), tuple(entities))


def _replaced(line: str, entities: Collection[LineEntity], substitution: Substitution) -> str:
    for entity in sorted(entities, key=lambda each: -each.start):
        if substitution == "hash":
            line = hide(line, entity.start, entity.end)
        else:
            line = f"{line[: entity.start]}[{entity.entity_type.upper()}]{line[entity.end :]}"
    return line


def _word(text: str, number: int, speaker: str) -> Word:
    start = number * _WORD_MS
    return Word(text=text, start=start, end=start + _WORD_MS, confidence=1.0, speaker=speaker)

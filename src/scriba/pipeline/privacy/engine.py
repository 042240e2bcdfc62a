"""Personal data in a transcript: from words to entities with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scriba.core.engines import EntityTagger
from scriba.core.entities import EntityType
from scriba.core.transcript import Word
from scriba.pipeline.privacy.detectors import DETECTORS, Detector
from scriba.pipeline.privacy.extension import extended
from scriba.pipeline.privacy.findings import Finding, resolve
from scriba.pipeline.privacy.foreign import FORMS, speech_of
from scriba.pipeline.privacy.speech import Speech, tokens_of
from scriba.pipeline.privacy.tagging import tags_of


@dataclass(frozen=True, slots=True)
class Found:
    """An entity in words: the first and last word, and the characters within them."""

    kind: EntityType
    detail: EntityType | None
    first: int
    last: int
    start: int
    """First character in the first word."""
    end: int
    """End in the last word."""


def find(words: Sequence[Word], tagger: EntityTagger | None, language: str = "en") -> list[Found]:
    """Everything that may be personal data, in the order of the text, without overlap.

    Without a tagger rules and dictionaries answer alone. In other languages than English only forms are known.
    """
    if language != "en":
        return _found_in(speech_of(words, language), FORMS)
    plain = Speech(tuple(tokens_of(words)))
    if not plain.tokens:
        return []
    speech = plain if tagger is None else Speech(plain.tokens, tags_of(plain, tagger))
    return _found_in(speech, DETECTORS)


def _found_in(speech: Speech, detectors: Sequence[Detector]) -> list[Found]:
    findings = [finding for detector in detectors for finding in detector(speech)]
    return [_found(speech, finding) for finding in resolve(extended(findings, speech), speech)]


def _found(speech: Speech, finding: Finding) -> Found:
    first, last = speech.tokens[finding.first], speech.tokens[finding.last]
    return Found(finding.kind, finding.detail, first.word, last.word, first.start, last.end)

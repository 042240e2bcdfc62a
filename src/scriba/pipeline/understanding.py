"""What is understood of a text: its entities, which of them nobody may see, and what else it tells of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from scriba.core.engines import EntityTagger, Parser, SentenceEncoder, Translator
from scriba.core.entities import Entity
from scriba.core.errors import LanguageUnsupportedError
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word, join
from scriba.core.understood import asked, form_only, refusal, tasks, unavailable
from scriba.pipeline.identity.naming import with_names
from scriba.pipeline.insights import INSIGHTS
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.muting import stretch
from scriba.pipeline.privacy.engine import Found, find
from scriba.pipeline.privacy.redaction import Secret, redacted, secrets
from scriba.pipeline.tasks import TASKS, Desk
from scriba.pipeline.written.writer import Writer

__all__ = ["Readers", "is_asked", "understand"]


class Readers(Protocol):
    """The models that read text, loaded when first asked for."""

    def tagger(self) -> EntityTagger:
        """The model of named entities."""
        ...

    def parser(self) -> Parser:
        """The model of grammar."""
        ...

    def encoder(self) -> SentenceEncoder:
        """The model of meanings."""
        ...

    def writer(self) -> Writer | None:
        """The provider of written answers, for one transcript; None where the operator has none."""
        ...

    def translator(self, source: str, target: str) -> Translator | None:
        """The translation model between two languages, given by bare codes; None where there is none here."""
        ...


def is_asked(options: TranscriptOptions) -> bool:
    """Whether anything here is to be done, whatever voices have told of the speakers."""
    return bool(asked(options) or tasks(options))


def understand(transcript: Transcript, options: TranscriptOptions, readers: Readers) -> Transcript:
    """The transcript with what the options ask for; insights read the redacted words, so that none tells others.

    Raises LanguageUnsupportedError where redaction does not know the language, and ModelError.
    """
    missing = unavailable(options, transcript.language)
    if "redact_pii" in missing:
        raise LanguageUnsupportedError(f"{refusal(['redact_pii'])}.")
    for name in missing:
        transcript = transcript.with_warning(f"{refusal([name])}; the transcript has none of its results.")
    wanted = [name for name in asked(options) if name not in missing]
    if options.redact_pii or "entity_detection" in wanted:
        transcript = _without_personal_data(transcript, options, readers)
    # From here on everything reads the redacted words, the provider above all.
    writer = readers.writer()
    if options.identification is not None:
        transcript = with_names(transcript, options.identification, writer)
    return _with_insights(transcript, options, wanted, readers, writer)


def _with_insights(
    transcript: Transcript, options: TranscriptOptions, wanted: Sequence[str], readers: Readers, writer: Writer | None
) -> Transcript:
    desk = Desk(Passage(transcript, readers), options, writer, readers.translator)
    insights = transcript.insights
    for name, add in INSIGHTS.items():
        if name in wanted:
            insights = add(insights, desk.passage, options)
    for name in (*wanted, *(f"speech_understanding.{task}" for task in tasks(options))):
        if name in TASKS:
            insights = TASKS[name](insights, desk)
    for warning in desk.warnings:
        transcript = transcript.with_warning(warning)
    return replace(transcript, insights=insights)


def _without_personal_data(transcript: Transcript, options: TranscriptOptions, readers: Readers) -> Transcript:
    """With its entities, and with redacted words, as far as either is asked for."""
    tagger = readers.tagger() if transcript.language == "en" else None
    found = find(transcript.words, tagger, transcript.language)
    hidden = _hidden(transcript.words, found, options) if options.redact_pii else []
    entities = None
    if options.entity_detection:
        entities = _entities(transcript, found, hidden, options)
    if options.redact_pii:
        transcript = replace(
            transcript.with_words(redacted(transcript.words, hidden, options.redact_pii_sub)),
            unredacted=transcript.words if options.redact_pii_return_unredacted else None,
            is_redacted=True,
            hidden=tuple(stretch(transcript.words, secret.first, secret.last) for secret in hidden),
        )
    warning = form_only(transcript.language) if options.redact_pii else None
    transcript = transcript.with_warning(warning) if warning else transcript
    return replace(transcript, entities=entities)


def _hidden(words: Sequence[Word], found: Sequence[Found], options: TranscriptOptions) -> list[Secret]:
    return secrets(words, found, options.redact_pii_policies or (), options.redact_static_entities)


def _entities(
    transcript: Transcript, found: Sequence[Found], hidden: Sequence[Secret], options: TranscriptOptions
) -> tuple[Entity, ...]:
    """Every finding as an entity; its text is redacted as the words are."""
    return tuple(
        Entity(
            entity_type=each.kind,
            text=_text(transcript, each, hidden, options),
            start=transcript.words[each.first].start,
            end=transcript.words[each.last].end,
        )
        for each in found
    )


def _text(transcript: Transcript, found: Found, hidden: Sequence[Secret], options: TranscriptOptions) -> str:
    words = list(transcript.words[found.first : found.last + 1])
    inside = [
        replace(secret, first=max(0, secret.first - found.first), last=min(found.last, secret.last) - found.first)
        for secret in hidden
        if secret.first <= found.last and found.first <= secret.last
    ]
    if inside:
        return join(redacted(words, inside, options.redact_pii_sub), transcript.language)
    words[-1] = replace(words[-1], text=words[-1].text[: found.end])
    words[0] = replace(words[0], text=words[0].text[found.start :])
    return join(words, transcript.language)

"""What is understood of a text: its entities, and which of them nobody may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from scriba.core.engines import EntityTagger
from scriba.core.entities import Entity
from scriba.core.errors import LanguageUnsupportedError
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word, join
from scriba.core.understood import asked, refusal, unavailable
from scriba.pipeline.privacy.engine import Found, find
from scriba.pipeline.privacy.redaction import Secret, redacted, secrets

__all__ = ["is_asked", "understand"]


def is_asked(options: TranscriptOptions) -> bool:
    """Whether anything here is to be done."""
    return bool(asked(options))


def understand(transcript: Transcript, options: TranscriptOptions, tagger: Callable[[], EntityTagger]) -> Transcript:
    """The transcript with what the options ask for; redaction last, so that it covers everything else.

    Raises LanguageUnsupportedError where redaction does not know the language, and ModelError.
    """
    missing = unavailable(options, transcript.language)
    if "redact_pii" in missing:
        raise LanguageUnsupportedError(f"{refusal(['redact_pii'])}.")
    for name in missing:
        transcript = transcript.with_warning(f"{refusal([name])}; the transcript has none of its results.")
    if missing == asked(options):
        return transcript
    found = find(transcript.words, tagger())
    hidden = _hidden(transcript.words, found, options) if options.redact_pii else []
    entities = None
    if options.entity_detection:
        entities = _entities(transcript, found, hidden, options)
    if options.redact_pii:
        transcript = replace(
            transcript.with_words(redacted(transcript.words, hidden, options.redact_pii_sub)),
            unredacted=transcript.words if options.redact_pii_return_unredacted else None,
            is_redacted=True,
        )
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

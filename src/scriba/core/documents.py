"""A transcript as it is kept: by the store for good, by stages from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from scriba.core.entities import Entity
from scriba.core.insights import (
    NO_INSIGHTS,
    ActionItem,
    Chapter,
    Digest,
    Insights,
    KeyPhrase,
    Safety,
    Section,
    SensitiveBlock,
    SensitiveLabel,
    Sentiment,
    TopicBlock,
    Topics,
    Translations,
)
from scriba.core.transcript import Transcript, Word


def document_of(transcript: Transcript) -> dict[str, Any]:
    """The transcript as JSON; what nobody asked for takes no room."""
    document: dict[str, Any] = {
        "language": transcript.language,
        "duration": transcript.duration,
        "words": [word.row() for word in transcript.words],
    }
    if transcript.entities is not None:
        document["entities"] = [asdict(entity) for entity in transcript.entities]
    if transcript.unredacted is not None:
        document["unredacted"] = [word.row() for word in transcript.unredacted]
    insights = {name: value for name, value in asdict(transcript.insights).items() if value is not None}
    if insights:
        document["insights"] = insights
    return document


def transcript_from(document: Mapping[str, Any]) -> Transcript:
    """The inverse of `document_of`."""
    entities, unredacted = document.get("entities"), document.get("unredacted")
    return Transcript(
        language=document["language"],
        duration=document["duration"],
        words=tuple(Word.from_row(row) for row in document["words"]),
        entities=None if entities is None else tuple(Entity(**entity) for entity in entities),
        unredacted=None if unredacted is None else tuple(Word.from_row(row) for row in unredacted),
        insights=_insights_from(document["insights"]) if "insights" in document else NO_INSIGHTS,
    )


def _insights_from(document: Mapping[str, Any]) -> Insights:
    highlights, sentiments, chapters = (document.get(name) for name in ("highlights", "sentiments", "chapters"))
    return Insights(
        highlights=None if highlights is None else tuple(_key_phrase_from(each) for each in highlights),
        sentiments=None if sentiments is None else tuple(Sentiment(**each) for each in sentiments),
        chapters=None if chapters is None else tuple(Chapter(**each) for each in chapters),
        summary=document.get("summary"),
        digest=_digest_from(document.get("digest")),
        action_items=_action_items_from(document.get("action_items")),
        translations=_translations_from(document.get("translations")),
        topics=None if document.get("topics") is None else _topics_from(document["topics"]),
        safety=None if document.get("safety") is None else _safety_from(document["safety"]),
    )


def _digest_from(document: Mapping[str, Any] | None) -> Digest | None:
    if document is None:
        return None
    sections = [
        Section(**{**each, "bullets": None if each["bullets"] is None else tuple(each["bullets"])})
        for each in document["sections"]
    ]
    return Digest(sections=tuple(sections), summary=document["summary"])


def _action_items_from(document: Sequence[Mapping[str, Any]] | None) -> tuple[ActionItem, ...] | None:
    return None if document is None else tuple(ActionItem(**each) for each in document)


def _translations_from(document: Mapping[str, Any] | None) -> Translations | None:
    if document is None:
        return None
    utterances = document["utterances"]
    return Translations(whole=document["whole"], utterances=None if utterances is None else tuple(utterances))


def _topics_from(document: Mapping[str, Any]) -> Topics:
    return Topics(blocks=tuple(TopicBlock(**block) for block in document["blocks"]), summary=document["summary"])


def _safety_from(document: Mapping[str, Any]) -> Safety:
    blocks = tuple(
        SensitiveBlock(**{**block, "labels": tuple(SensitiveLabel(**label) for label in block["labels"])})
        for block in document["blocks"]
    )
    low_to_high = {label: (shares[0], shares[1], shares[2]) for label, shares in document["severities"].items()}
    return Safety(blocks=blocks, summary=document["summary"], severities=low_to_high)


def _key_phrase_from(document: Mapping[str, Any]) -> KeyPhrase:
    times = tuple((start, end) for start, end in document["timestamps"])
    return KeyPhrase(**{**document, "timestamps": times})

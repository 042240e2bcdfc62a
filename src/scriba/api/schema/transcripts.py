"""A transcript on the wire: the request's options as an echo, the results, and what is ours under `metadata`.

`TranscriptResponse` describes it for the OpenAPI document and takes its options from `scriba.core.options`;
`transcript_payload` writes it, without a model in between. A test holds the two together.
"""

from __future__ import annotations

import math
from typing import Any, Final

from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo

from scriba.api.schema.insights import (
    ChapterBody,
    HighlightsBody,
    SafetyBody,
    SentimentBody,
    TopicsBody,
    insights_payload,
)
from scriba.api.schema.understanding import (
    UnderstoodBody,
    translations_payload,
    understanding_payload,
    with_translations,
)
from scriba.api.schema.words import Utterance, WordBody, spans_payload
from scriba.core.entities import EntityType
from scriba.core.job import DELETED_TEXT, DELETED_URL, Job, Progress, Status
from scriba.core.options import TranscriptOptions
from scriba.core.submission import Priority
from scriba.core.transcript import Transcript

NOT_ECHOED: Final = frozenset({"webhook_auth_header_value", "speech_model", "language_model", "acoustic_model"})
"""A secret, and three that the contract answers with constants."""

_LEFT_OUT_WHEN_NULL: Final = frozenset({"prompt", "speech_understanding"})
"""The contract's schema does not let these be null."""

_LEGACY_MODEL: Final = "assemblyai_default"


class WarningBody(BaseModel):
    """Something that the server did not do as asked."""

    message: str


class ProgressBody(BaseModel):
    """How far a transcript is."""

    stage: str | None = Field(
        description="`prepare`, `identify`, `recognize`, `diarize`, `finish`, `understand` or `redact`."
    )
    fraction: float = Field(description="0 to 1; never goes back.")
    audio_seconds_done: float = Field(description="How much of the recording has been recognized.")
    estimated_seconds_left: int | None = Field(description="At the pace so far; null while there is none to go by.")
    queue_position: int | None = Field(description="Transcripts waiting that were submitted before; null once begun.")


class EntityBody(BaseModel):
    """Something named in the text."""

    entity_type: EntityType
    text: str
    start: int = Field(description="ms")
    end: int = Field(description="ms")


class Metadata(BaseModel):
    """What the contract leaves to the server. Clients must not rely on keys but `warnings`."""

    domain_used: str | None = None
    warnings: list[WarningBody]
    region: str
    recognizer: str | None = Field(None, description="The local model that ran.")
    revision: str | None = Field(None, description="Its revision.")
    timings: dict[str, Any] | None = Field(None, description="How long each stage took, ms.")
    progress: ProgressBody | None = Field(None, description="Only until the transcript is completed.")
    priority: Priority | None = Field(None, description="Only when it is not normal.")


class SwitchingLanguageBody(BaseModel):
    """A language of a recording in two languages."""

    language: str
    language_code: str
    confidence: float = Field(description="How surely it is heard where it is heard best, 0 to 1.")


class LanguageDetectionResults(BaseModel):
    """What was found where code switching was asked for: at most two languages, the likelier first."""

    code_switching_languages: list[SwitchingLanguageBody]


class TranscriptResults(BaseModel):
    """Everything of a transcript but the echo of the options."""

    id: str
    status: Status
    audio_url: str
    error: str | None
    text: str | None
    words: list[WordBody] | None
    utterances: list[Utterance] | None = Field(description="With `speaker_labels` or `multichannel` only.")
    translated_texts: dict[str, str] | None = Field(None, description="With `translation` only, by language code.")
    audio_channels: int | None = Field(None, description="With `multichannel` only.")
    confidence: float | None = Field(description="Mean of the words'.")
    audio_duration: int | None = Field(description="Seconds, rounded up.")
    speech_model: None = Field(description="Always null; see `speech_model_used`.")
    speech_model_used: str | None
    language_model: str
    acoustic_model: str
    language_confidence: float | None
    language_detection_results: LanguageDetectionResults | None = Field(None, description="With code switching only.")
    webhook_auth: bool
    webhook_status_code: int | None
    throttled: bool
    auto_highlights_result: HighlightsBody | None = Field(description="With `auto_highlights` only.")
    content_safety_labels: SafetyBody | None = Field(description="With `content_safety` only.")
    iab_categories_result: TopicsBody | None = Field(description="With `iab_categories` only.")
    chapters: list[ChapterBody] | None = Field(description="With `auto_chapters` only.")
    summary: str | None = Field(description="With `summarization` only.")
    sentiment_analysis_results: list[SentimentBody] | None = Field(description="With `sentiment_analysis` only.")
    entities: list[EntityBody] | None = Field(description="With `entity_detection` only.")
    unredacted_text: str | None = Field(None, description="With `redact_pii_return_unredacted` only.")
    unredacted_words: list[WordBody] | None = None
    unredacted_utterances: list[Utterance] | None = None
    metadata: Metadata


def _echoed() -> dict[str, tuple[Any, FieldInfo]]:
    fields = TranscriptOptions.model_fields
    return {
        name: (field.annotation, Field(field.get_default(call_default_factory=True), description=field.description))
        for name, field in fields.items()
        if name not in NOT_ECHOED
    }


_ECHOED: dict[str, Any] = _echoed() | {
    "speech_understanding": (
        UnderstoodBody | None,
        Field(None, description=TranscriptOptions.model_fields["speech_understanding"].description),
    )
}

TranscriptResponse: type[TranscriptResults] = create_model("TranscriptResponse", __base__=TranscriptResults, **_ECHOED)

_DEFAULTS: Final = TranscriptOptions().model_dump(mode="json", by_alias=True)


def transcript_payload(job: Job, progress: Progress | None = None) -> dict[str, Any]:
    """Body of a TranscriptResponse; `progress` for a transcript that is not final."""
    options = _DEFAULTS | dict(job.options)
    echo = {
        name: value
        for name, value in options.items()
        if name in _ECHOED and not (value is None and name in _LEFT_OUT_WHEN_NULL)
    }
    payload = _results(job, options) | echo
    if options["language_detection"] and job.status == Status.COMPLETED:
        payload["language_code"] = job.findings.get("language_code", echo["language_code"])
        switching = job.findings.get("switching")
        if switching:
            payload |= _switching_payload(switching)
    if echo.get("speech_understanding"):
        payload |= translations_payload(job)
        response = understanding_payload(job, options)
        if response:
            payload["speech_understanding"] = {**echo["speech_understanding"], "response": response}
    if job.is_deleted:
        payload |= {"text": DELETED_TEXT, "audio_url": DELETED_URL, "webhook_url": DELETED_URL}
    return payload | {"metadata": _metadata(job, progress)}


def progress_payload(progress: Progress) -> dict[str, Any]:
    """A ProgressBody."""
    return {
        "stage": progress.stage,
        "fraction": progress.fraction,
        "audio_seconds_done": progress.audio_done / 1000,
        "estimated_seconds_left": None if progress.left is None else math.ceil(progress.left / 1000),
        "queue_position": progress.waiting,
    }


def _switching_payload(switching: list[tuple[str, float]]) -> dict[str, Any]:
    """The languages found, under both of the names that clients read."""
    found = [{"language": code, "language_code": code, "confidence": confidence} for code, confidence in switching]
    return {
        "language_codes": [code for code, _ in switching],
        "language_detection_results": {"code_switching_languages": found},
    }


def _results(job: Job, options: dict[str, Any]) -> dict[str, Any]:
    transcript = job.transcript
    findings = job.findings if job.status == Status.COMPLETED else {}
    has_turns = options["speaker_labels"] or options["multichannel"] or options["dual_channel"]
    duration = findings.get("duration")
    return {
        "id": job.id,
        "status": job.status,
        "audio_url": job.audio_url,
        "error": job.error,
        "text": transcript.text if transcript else None,
        "words": transcript.timeline if transcript else None,
        "utterances": with_translations(spans_payload(transcript.utterances), transcript)
        if transcript and has_turns
        else None,
        **({"audio_channels": findings["channels"]} if "channels" in findings else {}),
        "confidence": transcript.confidence if transcript else None,
        "audio_duration": None if duration is None else math.ceil(duration / 1000),
        "speech_model": None,
        "speech_model_used": findings.get("speech_model_used"),
        "language_model": _LEGACY_MODEL,
        "acoustic_model": _LEGACY_MODEL,
        "language_confidence": findings.get("language_confidence") if options["language_detection"] else None,
        "webhook_auth": bool(options["webhook_auth_header_value"]),
        "webhook_status_code": job.webhook_status_code,
        "throttled": job.throttled,
        **insights_payload(job, options),
        "entities": transcript.entities if transcript else None,
        **_unredacted(transcript, has_turns=has_turns),
    }


def _unredacted(transcript: Transcript | None, *, has_turns: bool) -> dict[str, Any]:
    """The text as it was, where the request wants it back."""
    if transcript is None or transcript.unredacted is None:
        return {}
    original = transcript.with_words(transcript.unredacted)
    return {
        "unredacted_text": original.text,
        "unredacted_words": original.timeline,
        "unredacted_utterances": spans_payload(original.utterances) if has_turns else None,
    }


def _metadata(job: Job, progress: Progress | None) -> dict[str, Any]:
    warnings = (*job.warnings, *job.findings.get("warnings", ()))
    ours = {name: job.findings.get(name) for name in ("recognizer", "revision", "timings")}
    ours["progress"] = progress and progress_payload(progress)
    ours["priority"] = None if job.priority == Priority.NORMAL else job.priority
    return {
        "domain_used": job.findings.get("domain_used"),
        "warnings": [{"message": warning} for warning in warnings],
        "region": job.region,
        **{name: value for name, value in ours.items() if value is not None},
    }

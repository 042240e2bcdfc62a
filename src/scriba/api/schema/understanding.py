"""What `speech_understanding` brings, on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from pydantic import Field

from scriba.api.schema.words import spans_payload
from scriba.core.insights import ActionItem, Digest
from scriba.core.job import Job, Status
from scriba.core.transcript import Transcript
from scriba.core.understanding import CustomFormatting, SectionSummaries, SpeechUnderstanding
from scriba.service.formatted import formatted

EFFORT: Final = "low"
"""The one effort that there is, in the contract's words."""


class UnderstoodBody(SpeechUnderstanding):
    """What was asked for, with the answers."""

    response: dict[str, dict[str, Any]] | None = Field(
        None, description="The answer to each task by its name, each with a `status`; once the transcript is completed."
    )


def understanding_payload(job: Job, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to each task of a request, by the task's name; empty until the transcript is completed."""
    if job.transcript is None or job.status != Status.COMPLETED:
        return {}
    asked = SpeechUnderstanding.model_validate(options["speech_understanding"]).asked
    answers: dict[str, Any] = {}
    names = job.findings.get("speaker_names")
    if names is not None:
        answers["speaker_identification"] = {"status": "success", "mapping": names}
    insights = job.transcript.insights
    if asked.translation is not None:
        is_done = insights.translations is not None and bool(insights.translations.whole)
        answers["translation"] = {"status": "success" if is_done else "unavailable"}
    if asked.custom_formatting is not None:
        answers["custom_formatting"] = _formatting(job.transcript, asked.custom_formatting, options)
    if asked.summarization is not None:
        answers["summarization"] = _summarization(insights.digest, asked.summarization)
    if asked.action_items is not None:
        answers["action_items"] = _action_items(insights.action_items)
    return answers


def translations_payload(job: Job) -> dict[str, Any]:
    """The whole text by language, where it is translated."""
    found = job.transcript.insights.translations if job.transcript else None
    return {} if found is None or job.status != Status.COMPLETED else {"translated_texts": dict(found.whole)}


def with_translations(utterances: Sequence[dict[str, Any]], transcript: Transcript) -> list[dict[str, Any]]:
    """Utterances with their translations, where these were asked for one by one."""
    found = transcript.insights.translations
    if found is None or found.utterances is None:
        return list(utterances)
    return [{**body, "translated_texts": dict(texts)} for body, texts in zip(utterances, found.utterances, strict=True)]


def _summarization(digest: Digest | None, asked: SectionSummaries) -> dict[str, Any]:
    answer: dict[str, Any] = {"summary_type": asked.summary_type, "effort": EFFORT}
    if digest is None:
        return {"status": "unavailable", **answer}
    sections = [
        {name: value for name, value in asdict(section).items() if value is not None} for section in digest.sections
    ]
    return {"status": "success", "summary": sections, "block_summary": digest.summary, **answer}


def _action_items(items: Sequence[ActionItem] | None) -> dict[str, Any]:
    if items is None:
        return {"status": "unavailable", "effort": EFFORT}
    return {"status": "success", "effort": EFFORT, "items": [asdict(item) for item in items]}


def _formatting(transcript: Transcript, asked: CustomFormatting, options: Mapping[str, Any]) -> dict[str, Any]:
    view = formatted(transcript, asked, options.get("language_code"))
    if view is None:
        return {"status": "unavailable", "mapping": {}}
    answer: dict[str, Any] = {"status": "success", "mapping": view.mapping, "formatted_text": view.transcript.text}
    has_turns = options["speaker_labels"] or options["multichannel"] or options["dual_channel"]
    if asked.format_utterances and has_turns:
        answer["formatted_utterances"] = spans_payload(view.transcript.utterances)
    return answer

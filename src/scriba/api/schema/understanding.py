"""What `speech_understanding` brings, on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scriba.api.schema.words import spans_payload
from scriba.core.job import Job, Status
from scriba.core.transcript import Transcript
from scriba.core.understanding import CustomFormatting, SpeechUnderstanding
from scriba.service.formatted import formatted


def understanding_payload(job: Job, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to each task of a request, by the task's name; empty until the transcript is completed."""
    if job.transcript is None or job.status != Status.COMPLETED:
        return {}
    asked = SpeechUnderstanding.model_validate(options["speech_understanding"]).asked
    answers: dict[str, Any] = {}
    names = job.findings.get("speaker_names")
    if names is not None:
        answers["speaker_identification"] = {"status": "success", "mapping": names}
    if asked.custom_formatting is not None:
        answers["custom_formatting"] = _formatting(job.transcript, asked.custom_formatting, options)
    return answers


def _formatting(transcript: Transcript, asked: CustomFormatting, options: Mapping[str, Any]) -> dict[str, Any]:
    view = formatted(transcript, asked, options.get("language_code"))
    if view is None:
        return {"status": "unavailable", "mapping": {}}
    answer: dict[str, Any] = {"status": "success", "mapping": view.mapping, "formatted_text": view.transcript.text}
    has_turns = options["speaker_labels"] or options["multichannel"] or options["dual_channel"]
    if asked.format_utterances and has_turns:
        answer["formatted_utterances"] = spans_payload(view.transcript.utterances)
    return answer

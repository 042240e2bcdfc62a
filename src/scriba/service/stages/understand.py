"""Understand the finished text: find entities, take personal data out, find what else it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from scriba.core.documents import document_of, transcript_from
from scriba.core.errors import CancelledError, ModelError, ScribaError
from scriba.core.job import ItemKind, Job, WorkItem
from scriba.core.option_objects import RedactPiiAudioOptions
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import Voice
from scriba.core.transcript import Transcript
from scriba.pipeline.stages import stage
from scriba.pipeline.understanding import understand as understood
from scriba.service.stages.tools import REDACT, Outcome, Tools, options_of

NO_SPEECH = (
    "Nothing is spoken in the recording, so no redacted copy was made: return_redacted_no_speech_audio asks for one."
)


def checkpoint(transcript: Transcript) -> dict[str, Any]:
    """What a stage leaves of the transcript for the next one."""
    voices = {
        label: {"point": voice.point.tolist(), "speech": voice.speech, "model": voice.model}
        for label, voice in transcript.voices.items()
    }
    return {"document": document_of(transcript), "voices": voices}


def understand(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """Of transcripts that ask for it, in a process of its own; a failure keeps nothing of the text."""
    (result,) = tools.items.results(job.id, ItemKind.FINISH)
    options = options_of(job)
    # By voice; what is said may tell more.
    transcript = replace(restored(result), names=job.findings.get("speaker_names", {}))
    with stage("understand"):
        try:
            transcript = understood(transcript, options, tools.engines)
        except (CancelledError, ScribaError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, its text must not get out
            # The words may stand in the error's text: neither a log nor a response may show them.
            raise ModelError(
                f"Understanding the text failed ({type(error).__name__}), and nothing was kept of it. Submit the "
                "recording without redaction and understanding, or report the failure."
            ) from None
    if options.redact_pii_audio and _has_sound(transcript, options):
        hidden = [(region.start, region.end) for region in transcript.hidden]
        findings = _findings(transcript, options)
        return Outcome(result=checkpoint(transcript) | {"hidden": hidden}, findings=findings, then=(REDACT,))
    if options.redact_pii_audio:
        transcript = transcript.with_warning(NO_SPEECH)
    findings = _findings(transcript, options) | {"timings": tools.items.timings(job.id)}
    return Outcome(transcript=transcript, findings=findings)


def _findings(transcript: Transcript, options: TranscriptOptions) -> dict[str, Any]:
    findings: dict[str, Any] = {"warnings": list(transcript.warnings)}
    return findings if options.identification is None else findings | {"speaker_names": dict(transcript.names)}


def _has_sound(transcript: Transcript, options: TranscriptOptions) -> bool:
    """Whether a redacted copy is to be made: of recordings without a word only when asked for."""
    chosen = options.redact_pii_audio_options or RedactPiiAudioOptions()
    return bool(transcript.words) or bool(chosen.return_redacted_no_speech_audio)


def restored(result: Mapping[str, Any]) -> Transcript:
    """The inverse of `checkpoint`."""
    return replace(
        transcript_from(result["document"]),
        voices={
            label: Voice(point=np.asarray(row["point"], dtype=np.float32), speech=row["speech"], model=row["model"])
            for label, row in result["voices"].items()
        },
    )

"""Get the recording, decode it, find speech, and plan what follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scriba.core.audio import Channel
from scriba.core.errors import NoSpeechError
from scriba.core.job import ItemKind, Job, NewItem, WorkItem
from scriba.core.languages import bare_code
from scriba.core.options import TranscriptOptions
from scriba.core.redacted_audio import MAX_SOURCE_BYTES, RedactionSizeError
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.stages import stage
from scriba.service.planning import channel_rows, diarize_items
from scriba.service.stages.recognition import recognition
from scriba.service.stages.tools import Outcome, Tools, options_of
from scriba.service.uploads import upload_key


def prepare(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """The first item of every transcript."""
    workspace = tools.files.workspace(job.id)
    # The attempt is part of the name: an outdated attempt that still writes cannot spoil this one's file.
    target = workspace / f"audio-{item.attempt}.pcm"
    options = options_of(job)
    fetched = workspace / f"source-{item.attempt}"
    is_kept = False
    try:
        source = source_of(tools, job, fetched)
        if options.redact_pii_audio and source.stat().st_size > MAX_SOURCE_BYTES:
            raise RedactionSizeError
        prepared = pipeline.prepare(
            source,
            target,
            tools.engines.detector(),
            options=options,
            max_ms=tools.max_audio_ms,
            name=file_name(job),
        )
        is_kept = options.redact_pii_audio
    finally:
        if not is_kept:
            fetched.unlink(missing_ok=True)
    then, findings = _what_follows(tools, options, prepared.channels)
    warnings = [*prepared.warnings, *findings.get("warnings", ())]
    split = {"channels": len(prepared.channels)} if options.is_multichannel else {}
    return Outcome(
        result={"channels": channel_rows(prepared.channels, prepared.decoded.files), "source": fetched.name},
        findings={**findings, **split, "duration": prepared.duration, "warnings": warnings},
        then=then,
    )


def source_of(tools: Tools, job: Job, fetched: Path) -> Path:
    """The job's upload, or what is behind its address, fetched to `fetched`; raises DownloadError."""
    if job.upload_id is not None:
        return tools.files.path(upload_key(job.upload_id))
    with stage("fetch") as current:
        tools.fetcher.fetch(job.audio_url, fetched, current.advance)
    return fetched


def file_name(job: Job) -> str:
    """The recording's name, as far as its address tells it."""
    return job.audio_url.partition("?")[0].rpartition("/")[2]


def _what_follows(
    tools: Tools, options: TranscriptOptions, channels: Sequence[Channel]
) -> tuple[tuple[NewItem, ...], dict[str, Any]]:
    """The items that follow, and what is known of language and model."""
    speakers = diarize_items(channels) if options.speaker_labels else ()
    findings: dict[str, Any] = {}
    second = None
    if not options.language_detection:
        language = options.named_language
        second = next((bare_code(code) for code in (options.language_codes or ())[1:]), None)
    elif any(channel.windows for channel in channels):
        return (NewItem(kind=ItemKind.IDENTIFY), *speakers), {}
    elif options.detection.on_no_speech_detected == "error":
        raise NoSpeechError
    else:
        language = bare_code(options.detection.fallback_language)
        warning = f"Nothing is spoken in the recording: its language is the fallback_language '{language}'."
        findings = {"language_code": language, "warnings": [warning]}
    items, known = recognition(tools, options, channels, language, second)
    return (*items, *speakers), {**findings, **known}

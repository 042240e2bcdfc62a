"""Make a copy of the recording without what redaction has found, before anybody hears that the transcript is done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scriba.core.audio import Region
from scriba.core.errors import UnsupportedAudioError
from scriba.core.job import ItemKind, Job, WorkItem
from scriba.core.option_objects import RedactPiiAudioOptions
from scriba.pipeline.mixing import Excerpt
from scriba.pipeline.muting import covers
from scriba.pipeline.redacted_audio import redact_audio
from scriba.pipeline.stages import stage
from scriba.service.stages.prepare import file_name
from scriba.service.stages.tools import Outcome, Tools, options_of
from scriba.service.stages.understand import restored
from scriba.service.transcripts import ADDRESS
from scriba.service.uploads import upload_key


def redact(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """The last item of transcripts that ask for redacted sound."""
    options = options_of(job)
    chosen = options.redact_pii_audio_options or RedactPiiAudioOptions()
    quality = options.redact_pii_audio_quality or "mp3"
    (result,) = tools.items.results(job.id, ItemKind.UNDERSTAND)
    hidden = [Region(start=start, end=end) for start, end in result["hidden"]]
    excerpt = Excerpt(start=options.audio_start_from or 0, end=options.audio_end_at)
    made = tools.files.workspace(job.id) / f"redacted-{item.attempt}.{quality}"
    with stage("redact") as current:
        warnings = redact_audio(
            _source(tools, job),
            made,
            covers(hidden, chosen.override_audio_redaction_method or "beep", excerpt),
            quality,
            name=file_name(job),
            duration=int(job.findings["duration"]),
            advance=current.advance,
        )
    file = tools.links.lasting(f"{job.id}.{quality}")
    tools.files.keep_redacted(made, file.name)
    return Outcome(
        transcript=replace(restored(result), is_redacted=True),
        findings={**file.finding(), "timings": tools.items.timings(job.id), "warnings": list(warnings)},
        redacted_audio_url=tools.links.address(str(job.options.get(ADDRESS, "")), file),
    )


def _source(tools: Tools, job: Job) -> Path:
    """The recording, which `prepare` has left in its place."""
    (prepared,) = tools.items.results(job.id, ItemKind.PREPARE)
    if job.upload_id is not None:
        path = tools.files.path(upload_key(job.upload_id))
    else:
        path = tools.files.workspace(job.id) / prepared["source"]
    if not path.is_file():
        raise UnsupportedAudioError(
            "Redacted audio error, the recording was deleted before its redacted copy was made."
        )
    return path

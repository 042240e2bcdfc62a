"""Take the voice of the one person who speaks in a recording."""

from __future__ import annotations

from scriba.core.audio import Audio
from scriba.core.enrolment import EnrolmentError
from scriba.core.errors import AudioTooLongError
from scriba.core.job import Job, WorkItem
from scriba.pipeline.decode import decode
from scriba.pipeline.diarize import diarize
from scriba.pipeline.stages import stage
from scriba.pipeline.voices import LONGEST_ENROLMENT, sole_voice
from scriba.service.stages.prepare import file_name, source_of
from scriba.service.stages.tools import Outcome, Tools


def enrol(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """The only item of an enrolment; raises AudioError, of which EnrolmentError, and ModelError."""
    workspace = tools.files.workspace(job.id)
    target, fetched = workspace / f"audio-{item.attempt}.pcm", workspace / f"source-{item.attempt}"
    try:
        source = source_of(tools, job, fetched)
        with stage("decode") as current:
            decode(source, target, max_ms=LONGEST_ENROLMENT, name=file_name(job), advance=current.advance)
    except AudioTooLongError as error:
        raise EnrolmentError(
            f"Enrolment error, the recording is longer than {LONGEST_ENROLMENT // 60_000} minutes. Half a minute is enough."
        ) from error
    finally:
        fetched.unlink(missing_ok=True)
    found = diarize(Audio.open(target), tools.engines.segmenter(), tools.engines.embedder())
    return Outcome(voice=sole_voice(found, tools.voice_space))

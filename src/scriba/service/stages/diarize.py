"""Who speaks when in one part of the recording, with their voices."""

from __future__ import annotations

from scriba.core.job import Job, WorkItem
from scriba.pipeline.heard_files import save
from scriba.pipeline.parts import hear, parts
from scriba.pipeline.stages import stage
from scriba.service.stages.tools import FINISH, Outcome, Tools


def diarize(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """Voices are told apart over all parts, in `finish`; here they are only heard."""
    audio, _ = tools.prepared(job)
    target = tools.files.workspace(job.id) / f"voices-{item.index}-{item.attempt}.npz"
    with stage("diarize") as current:
        part = parts(audio.duration)[item.index]
        heard = hear(audio, part, tools.engines.segmenter(), tools.engines.embedder(), current.advance)
        save(heard, target)
    return Outcome(result={"voices": target.name}, join=FINISH)

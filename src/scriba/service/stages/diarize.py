"""Who speaks when in one part of a channel, with their voices."""

from __future__ import annotations

from scriba.core.job import Job, WorkItem
from scriba.pipeline.heard_files import save
from scriba.pipeline.parts import hear, parts
from scriba.pipeline.stages import stage
from scriba.service.stages.tools import FINISH, Outcome, Tools


def diarize(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """Voices are told apart over all parts, in `finish`; here they are only heard."""
    channel = tools.channels(job)[item.payload["channel"]]
    target = tools.files.workspace(job.id) / f"voices-{item.index}-{item.attempt}.npz"
    with stage("diarize") as current:
        part = parts(channel.audio.duration)[item.payload["part"]]
        heard = hear(channel.audio, part, tools.engines.segmenter(), tools.engines.embedder(), current.advance)
        save(heard, target)
    return Outcome(result={"voices": target.name, "channel": channel.name}, join=FINISH)

"""Join words and speakers, and apply the passes."""

from __future__ import annotations

from scriba.core.job import ItemKind, Job, WorkItem
from scriba.core.speakers import SpeakerCount, SpeakerTurn
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.diarize import attribute
from scriba.pipeline.heard_files import load
from scriba.pipeline.parts import join
from scriba.pipeline.speaker_count import speaker_count
from scriba.pipeline.speakers import assign
from scriba.service.planning import words_from
from scriba.service.stages.tools import Outcome, Tools, options_of


def finish(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """The last item of every transcript."""
    options = options_of(job)
    words = [window for result in tools.items.results(job.id, ItemKind.RECOGNIZE) for window in words_from(result)]
    transcript = pipeline.assemble(words, str(job.findings["language"]), int(job.findings["duration"]))
    if options.speaker_labels:
        turns = _turns(tools, job, speaker_count(options, transcript.duration))
        transcript = transcript.with_words(assign(transcript.words, turns))
    transcript = pipeline.finish(transcript, options)
    findings = {"timings": tools.items.timings(job.id), "warnings": list(transcript.warnings)}
    return Outcome(transcript=transcript, findings=findings)


def _turns(tools: Tools, job: Job, count: SpeakerCount) -> tuple[SpeakerTurn, ...]:
    workspace = tools.files.workspace(job.id)
    found = [load(workspace / result["voices"]) for result in tools.items.results(job.id, ItemKind.DIARIZE)]
    return attribute(join(found), int(job.findings["duration"]), count).turns if found else ()

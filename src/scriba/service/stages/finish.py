"""Join words and speakers, and apply the passes."""

from __future__ import annotations

from functools import partial

from scriba.core.audio import Channel
from scriba.core.job import ItemKind, Job, WorkItem
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import SpeakerTurn
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.channels import label
from scriba.pipeline.diarize import attribute
from scriba.pipeline.heard_files import load
from scriba.pipeline.parts import join
from scriba.pipeline.speaker_count import speaker_count
from scriba.service.planning import words_from
from scriba.service.stages.tools import Outcome, Tools, options_of


def finish(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """The last item of every transcript."""
    options = options_of(job)
    words = [window for result in tools.items.results(job.id, ItemKind.RECOGNIZE) for window in words_from(result)]
    transcript = pipeline.assemble(words, str(job.findings["language"]), int(job.findings["duration"]))
    if options.speaker_labels:
        turns = partial(_turns, tools, job, options)
        transcript = transcript.with_words(label(transcript.words, tools.channels(job), turns))
    transcript = pipeline.finish(transcript, options)
    findings = {"timings": tools.items.timings(job.id), "warnings": list(transcript.warnings)}
    return Outcome(transcript=transcript, findings=findings)


def _turns(tools: Tools, job: Job, options: TranscriptOptions, channel: Channel) -> tuple[SpeakerTurn, ...]:
    """Who speaks when on a channel, from what the parts of it brought."""
    workspace = tools.files.workspace(job.id)
    results = tools.items.results(job.id, ItemKind.DIARIZE)
    found = [load(workspace / result["voices"]) for result in results if result["channel"] == channel.name]
    length = channel.audio.duration
    return attribute(join(found), length, speaker_count(options, length)).turns if found else ()

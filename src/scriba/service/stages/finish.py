"""Join words and speakers, name the speakers, and apply the passes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from scriba.core.audio import Channel
from scriba.core.job import ItemKind, Job, WorkItem
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import Diarization, SpeakerTurn
from scriba.core.transcript import Transcript
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.channels import labelled
from scriba.pipeline.diarize import attribute
from scriba.pipeline.heard_files import load
from scriba.pipeline.parts import join
from scriba.pipeline.speaker_count import speaker_count
from scriba.pipeline.understanding import is_asked
from scriba.pipeline.vocabulary import knows
from scriba.service.formatted import LANGUAGES as FORMATTED_LANGUAGES
from scriba.service.planning import words_from
from scriba.service.stages.naming import has_letters, with_names
from scriba.service.stages.tools import UNDERSTAND, Outcome, Tools, options_of, text_language
from scriba.service.stages.understand import checkpoint

UNFORMATTED: Final = (
    "custom_formatting works in English only: nothing of this transcript is formatted, and its status is unavailable."
)


def finish(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """The last item of every transcript, but of those whose text is to be understood."""
    options = options_of(job)
    words = [window for result in tools.items.results(job.id, ItemKind.RECOGNIZE) for window in words_from(result)]
    transcript = pipeline.assemble(words, text_language(job), int(job.findings["duration"]))
    findings: dict[str, Any] = {}
    names: dict[str, str] | None = None
    if options.speaker_labels:
        transcript = _with_speakers(tools, job, options, transcript)
        transcript, names = with_names(tools, job, options, transcript)
        findings = {} if names is None else {"speaker_names": names}
    transcript = pipeline.finish(transcript, options)
    if options.understanding.custom_formatting and transcript.language not in FORMATTED_LANGUAGES:
        transcript = transcript.with_warning(UNFORMATTED)
    if knows(options.domain, transcript.language):
        findings["domain_used"] = options.domain
    if is_asked(options) or has_letters(options, transcript, names):
        # Out of the way of other recordings: the text's own workers go on.
        return Outcome(
            result=checkpoint(transcript),
            findings=findings | {"warnings": list(transcript.warnings)},
            then=(UNDERSTAND,),
        )
    findings |= {"timings": tools.items.timings(job.id), "warnings": list(transcript.warnings)}
    return Outcome(transcript=transcript, findings=findings)


def _with_speakers(tools: Tools, job: Job, options: TranscriptOptions, transcript: Transcript) -> Transcript:
    """The transcript with the speakers of its words, and with their voices."""
    found: dict[str | None, Diarization] = {}

    def turns(channel: Channel) -> Iterable[SpeakerTurn]:
        found[channel.name] = _told_apart(tools, job, options, channel)
        return found[channel.name].turns

    words, labels = labelled(transcript.words, tools.channels(job), turns)
    voices = {
        label: tools.voice_space.voice(found[channel].embeddings[number], found[channel].clean[number])
        for (channel, number), label in labels.items()
        if number < len(found[channel].embeddings)
    }
    return replace(transcript, words=words, voices=voices)


def _told_apart(tools: Tools, job: Job, options: TranscriptOptions, channel: Channel) -> Diarization:
    """Who speaks when on a channel, from what the parts of it brought."""
    workspace = tools.files.workspace(job.id)
    results = tools.items.results(job.id, ItemKind.DIARIZE)
    found = [load(workspace / result["voices"]) for result in results if result["channel"] == channel.name]
    if not found:
        return Diarization(turns=(), embeddings=(), clean=())
    length = channel.audio.duration
    return attribute(join(found), length, speaker_count(options, length))

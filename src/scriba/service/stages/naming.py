"""Names for the speakers of a transcript, by the voices that its project has enrolled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scriba.core.job import Job
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import EnrolledVoice
from scriba.core.transcript import Transcript
from scriba.pipeline.voices import named
from scriba.service.stages.tools import Tools


def with_names(
    tools: Tools, job: Job, options: TranscriptOptions, transcript: Transcript
) -> tuple[Transcript, dict[str, str] | None]:
    """The transcript with names for the speakers that are recognized, and these names by letter; None if not asked."""
    asked = options.identification
    if asked is None or asked.speaker_type != "name":
        return transcript, None
    mapping = named(
        transcript.voices, chosen(tools.speakers.enrolled(job.project_id, tools.voice_space.name), asked.names)
    )
    words = (replace(word, speaker=mapping.get(word.speaker or "", word.speaker)) for word in transcript.words)
    return transcript.with_words(words), mapping


def has_letters(options: TranscriptOptions, transcript: Transcript, names: Mapping[str, str] | None) -> bool:
    """Whether speakers are to be named and some are not yet: what is said may tell who they are."""
    if options.identification is None:
        return False
    known = set((names or {}).values())
    return any(word.speaker is not None and word.speaker not in known for word in transcript.words)


def chosen(enrolled: Sequence[EnrolledVoice], names: Sequence[str]) -> list[EnrolledVoice]:
    """The voices under these names, spelt as the request spells them; no names: all."""
    if not names:
        return list(enrolled)
    spelling = {_folded(name): name for name in names}
    return [
        EnrolledVoice(name=spelling[_folded(one.name)], voice=one.voice)
        for one in enrolled
        if _folded(one.name) in spelling
    ]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()

"""Names for the speakers of a transcript, by the voices that its project has enrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scriba.core.job import Job
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import EnrolledVoice
from scriba.core.transcript import Transcript
from scriba.pipeline.voices import named
from scriba.service.stages.tools import Tools

NOBODY = (
    "No voice is enrolled in this project: speakers keep their letters. POST /v2/speakers enrols voices; names are not "
    "found from what is said."
)


def with_names(
    tools: Tools, job: Job, options: TranscriptOptions, transcript: Transcript
) -> tuple[Transcript, dict[str, str] | None]:
    """The transcript with names for the speakers that are recognized, and these names by letter; None if not asked."""
    asked = options.identification
    if asked is None or asked.speaker_type != "name":
        return transcript, None
    enrolled = tools.speakers.enrolled(job.project_id, tools.voice_space.name)
    if not enrolled:
        return transcript.with_warning(NOBODY), {}
    wanted, missing = chosen(enrolled, asked.names)
    if missing:
        transcript = transcript.with_warning(
            f"No voice is enrolled under these names: {', '.join(missing)}. Names are not found from what is said."
        )
    mapping = named(transcript.voices, wanted)
    words = (replace(word, speaker=mapping.get(word.speaker or "", word.speaker)) for word in transcript.words)
    return transcript.with_words(words), mapping


def chosen(enrolled: Sequence[EnrolledVoice], names: Sequence[str]) -> tuple[list[EnrolledVoice], list[str]]:
    """The voices under these names, spelt as the request spells them, and the names that have none; no names: all."""
    if not names:
        return list(enrolled), []
    spelling = {_folded(name): name for name in names}
    found = [
        EnrolledVoice(name=spelling[_folded(one.name)], voice=one.voice)
        for one in enrolled
        if _folded(one.name) in spelling
    ]
    known = {one.name for one in found}
    return found, [name for name in spelling.values() if name not in known]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()

"""Listening to transcripts while they are worked on: how far they are, and their words as far as all are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from scriba.core.job import Caller, Job, Progress
from scriba.core.progress import Outline
from scriba.core.storage import Clock, JobStore
from scriba.core.transcript import Span, Word
from scriba.service.planning import words_from

WORDS_A_STRETCH: Final = 500
"""About three minutes of speech: whoever comes late is not sent hours in one piece."""

KEPT_BACK: Final = ("redact_pii", "filter_profanity", "redact_static_entities")
"""Options that ask for words not to be seen: their transcripts tell no text before the passes have done their work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words in a row, in the order of time. `until` is the position after them, ms of the recording."""

    words: tuple[Word, ...]
    language: str
    until: int

    @property
    def text(self) -> str:
        """The running text."""
        return Span(words=self.words, language=self.language).text


def tells_text_early(options: Mapping[str, Any]) -> bool:
    """Whether words may be shown as they are recognized."""
    return not any(options.get(name) for name in KEPT_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What listeners ask for. A position is a time of the recording: all words that begin before it have been told."""

    jobs: JobStore
    results: Callable[[str, int, int], Sequence[Mapping[str, Any]]]
    """What the finished recognize items of a transcript brought that cover some of a stretch of its recording."""
    clock: Clock

    def job(self, caller: Caller, job_id: str) -> Job:
        """Raises TranscriptNotFoundError."""
        return self.jobs.get(job_id, caller.project_id)

    def outlines(self, job_ids: Collection[str]) -> dict[str, Outline]:
        """How far these transcripts are; those that are gone are left out."""
        return self.jobs.outlines(job_ids)

    def progress(self, outline: Outline) -> Progress:
        """How far a transcript is now."""
        return outline.progress(self.clock())

    def recognized(self, job_id: str, position: int, until: int) -> list[Stretch]:
        """What is said from `position` to `until`, as it was recognized: no pass has seen it.

        Nothing where the transcript was completed meanwhile and its items are gone: `rest` has it then.
        """
        job = self.jobs.get(job_id)
        found = [word for result in self.results(job_id, position, until) for word in _words(result)]
        words = sorted((word for word in found if position <= word.start < until), key=lambda word: word.start)
        return list(_stretches(words, str(job.findings.get("language", "en")), until)) if found else []

    def rest(self, job_id: str, position: int) -> list[Stretch]:
        """What a completed transcript says from `position` on; nothing of one that failed or was deleted."""
        job = self.jobs.get(job_id)
        if job.transcript is None:
            return []
        words = [word for word in job.transcript.timeline if word.start >= position]
        return list(_stretches(words, job.transcript.language, max(position, job.transcript.duration)))


def _words(result: Mapping[str, Any]) -> Iterator[Word]:
    return (word for window in words_from(result) for word in window)


def _stretches(words: Sequence[Word], language: str, until: int) -> Iterator[Stretch]:
    """Pieces of bounded length; words that begin at the same time stay together, so that a position tells them apart."""
    cuts = [0]
    for index, (before, word) in enumerate(pairwise(words), start=1):
        if index - cuts[-1] >= WORDS_A_STRETCH and word.start > before.start:
            cuts.append(index)
    for first, last in pairwise([*cuts, len(words)]):
        if first < last:
            end = words[last].start if last < len(words) else until
            yield Stretch(words=tuple(words[first:last]), language=language, until=end)

"""What the stages work with, and what they bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from scriba.core.audio import Channel
from scriba.core.engines import (
    Detector,
    Embedder,
    EntityTagger,
    Identifier,
    Parser,
    Recognizer,
    Segmenter,
    SentenceEncoder,
    Task,
    Translator,
)
from scriba.core.enrolment import SpeakerStore
from scriba.core.job import ItemKind, Job, NewItem
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import Voice, VoiceSpace
from scriba.core.storage import FileStore, ItemStore, JobStore
from scriba.core.transcript import Transcript
from scriba.pipeline.written.writer import Writer
from scriba.service.fetching import Fetcher
from scriba.service.planning import channel_from
from scriba.service.redacted_audio import Links
from scriba.service.routing import Routing
from scriba.service.transcripts import TASK

FINISH: Final = NewItem(kind=ItemKind.FINISH)
"""What follows when no other item of a transcript is open."""

UNDERSTAND: Final = NewItem(kind=ItemKind.UNDERSTAND)
"""What follows that where the text is to be understood."""

REDACT: Final = NewItem(kind=ItemKind.REDACT)
"""What follows that where the recording is to be redacted too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a stage brings: a checkpoint, what it found out, and what follows.

    `transcript` ends the job of a transcript, `voice` that of an enrolment; with `redacted_audio_url` its webhook
    tells where the redacted recording is.
    """

    result: Mapping[str, Any] = field(default_factory=dict)
    findings: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[NewItem, ...] = ()
    join: NewItem | None = None
    transcript: Transcript | None = None
    voice: Voice | None = None
    redacted_audio_url: str | None = None


class Engines(Protocol):
    """The models of a worker, loaded when first asked for."""

    def detector(self) -> Detector:
        """The speech detector."""
        ...

    def identifier(self) -> Identifier:
        """The language identifier."""
        ...

    def recognizer(self, name: str) -> Recognizer:
        """A recognizer by name."""
        ...

    def segmenter(self) -> Segmenter:
        """The model that tells who speaks when in short windows."""
        ...

    def embedder(self) -> Embedder:
        """The model of voices."""
        ...

    def tagger(self) -> EntityTagger:
        """The model of named entities."""
        ...

    def parser(self) -> Parser:
        """The model of grammar."""
        ...

    def encoder(self) -> SentenceEncoder:
        """The model of meanings."""
        ...

    def writer(self) -> Writer | None:
        """The provider of written answers, for one transcript; None where the operator has none."""
        ...

    def translator(self, source: str, target: str) -> Translator | None:
        """The translation model between two languages, given by bare codes; None where there is none here."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Everything that a stage may need."""

    jobs: JobStore
    items: ItemStore
    files: FileStore
    fetcher: Fetcher
    routing: Routing
    engines: Engines
    max_audio_ms: int
    speakers: SpeakerStore
    voice_space: VoiceSpace
    links: Links

    def channels(self, job: Job) -> tuple[Channel, ...]:
        """The decoded recording, all channels mixed or each by itself, as `prepare` left it."""
        (result,) = self.items.results(job.id, ItemKind.PREPARE)
        workspace = self.files.workspace(job.id)
        return tuple(channel_from(row, workspace) for row in result["channels"])


def task_of(job: Job) -> Task:
    """Whether to write what is said, or what it means in English."""
    return Task(job.options.get(TASK, Task.TRANSCRIBE))


def text_language(job: Job) -> str:
    """The language of the words: that of the recording, unless they are translated."""
    return "en" if task_of(job) == Task.TRANSLATE else str(job.findings["language"])


def options_of(job: Job) -> TranscriptOptions:
    """The options that the job was accepted with."""
    return TranscriptOptions.model_validate(dict(job.options))

"""The stages of a transcript as work items: prepare, identify, recognize and diarize, finish.

Each reads what the stages before it have checkpointed and tells what follows; none of them touches a row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from scriba.core.audio import Audio, Window
from scriba.core.engines import Detector, Embedder, Identifier, Recognizer, Segmenter
from scriba.core.errors import LanguageConfidenceError, NoSpeechError
from scriba.core.job import ItemKind, Job, NewItem, WorkItem
from scriba.core.languages import DEFAULT_LANGUAGE_CODE, bare_code
from scriba.core.options import TranscriptOptions
from scriba.core.speakers import SpeakerCount, SpeakerTurn
from scriba.core.storage import FileStore, ItemStore, JobStore
from scriba.core.transcript import Transcript
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.diarize import attribute
from scriba.pipeline.heard_files import load, save
from scriba.pipeline.language import SpokenLanguage
from scriba.pipeline.parts import hear, join, parts
from scriba.pipeline.speakers import assign
from scriba.pipeline.stages import stage
from scriba.service.fetching import Fetcher
from scriba.service.planning import (
    diarize_items,
    recognize_items,
    speaker_count,
    window_from,
    window_row,
    words_from,
    words_result,
)
from scriba.service.routing import Routing
from scriba.service.uploads import upload_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a stage brings: a checkpoint, what it found out, and what follows; `transcript` ends the job."""

    result: Mapping[str, Any] = field(default_factory=dict)
    findings: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[NewItem, ...] = ()
    join: NewItem | None = None
    transcript: Transcript | None = None


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


FINISH = NewItem(kind=ItemKind.FINISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Runs one work item at a time."""

    jobs: JobStore
    items: ItemStore
    files: FileStore
    fetcher: Fetcher
    routing: Routing
    engines: Engines
    max_audio_ms: int

    def run(self, item: WorkItem) -> Outcome:
        """Do an item's work; raises AudioError, ModelError and whatever the observer of the pipeline raises."""
        stages: Mapping[ItemKind, Callable[[WorkItem, Job], Outcome]] = {
            ItemKind.PREPARE: self._prepare,
            ItemKind.IDENTIFY: self._identify,
            ItemKind.RECOGNIZE: self._recognize,
            ItemKind.DIARIZE: self._diarize,
            ItemKind.FINISH: self._finish,
        }
        return stages[item.kind](item, self.jobs.get(item.transcript_id))

    def _prepare(self, item: WorkItem, job: Job) -> Outcome:
        options = _options(job)
        workspace = self.files.workspace(job.id)
        # The attempt is part of the name: an outdated attempt that still writes cannot spoil this one's file.
        target = workspace / f"audio-{item.attempt}.pcm"
        fetched = workspace / f"source-{item.attempt}"
        try:
            prepared = pipeline.prepare(
                self._source(job, fetched),
                target,
                self.engines.detector(),
                max_ms=self.max_audio_ms,
                name=job.audio_url.partition("?")[0].rpartition("/")[2],
            )
        finally:
            fetched.unlink(missing_ok=True)
        then, findings = self._after_prepare(options, list(prepared.windows), prepared.duration)
        return Outcome(
            result={"audio": target.name, "windows": [window_row(window) for window in prepared.windows]},
            findings={"duration": prepared.duration, "warnings": list(prepared.warnings), **findings},
            then=then,
        )

    def _source(self, job: Job, fetched: Path) -> Path:
        if job.upload_id is not None:
            return self.files.path(upload_key(job.upload_id))
        self.fetcher.fetch(job.audio_url, fetched)
        return fetched

    def _after_prepare(
        self, options: TranscriptOptions, windows: list[Window], duration: int
    ) -> tuple[tuple[NewItem, ...], dict[str, str]]:
        """What follows, and what is known of language and model."""
        speakers = diarize_items(duration) if options.speaker_labels and windows else ()
        if not options.language_detection:
            language = bare_code(options.language_code or DEFAULT_LANGUAGE_CODE)
        elif windows:
            return (NewItem(kind=ItemKind.IDENTIFY), *speakers), {}
        elif options.detection.on_no_speech_detected == "error":
            raise NoSpeechError
        else:
            language = bare_code(options.detection.fallback_language)
        items, findings = self._recognition(options, windows, language)
        return (*items, *speakers), findings

    def _recognition(
        self, options: TranscriptOptions, windows: list[Window], language: str
    ) -> tuple[tuple[NewItem, ...], dict[str, str]]:
        route = self.routing.route(options.speech_models or [], language)
        findings = {
            "language": language,
            "speech_model_used": route.model,
            "recognizer": route.recognizer.name,
            "revision": route.recognizer.revision,
        }
        return tuple(recognize_items(windows, language, route.recognizer.name)) or (FINISH,), findings

    def _identify(self, item: WorkItem, job: Job) -> Outcome:
        options = _options(job)
        audio, windows = self._prepared(job)
        expected = [bare_code(code) for code in options.detection.expected_languages if code != "all"]
        spoken = pipeline.identify(audio, windows, self.engines.identifier(), expected)
        language = _decide(spoken, options)
        then, findings = self._recognition(options, windows, language)
        detected = {"language_code": language, "language_confidence": round(spoken.confidence, 4)}
        return Outcome(findings={**findings, **detected}, then=then)

    def _recognize(self, item: WorkItem, job: Job) -> Outcome:
        audio, _ = self._prepared(job)
        windows = [window_from(row) for row in item.payload["windows"]]
        recognizer = self.engines.recognizer(item.payload["recognizer"])
        words = pipeline.recognize(audio, windows, recognizer, item.payload["language"])
        return Outcome(result=words_result(words), join=FINISH)

    def _diarize(self, item: WorkItem, job: Job) -> Outcome:
        audio, _ = self._prepared(job)
        target = self.files.workspace(job.id) / f"voices-{item.index}-{item.attempt}.npz"
        with stage("diarize") as current:
            part = parts(audio.duration)[item.index]
            heard = hear(audio, part, self.engines.segmenter(), self.engines.embedder(), current.advance)
            save(heard, target)
        return Outcome(result={"voices": target.name}, join=FINISH)

    def _finish(self, item: WorkItem, job: Job) -> Outcome:
        options = _options(job)
        words = [window for result in self.items.results(job.id, ItemKind.RECOGNIZE) for window in words_from(result)]
        transcript = pipeline.finish(words, str(job.findings["language"]), int(job.findings["duration"]))
        if options.speaker_labels:
            turns = self._turns(job, speaker_count(options, transcript.duration))
            transcript = transcript.with_words(assign(transcript.words, turns))
        return Outcome(transcript=transcript, findings={"timings": self.items.timings(job.id)})

    def _turns(self, job: Job, count: SpeakerCount) -> tuple[SpeakerTurn, ...]:
        workspace = self.files.workspace(job.id)
        found = [load(workspace / result["voices"]) for result in self.items.results(job.id, ItemKind.DIARIZE)]
        return attribute(join(found), int(job.findings["duration"]), count).turns if found else ()

    def _prepared(self, job: Job) -> tuple[Audio, list[Window]]:
        (result,) = self.items.results(job.id, ItemKind.PREPARE)
        audio = Audio.open(self.files.workspace(job.id) / result["audio"])
        return audio, [window_from(row) for row in result["windows"]]


def _options(job: Job) -> TranscriptOptions:
    return TranscriptOptions.model_validate(dict(job.options))


def _decide(spoken: SpokenLanguage, options: TranscriptOptions) -> str:
    """The language to go on with: the one detected, or the fallback below the threshold."""
    threshold = options.language_confidence_threshold
    if spoken.confidence >= threshold:
        return spoken.code
    detection = options.detection
    if detection.on_low_language_confidence == "fallback":
        # "auto" leaves the choice to the detector: its best guess.
        fallback = detection.fallback_language
        return spoken.code if fallback == "auto" else bare_code(fallback)
    raise LanguageConfidenceError(
        f"detected language '{spoken.code}', confidence {spoken.confidence:.4f}, is below the requested confidence "
        f"threshold value of '{threshold}'"
    )

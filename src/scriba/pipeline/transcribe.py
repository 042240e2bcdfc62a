"""The spine: a recording in, a transcript out. Servers call the steps one by one, the command line calls `transcribe`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from scriba.core.audio import Audio, Region, Window
from scriba.core.engines import NO_HINTS, Detector, Embedder, Hints, Identifier, Recognizer, Segmenter
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.decode import DecodedAudio, decode
from scriba.pipeline.diarize import diarize
from scriba.pipeline.hints import hints_of
from scriba.pipeline.language import SpokenLanguage, spoken_language
from scriba.pipeline.passes import PASSES
from scriba.pipeline.speaker_count import speaker_count
from scriba.pipeline.speakers import assign
from scriba.pipeline.stages import Observer, ignore, observed, stage
from scriba.pipeline.windows import pack, speech_probabilities, speech_regions

__all__ = [
    "Models",
    "Prepared",
    "SpeakerModels",
    "Transcription",
    "assemble",
    "finish",
    "identify",
    "prepare",
    "recognize",
    "transcribe",
]

WINDOWS_A_CALL: Final = 8
"""Progress and cancellation come between calls."""

FALLBACK_LANGUAGE: Final = "en"

DEFAULT_OPTIONS: Final = TranscriptOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerModels:
    """The loaded models that tell speakers apart."""

    segmenter: Segmenter
    embedder: Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The loaded models that a transcription needs.

    Without an identifier the language must be given; `speaker_labels` needs `speakers`.
    """

    detector: Detector
    recognizer: Recognizer
    identifier: Identifier | None = None
    speakers: SpeakerModels | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A recording ready for recognition: what it is, where somebody speaks, and how it is cut."""

    decoded: DecodedAudio
    regions: tuple[Region, ...]
    windows: tuple[Window, ...]

    @property
    def duration(self) -> int:
        """Length of the recording, ms."""
        return self.decoded.duration

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the owner of the recording should know about it."""
        return self.decoded.warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """What `transcribe` found; `language` is None where the caller named it."""

    transcript: Transcript
    language: SpokenLanguage | None
    prepared: Prepared


def prepare(source: Path, target: Path, detector: Detector, *, max_ms: int | None = None, name: str = "") -> Prepared:
    """Decode `source` to raw samples in `target`, find speech and cut windows; raises AudioError.

    `name` is the recording's original file name, a hint for formats that cannot be told by content.
    """
    with stage("decode") as current:
        decoded = decode(source, target, max_ms=max_ms, name=name, advance=current.advance)
    with stage("detect") as current:
        audio = Audio.open(target)
        probabilities = speech_probabilities(audio, detector, current.advance)
        regions = speech_regions(probabilities, audio.duration)
        windows = pack(regions, audio)
    return Prepared(decoded=decoded, regions=tuple(regions), windows=tuple(windows))


def identify(
    audio: Audio, windows: Sequence[Window], identifier: Identifier, expected: Collection[str] = ()
) -> SpokenLanguage:
    """Tell the spoken language, among `expected` if given; raises NoSpeechError where nobody speaks."""
    with stage("identify"):
        return spoken_language(audio, windows, identifier, expected)


def recognize(
    audio: Audio, windows: Sequence[Window], recognizer: Recognizer, language: str, hints: Hints = NO_HINTS
) -> list[tuple[Word, ...]]:
    """Words of each window, in the order of `windows`; any slice of a recording's windows may be given."""
    found: list[tuple[Word, ...]] = []
    with stage("recognize") as current:
        for first in range(0, len(windows), WINDOWS_A_CALL):
            found += recognizer.recognize(audio, windows[first : first + WINDOWS_A_CALL], language, hints)
            current.advance(len(found) / len(windows))
    return found


def assemble(words: Iterable[Sequence[Word]], language: str, duration: int) -> Transcript:
    """Join the words of all windows, given in the order of time, into a transcript."""
    return Transcript(language=language, duration=duration, words=tuple(_in_order(words, duration)))


def finish(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Apply the passes: what the options ask of the text, once words and speakers are known."""
    with stage("finish"):
        for improve in PASSES:
            transcript = improve(transcript, options)
    return transcript


def transcribe(
    source: Path,
    models: Models,
    *,
    language: str | None = None,
    expected: Collection[str] = (),
    options: TranscriptOptions = DEFAULT_OPTIONS,
    max_ms: int | None = None,
    observer: Observer = ignore,
) -> Transcription:
    """Transcribe a file; without `language` it is identified first. Silence gives an empty transcript.

    With no `language` and no speech the transcript's language is "en". Raises AudioError, ModelError, ValueError where
    `options` ask for speakers and their models are not loaded, and whatever `observer` raises.
    """
    with observed(observer), TemporaryDirectory(prefix="scriba-") as folder:
        target = Path(folder) / "audio.pcm"
        prepared = prepare(source, target, models.detector, max_ms=max_ms, name=source.name)
        audio = Audio.open(target)
        spoken = None
        if language is None and models.identifier is not None and prepared.windows:
            spoken = identify(audio, prepared.windows, models.identifier, expected)
        code = language or (spoken.code if spoken else FALLBACK_LANGUAGE)
        words = recognize(audio, prepared.windows, models.recognizer, code, hints_of(options))
        transcript = assemble(words, code, prepared.duration)
        if options.speaker_labels:
            transcript = transcript.with_words(_with_speakers(transcript.words, audio, models, options))
        transcript = finish(transcript, options)
        return Transcription(transcript=transcript, language=spoken, prepared=prepared)


def _with_speakers(words: Sequence[Word], audio: Audio, models: Models, options: TranscriptOptions) -> tuple[Word, ...]:
    """The words with speakers; where nothing is said nobody is looked for."""
    if models.speakers is None:
        raise ValueError("Speaker labels need a segmenter and an embedder.")
    if not words:
        return ()
    count = speaker_count(options, audio.duration)
    found = diarize(audio, models.speakers.segmenter, models.speakers.embedder, options=count)
    return assign(words, found.turns)


def _in_order(words: Iterable[Sequence[Word]], duration: int) -> Iterator[Word]:
    """Words sorted by time, inside the recording, none beginning before the one before it ends."""
    clock = 0
    for word in sorted((word for window in words for word in window), key=lambda word: (word.start, word.end)):
        start = max(word.start, clock)
        end = min(max(word.end, start + 1), duration)
        if start < end:
            yield replace(word, start=start, end=end)
            clock = end

"""The spine: a recording in, a transcript out. Servers call the steps one by one, the command line calls `transcribe`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scriba.core.audio import Audio, Region, Window
from scriba.core.engines import Detector, Identifier, Recognizer
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.decode import DecodedAudio
from scriba.pipeline.language import SpokenLanguage
from scriba.pipeline.stages import Observer, ignore

__all__ = ["Models", "Prepared", "Transcription", "finish", "identify", "prepare", "recognize", "transcribe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The loaded models that a transcription needs; without an identifier the language must be given."""

    detector: Detector
    recognizer: Recognizer
    identifier: Identifier | None = None


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


def prepare(
    source: Path, target: Path, detector: Detector, *, max_ms: int | None = None, name: str = ""
) -> Prepared:
    """Decode `source` to raw samples in `target`, find speech and cut windows; raises AudioError.

    `name` is the recording's original file name, a hint for formats that cannot be told by content.
    """
    raise NotImplementedError


def identify(
    audio: Audio, windows: Sequence[Window], identifier: Identifier, expected: Collection[str] = ()
) -> SpokenLanguage:
    """Tell the spoken language, among `expected` if given; raises NoSpeechError where nobody speaks."""
    raise NotImplementedError


def recognize(
    audio: Audio, windows: Sequence[Window], recognizer: Recognizer, language: str
) -> list[tuple[Word, ...]]:
    """Words of each window, in the order of `windows`; any slice of a recording's windows may be given."""
    raise NotImplementedError


def finish(words: Iterable[Sequence[Word]], language: str, duration: int) -> Transcript:
    """Join the words of all windows, given in the order of time, into the transcript and apply the passes."""
    raise NotImplementedError


def transcribe(
    source: Path,
    models: Models,
    *,
    language: str | None = None,
    expected: Collection[str] = (),
    max_ms: int | None = None,
    observer: Observer = ignore,
) -> Transcription:
    """Transcribe a file; without `language` it is identified first. Silence gives an empty transcript.

    With no `language` and no speech the transcript's language is "en". Raises AudioError, ModelError, and
    whatever `observer` raises.
    """
    raise NotImplementedError

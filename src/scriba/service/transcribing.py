"""Transcribing a file right here, in this process: what the command line does without a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scriba.core.engines import RecognizerCard
from scriba.core.errors import InvalidRequestError
from scriba.core.languages import language_name
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.stages import StageEvent

Progress = Callable[[float], None]
"""Told how much of a recording is done, 0..1."""

_SHARES: Final[Mapping[str, tuple[float, float]]] = {
    "decode": (0.0, 0.04),
    "detect": (0.04, 0.08),
    "identify": (0.08, 0.15),
    "recognize": (0.15, 1.0),
    "diarize": (1.0, 1.0),
    "finish": (1.0, 1.0),
}
"""Where each stage begins and ends on the way through a recording, by its usual share of the time."""

_SHARES_WITH_SPEAKERS: Final[Mapping[str, tuple[float, float]]] = {
    **_SHARES,
    "recognize": (0.15, 0.85),
    "diarize": (0.85, 1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribedFile:
    """A transcript, how sure the language is (None where it was named), and what people should know."""

    transcript: Transcript
    language_confidence: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcriber:
    """A recognizer with its models loaded."""

    card: RecognizerCard
    models: pipeline.Models
    max_ms: int

    def transcribe(
        self,
        source: Path,
        language: str | None,
        on_progress: Progress,
        options: TranscriptOptions = pipeline.DEFAULT_OPTIONS,
    ) -> TranscribedFile:
        """Transcribe a file; without `language` (a bare code) it is found from the recording.

        Raises InvalidRequestError for a language that the recognizer does not know, AudioError and ModelError.
        """
        shares = _SHARES_WITH_SPEAKERS if options.speaker_labels else _SHARES

        def observe(event: StageEvent) -> None:
            begin, end = shares.get(event.name, (0.0, 0.0))
            if end:
                on_progress(begin + (end - begin) * event.fraction)

        found = pipeline.transcribe(
            source,
            self.models,
            language=self._language(language),
            options=options,
            max_ms=self.max_ms,
            observer=observe,
        )
        return TranscribedFile(
            transcript=found.transcript,
            language_confidence=found.language.confidence if found.language else None,
            warnings=(*found.prepared.warnings, *found.transcript.warnings),
        )

    def _language(self, language: str | None) -> str | None:
        if language is not None and not self.card.supports(language):
            raise InvalidRequestError(
                f"The model {self.card.name} does not know the language '{language}' ({language_name(language)}). "
                "`scriba models list` shows what each model knows."
            )
        if language is None and len(self.card.languages) == 1:
            return next(iter(self.card.languages))
        return language

from pathlib import Path
from types import SimpleNamespace

import pytest

from scriba.core.errors import InvalidRequestError
from scriba.core.options import TranscriptOptions
from scriba.pipeline.language import SpokenLanguage
from scriba.pipeline.stages import StageEvent
from scriba.service.transcribing import Transcriber
from tests.fakes.weights import card_of
from tests.fakes.words import transcript_of


class FakePipeline:
    """Goes through the stages and remembers what it was asked."""

    def __init__(self) -> None:
        self.language: str | None = None
        self.max_ms = 0

    def transcribe(self, source, models, *, language, options, max_ms, observer):
        self.language, self.max_ms = language, max_ms
        stages = ("recognize", "diarize") if options.speaker_labels else ("recognize",)
        for name in ("decode", "detect", "identify", *stages, "finish", "a new one"):
            for fraction in (0.0, 0.5, 1.0):
                observer(StageEvent(name=name, fraction=fraction, seconds=0.0))
        spoken = None if language else SpokenLanguage(code="es", confidence=0.97)
        prepared = SimpleNamespace(warnings=("It breaks off.",))
        return SimpleNamespace(transcript=transcript_of("Hola."), language=spoken, prepared=prepared)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    pipeline = FakePipeline()
    monkeypatch.setattr("scriba.pipeline.transcribe.transcribe", pipeline.transcribe)
    return pipeline


def transcriber(*languages: str) -> Transcriber:
    return Transcriber(card=card_of("a", *languages), models=None, max_ms=1000)  # type: ignore[arg-type]  # never used


def test_language_and_remarks_are_passed_on_when_a_file_is_transcribed(pipeline):
    found = transcriber("en", "es").transcribe(Path("a.wav"), None, lambda _fraction: None)
    assert (found.transcript.text, found.language_confidence, found.warnings) == ("Hola.", 0.97, ("It breaks off.",))
    assert (pipeline.language, pipeline.max_ms) == (None, 1000)


@pytest.mark.parametrize("speaker_labels", [False, True])
def test_progress_never_goes_back_when_the_stages_pass(pipeline, speaker_labels):
    told: list[float] = []
    options = TranscriptOptions(speaker_labels=speaker_labels)
    transcriber("en", "es").transcribe(Path("a.wav"), "es", told.append, options)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert pipeline.language == "es"


def test_the_language_is_not_looked_for_when_the_model_knows_one_only(pipeline):
    transcriber("en").transcribe(Path("a.wav"), None, lambda _fraction: None)
    assert pipeline.language == "en"


@pytest.mark.usefixtures("pipeline")
def test_it_is_refused_when_the_model_does_not_know_the_language():
    with pytest.raises(InvalidRequestError, match=r"does not know the language 'de' \(German\)"):
        transcriber("en", "es").transcribe(Path("a.wav"), "de", lambda _fraction: None)

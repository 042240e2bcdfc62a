"""What the command line needs without a server: the pipeline in this process."""

from __future__ import annotations

from typing import Final

from scriba import backends
from scriba.backends.runtime import weights
from scriba.bootstrap.models import cache_folder, cards, find_card, load_recognizer
from scriba.core.engines import EngineOptions, Recognizer
from scriba.core.entities import EntityType
from scriba.core.errors import UnknownModelError
from scriba.pipeline.privacy.redaction import Substitution
from scriba.pipeline.transcribe import Models, SpeakerModels
from scriba.service import models as model_service
from scriba.service.redacting import Redactor
from scriba.service.transcribing import Transcriber
from scriba.settings import Settings

_MS_PER_HOUR: Final = 3_600_000


def load_models(settings: Settings, recognizer: str, *, identify: bool, diarize: bool = False) -> Models:
    """Load what a transcription needs; `identify` and `diarize` ask for more models. Raises ModelError."""
    names = [recognizer, *([settings.identifier] if identify else [])]
    loaded: dict[str, Recognizer] = {}

    def load(name: str) -> Recognizer:
        if name not in loaded:
            loaded[name] = load_recognizer(settings, name, load)
        return loaded[name]

    for name in names:
        load(name)
    identifier = backends.as_identifier(loaded[settings.identifier]) if identify else None
    if identify and identifier is None:
        raise UnknownModelError(f"The recognizer '{settings.identifier}' cannot tell languages apart.")
    return Models(
        detector=backends.load_detector(EngineOptions(threads=settings.speech_threads)),
        recognizer=loaded[recognizer],
        identifier=identifier,
        speakers=load_speaker_models(settings) if diarize else None,
    )


def load_speaker_models(settings: Settings) -> SpeakerModels:
    """Load the models that tell speakers apart; raises ModelError."""
    options = EngineOptions(threads=settings.speech_threads)
    return SpeakerModels(segmenter=backends.load_segmenter(options), embedder=backends.load_embedder(options))


def build_transcriber(settings: Settings, recognizer: str, *, diarize: bool = False) -> Transcriber:
    """A recognizer with all that it needs, loaded; `diarize` loads what speaker labels need. Raises ModelError."""
    card = find_card(settings, recognizer)
    return Transcriber(
        card=card,
        models=load_models(settings, recognizer, identify=len(card.languages) > 1, diarize=diarize),
        max_ms=settings.max_audio_hours * _MS_PER_HOUR,
    )


def build_redactor(policies: frozenset[EntityType], substitution: Substitution, language: str) -> Redactor:
    """Redaction of text; raises ModelError."""
    tagger = backends.load_tagger() if language == "en" else None
    return Redactor(tagger=tagger, language=language, policies=policies, substitution=substitution)


def build_models(settings: Settings) -> model_service.Models:
    """The models of this machine."""
    return model_service.Models(
        cards=cards(settings),
        roles=settings.recognizers,
        weights=weights,
        models_dir=settings.models_path,
        cache_dir=cache_folder(settings),
        endpoint=settings.hub_endpoint,
    )

"""What the command line needs without a server: the pipeline in this process."""

from __future__ import annotations

from scriba import backends
from scriba.bootstrap.models import engine_options, locate_weights
from scriba.core.engines import EngineOptions
from scriba.core.errors import UnknownModelError
from scriba.pipeline.transcribe import Models
from scriba.settings import Settings


def load_models(settings: Settings, recognizer: str, *, identify: bool) -> Models:
    """Load what a transcription needs; `identify` asks for a language identifier too. Raises ModelError."""
    names = [recognizer, *([settings.identifier] if identify else [])]
    loaded = {
        name: backends.load_recognizer(backends.card(name), locate_weights(settings, name), engine_options(settings))
        for name in dict.fromkeys(names)
    }
    identifier = backends.as_identifier(loaded[settings.identifier]) if identify else None
    if identify and identifier is None:
        raise UnknownModelError(f"The recognizer '{settings.identifier}' cannot tell languages apart.")
    return Models(
        detector=backends.load_detector(EngineOptions(threads=settings.speech_threads)),
        recognizer=loaded[recognizer],
        identifier=identifier,
    )

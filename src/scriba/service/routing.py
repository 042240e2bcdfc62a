"""Which logical model and which local recognizer serve a request: the guide's fallback by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scriba.core.engines import RecognizerCard
from scriba.core.errors import InvalidRequestError, LanguageUnsupportedError
from scriba.core.languages import language_name
from scriba.core.options import TranscriptOptions

SINGULAR_TEXT = (
    'speech_model is deprecated. Use "speech_models" instead. See documentation: '
    "https://www.assemblyai.com/docs/pre-recorded-audio/select-the-speech-model"
)
"""The contract's answer to the old option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The logical model that serves a transcript and the recognizer behind it."""

    model: str
    recognizer: RecognizerCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The table of models that this server offers."""

    cards: Mapping[str, RecognizerCard]
    """Logical model to the recognizer that serves it."""
    aliases: Mapping[str, str]
    """Other name to logical model."""
    languages: Mapping[str, frozenset[str]]
    """Languages that a logical model is limited to, bare codes."""
    default_models: tuple[str, ...] = ()
    accept_speech_model: bool = False
    stand_ins: Mapping[str, RecognizerCard] = field(default_factory=dict)
    """Recognizer to the one that the profile puts in its place, for the languages that this one knows."""

    def requested(self, options: TranscriptOptions) -> list[str]:
        """The names that the request asks for, checked. Raises InvalidRequestError in the contract's words."""
        if options.speech_model is not None and not self.accept_speech_model:
            raise InvalidRequestError(SINGULAR_TEXT)
        names = options.speech_models or []
        if not names and options.speech_model is not None:
            names = [options.speech_model]
        if options.speech_models is None and not names:
            names = list(self.default_models)
        if not names or any(self._logical(name) is None for name in names):
            raise InvalidRequestError(self.refusal)
        return names

    @property
    def refusal(self) -> str:
        """The contract's text for a missing, empty or unknown list of models."""
        offered = ", ".join(f'"{name}"' for name in (*self.cards, *self.aliases))
        return f'"speech_models" must be a non-empty list containing one or more of: {offered}'

    def route(self, names: Sequence[str], language: str) -> Route:
        """The first of the models that supports the language. Raises LanguageUnsupportedError when none does."""
        for name in names:
            model = self._logical(name)
            if model is not None and self._supports(model, language):
                return Route(model=model, recognizer=self._served_by(model, language))
        asked = ", ".join(f'"{name}"' for name in names)
        raise LanguageUnsupportedError(
            f"None of the requested speech models ({asked}) supports the language "
            f"'{language}' ({language_name(language)}). Add a model that does to \"speech_models\"."
        )

    def knows(self, names: Sequence[str], language: str) -> bool:
        """Whether `route` finds a model."""
        models = [self._logical(name) for name in names]
        return any(model is not None and self._supports(model, language) for model in models)

    def _served_by(self, model: str, language: str) -> RecognizerCard:
        named = self.cards[model]
        other = self.stand_ins.get(named.name, named)
        return other if other.supports(language) else named

    def _logical(self, name: str) -> str | None:
        model = self.aliases.get(name, name)
        return model if model in self.cards else None

    def _supports(self, model: str, language: str) -> bool:
        limit = self.languages.get(model)
        return (limit is None or language in limit) and self.cards[model].supports(language)

"""Model adapters. The tables name them; a name costs nothing until it is resolved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from scriba.backends.cards import CARDS
from scriba.core.engines import Detector, EngineOptions, Identifier, Recognizer, RecognizerCard, RecognizerFactory
from scriba.core.errors import UnknownModelError
from scriba.core.registry import resolve

RECOGNIZERS: Final[Mapping[str, RecognizerCard]] = MappingProxyType({card.name: card for card in CARDS})
"""Every recognizer that can be chosen, by name."""

BACKENDS: Final[Mapping[str, str]] = MappingProxyType({"whisper": "scriba.backends.whisper:load"})
"""Backend name -> factory of its recognizers."""

DETECTORS: Final[Mapping[str, str]] = MappingProxyType({"silero": "scriba.backends.silero:load"})
"""Detector name -> factory; its weights come with an installed package."""


def card(name: str) -> RecognizerCard:
    """The recognizer of this name; raises UnknownModelError."""
    if name not in RECOGNIZERS:
        msg = f"There is no recognizer named {name!r}. Choose one of: {', '.join(RECOGNIZERS)}."
        raise UnknownModelError(msg)
    return RECOGNIZERS[name]


def load_recognizer(card: RecognizerCard, weights: Path, options: EngineOptions) -> Recognizer:
    """Load a recognizer from the folder that `runtime.weights.locate` gave; raises ModelError."""
    factory: RecognizerFactory = resolve(BACKENDS, card.backend)
    return factory(weights, options)


def load_detector(options: EngineOptions, name: str = "silero") -> Detector:
    """Load a speech detector; raises ModelError."""
    detector: Detector = resolve(DETECTORS, name)(options)
    return detector


def as_identifier(recognizer: Recognizer) -> Identifier | None:
    """The recognizer itself where it also tells languages apart, else None."""
    return recognizer if isinstance(recognizer, Identifier) else None

"""Model adapters. The tables name them; a name costs nothing until it is resolved."""

from __future__ import annotations

from pathlib import Path

from scriba.core.engines import Detector, EngineOptions, Identifier, Recognizer, RecognizerCard

RECOGNIZERS: dict[str, RecognizerCard] = {}
"""Every recognizer that can be chosen, by name."""

BACKENDS: dict[str, str] = {"whisper": "scriba.backends.whisper:load"}
"""Backend name -> factory of its recognizers."""

DETECTORS: dict[str, str] = {"silero": "scriba.backends.silero:load"}
"""Detector name -> factory; its weights come with an installed package."""


def card(name: str) -> RecognizerCard:
    """The recognizer of this name; raises UnknownModelError."""
    raise NotImplementedError


def load_recognizer(card: RecognizerCard, weights: Path, options: EngineOptions) -> Recognizer:
    """Load a recognizer from the folder that `runtime.weights.locate` gave; raises ModelError."""
    raise NotImplementedError


def load_detector(options: EngineOptions, name: str = "silero") -> Detector:
    """Load a speech detector; raises ModelError."""
    raise NotImplementedError


def as_identifier(recognizer: Recognizer) -> Identifier | None:
    """The recognizer itself where it also tells languages apart, else None."""
    raise NotImplementedError

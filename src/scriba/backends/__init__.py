"""Model adapters. The tables name them; a name costs nothing until it is resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from scriba.backends.cards import CARDS
from scriba.core.engines import (
    Chat,
    CompanionFactory,
    Detector,
    Embedder,
    EngineOptions,
    EntityTagger,
    HubSource,
    Identifier,
    Parser,
    Recognizer,
    RecognizerCard,
    RecognizerFactory,
    Segmenter,
    SentenceEncoder,
    Translator,
)
from scriba.core.errors import ModelError, UnknownModelError
from scriba.core.registry import resolve
from scriba.core.speakers import VoiceSpace

RECOGNIZERS: Final[Mapping[str, RecognizerCard]] = MappingProxyType({card.name: card for card in CARDS})
"""Every recognizer that can be chosen, by name."""

BACKENDS: Final[Mapping[str, str]] = MappingProxyType(
    {"whisper": "scriba.backends.whisper:load", "onnx-asr": "scriba.backends.onnx_asr:load"}
)
"""Backend name -> factory of its recognizers."""

COMPANIONED: Final[Mapping[str, str]] = MappingProxyType({"moonshine": "scriba.backends.moonshine:load"})
"""Backend name -> factory of its recognizers, which ask others for the times of their words."""

JOINERS: Final[Mapping[str, str]] = MappingProxyType({"voting": "scriba.backends.voting:load"})
"""Backend name -> factory of recognizers that are made of other ones."""

DETECTORS: Final[Mapping[str, str]] = MappingProxyType({"silero": "scriba.backends.silero:load"})
"""Detector name -> factory; its weights come with an installed package."""

SEGMENTERS: Final[Mapping[str, str]] = MappingProxyType({"segmentation-3.0": "scriba.backends.segmentation:load"})
"""Segmenter name -> factory; its weights lie in this package."""

EMBEDDERS: Final[Mapping[str, str]] = MappingProxyType({"campplus": "scriba.backends.campplus:load"})
"""Embedder name -> factory; its weights lie in this package."""

TAGGERS: Final[Mapping[str, str]] = MappingProxyType({"spacy-sm": "scriba.backends.spacy_entities:load"})
"""Entity tagger name -> factory; its weights come with an installed package."""

PARSERS: Final[Mapping[str, str]] = MappingProxyType({"spacy-sm": "scriba.backends.spacy_grammar:load"})
"""Parser name -> factory; its weights come with the same package."""

ENCODERS: Final[Mapping[str, str]] = MappingProxyType({"minilm": "scriba.backends.minilm:load"})
"""Sentence encoder name -> factory; its weights come with an installed package."""

CHATS: Final[Mapping[str, str]] = MappingProxyType({"openai": "scriba.backends.openai_chat:load"})
"""Dialect of a provider -> factory of what speaks it."""

TRANSLATORS: Final[Mapping[str, str]] = MappingProxyType({"ctranslate2": "scriba.backends.marian:load"})
"""Kind of a translation model -> factory; its files lie in a folder of the operator."""

VOICE_SPACES: Final[Mapping[str, str]] = MappingProxyType({"campplus": "scriba.backends.campplus:load_space"})
"""Embedder name -> factory of the space in which its points are compared."""


def card(name: str) -> RecognizerCard:
    """The recognizer of this name; raises UnknownModelError."""
    if name not in RECOGNIZERS:
        msg = f"There is no recognizer named {name!r}. Choose one of: {', '.join(RECOGNIZERS)}."
        raise UnknownModelError(msg)
    return RECOGNIZERS[name]


def load_recognizer(
    card: RecognizerCard, weights: Path, options: EngineOptions, companions: Sequence[Recognizer] = ()
) -> Recognizer:
    """Load a recognizer from the folder that `runtime.weights.locate` gave; raises ModelError.

    `companions` are its card's members, or its aligner where that one is installed.
    """
    if card.members:
        joined: Recognizer = resolve(JOINERS, card.backend)(companions)
        return joined
    if card.backend in COMPANIONED:
        joiner: CompanionFactory = resolve(COMPANIONED, card.backend)
        return joiner(weights, options, companions)
    try:
        factory: RecognizerFactory = resolve(BACKENDS, card.backend)
    except ModuleNotFoundError as error:
        msg = f"{card.name} needs a library that is not installed ({error.name}). Run: pip install 'scriba[{card.backend}]'"
        raise ModelError(msg) from error
    return factory(weights, options)


def folder_card(name: str, languages: frozenset[str]) -> RecognizerCard:
    """The card of a folder of the operator's own that the library onnx-asr loads; its files are not known here."""
    return RecognizerCard(
        name=name,
        backend="onnx-asr",
        languages=languages,
        weights=(),
        licence="see the folder",
        source=HubSource(repository=name, revision="local"),
        description="a folder of your own, by onnx-asr",
    )


def load_detector(options: EngineOptions, name: str = "silero") -> Detector:
    """Load a speech detector; raises ModelError."""
    detector: Detector = resolve(DETECTORS, name)(options)
    return detector


def load_segmenter(options: EngineOptions, name: str = "segmentation-3.0") -> Segmenter:
    """Load a segmenter; raises ModelError."""
    segmenter: Segmenter = resolve(SEGMENTERS, name)(options)
    return segmenter


def load_embedder(options: EngineOptions, name: str = "campplus") -> Embedder:
    """Load an embedder; raises ModelError."""
    embedder: Embedder = resolve(EMBEDDERS, name)(options)
    return embedder


def load_tagger(name: str = "spacy-sm") -> EntityTagger:
    """Load an entity tagger; raises ModelError."""
    tagger: EntityTagger = resolve(TAGGERS, name)()
    return tagger


def load_parser(name: str = "spacy-sm") -> Parser:
    """Load a parser; raises ModelError."""
    parser: Parser = resolve(PARSERS, name)()
    return parser


def load_encoder(name: str = "minilm") -> SentenceEncoder:
    """Load a sentence encoder; raises ModelError."""
    encoder: SentenceEncoder = resolve(ENCODERS, name)()
    return encoder


def load_chat(*, url: str, key: str | None, model: str, timeout_ms: int, dialect: str = "openai") -> Chat:
    """What asks a provider; nothing is called yet."""
    chat: Chat = resolve(CHATS, dialect)(url=url, key=key, model=model, timeout_ms=timeout_ms)
    return chat


def load_translator(folder: Path, options: EngineOptions, kind: str = "ctranslate2") -> Translator:
    """Load a translation model from its folder; raises ModelError."""
    translator: Translator = resolve(TRANSLATORS, kind)(folder, options)
    return translator


def load_voice_space(name: str = "campplus") -> VoiceSpace:
    """Where the points of an embedder are compared; raises ModelError."""
    space: VoiceSpace = resolve(VOICE_SPACES, name)()
    return space


def as_identifier(recognizer: Recognizer) -> Identifier | None:
    """The recognizer itself where it also tells languages apart, else None."""
    return recognizer if isinstance(recognizer, Identifier) else None

"""What the pipeline asks of models: the protocols that backends fulfil, and the card that declares a recognizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from scriba.core.audio import Audio, Samples, Window
from scriba.core.speakers import Embedding
from scriba.core.transcript import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePart:
    """A file, or a part of one, inside an installed weights package; it is located and read, never imported."""

    distribution: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsFile:
    """One file of a model, wherever it comes from.

    `parts` are joined in order; empty where no package carries the file.
    """

    name: str
    sha256: str
    size: int
    parts: tuple[PackagePart, ...] = ()
    path: str = ""
    """Where it lies in the hub's repository; empty where that is its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSource:
    """A Hugging Face repository at a pinned commit."""

    repository: str
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerCard:
    """A recognizer's declaration. `languages` are bare codes."""

    name: str
    backend: str
    languages: frozenset[str]
    weights: tuple[WeightsFile, ...]
    licence: str
    source: HubSource
    description: str = ""
    translates: bool = False
    """Whether it was trained to write English whatever is spoken."""
    members: tuple[str, ...] = ()
    """Recognizers that it is made of; it has no weights of its own then."""
    aligner: str = ""
    """A recognizer that tells it when words were said, where that one is installed."""

    def supports(self, language: str) -> bool:
        """Whether the recognizer knows a bare language code."""
        return language in self.languages

    @property
    def revision(self) -> str:
        """The upstream commit whose files these are, shortened for people."""
        return self.source.revision[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """How a model runs on this machine."""

    threads: int = 0
    """CPU threads; 0 lets the backend choose."""
    compute_type: str = "int8"
    device: str = "cpu"


class Detector(Protocol):
    """Finds where somebody speaks."""

    def probabilities(self, samples: Samples) -> Samples:
        """Speech probability of every 32 ms frame of 16 kHz audio; shape [ceil(n / 512)].

        Consecutive calls are independent: callers pass overlapping stretches of long recordings.
        """
        ...


@runtime_checkable
class Identifier(Protocol):
    """Tells spoken languages apart."""

    def language_probabilities(self, clips: Sequence[Samples]) -> list[dict[str, float]]:
        """For each clip of at most 30 s: probability by bare language code, summing to 1."""
        ...


class Task(StrEnum):
    """What a recognizer writes: what is said, or what it means in English."""

    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"


class Strength(StrEnum):
    """How readily a term is preferred to what sounds like it."""

    LOW = "low"
    STANDARD = "standard"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a recognizer is told beside the sound. The defaults say nothing."""

    terms: tuple[str, ...] = ()
    """Names and phrases that may be said, as they shall be written."""
    strength: Strength = Strength.STANDARD
    """How strongly `terms` pull."""
    vocabulary: tuple[str, ...] = ()
    """Words of a field of knowledge; weaker than `terms`, as most of them are not said."""
    prompt: str = ""
    """Text that could have come before: its subject and its way of writing rub off."""
    temperature: float = 0.0
    """0 takes the likeliest text, more draws among likely ones; the same each time."""
    keeps_fillers: bool = False
    """Whether "um" and the like are to be written."""
    task: Task = Task.TRANSCRIBE


NO_HINTS: Final = Hints()


class Recognizer(Protocol):
    """Turns speech into words."""

    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        """For each window its words in order, times in ms from the start of the recording.

        Words have `start` < `end`; a window in which nothing is said has none. The same call gives the same words.
        A hint that the model cannot follow has no effect.
        """
        ...


class Heard(Protocol):
    """A clip that a model has listened to, once for any number of questions."""

    def likelihoods(self, texts: Sequence[str]) -> list[float]:
        """Natural logarithm of the probability that each text was said, summed over its tokens."""
        ...

    def words(self, text: str) -> list[Word]:
        """The words of a text, times in ms from the clip's start, and how sure the model is of each."""
        ...


@runtime_checkable
class Listener(Protocol):
    """Judges texts by the sound: a recognizer that also tells how likely any text is, and when its words were said."""

    def listen(self, clip: Samples, language: str) -> Heard:
        """Listen to at most 30 s."""
        ...


class RecognizerFactory(Protocol):
    """How a backend module builds its recognizer; the table in `scriba.backends` names these."""

    def __call__(self, weights: Path, options: EngineOptions) -> Recognizer:
        """Load the model from a folder holding the card's files; raises ModelError."""
        ...


class CompanionFactory(Protocol):
    """How a backend whose recognizers ask others for word times builds them."""

    def __call__(self, weights: Path, options: EngineOptions, companions: Sequence[Recognizer]) -> Recognizer:
        """Load the model; `companions` holds the card's aligner where that is installed. Raises ModelError."""
        ...


Activity = npt.NDArray[np.float32]
"""Probability that each local speaker speaks; shape [windows, frames, local speakers]."""


class Segmenter(Protocol):
    """Tells who speaks when inside windows of 10 s, overlaps included; its speakers are local to each window."""

    def activity(self, windows: Samples) -> Activity:
        """For windows of shape [n, 160000]: [n, 589, 3], a frame every 270 samples, at most two speakers at once."""
        ...


class Embedder(Protocol):
    """Turns voices into points that lie close together where the speaker is the same."""

    def embed(self, clips: Sequence[Samples]) -> Embedding:
        """One row of length 1 for each clip of a single speaker, however short; shape [n, dimensions]."""
        ...


EntitySpan = tuple[str, int, int]
"""A named entity in a text: OntoNotes label ("PERSON", "ORG", "GPE", ...), first character, end."""


class EntityTagger(Protocol):
    """Finds names of people, organisations and places in sentences."""

    def tag(self, sentences: Sequence[str]) -> list[list[EntitySpan]]:
        """For each sentence what it names, in order and without overlap."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedToken:
    """A word or sign: dictionary form, universal part of speech ("NOUN", "PROPN", ...), first character and end."""

    lemma: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSentence:
    """The grammar of a sentence; noun phrases are first and last token."""

    tokens: tuple[ParsedToken, ...]
    noun_phrases: tuple[tuple[int, int], ...]


class Parser(Protocol):
    """Works out the grammar of sentences."""

    def parse(self, sentences: Sequence[str]) -> list[ParsedSentence]:
        """For each sentence its tokens in order and its noun phrases, which do not overlap."""
        ...


Meanings = npt.NDArray[np.float32]
"""Texts as points: rows of length 1 whose dot products tell how alike they are; shape [texts, dimensions]."""


class SentenceEncoder(Protocol):
    """Turns texts into points that lie close together where they are about the same."""

    def encode(self, texts: Sequence[str]) -> Meanings:
        """One row for each text, whatever else is asked for; what exceeds a long paragraph is not read."""
        ...


class Chat(Protocol):
    """A language model behind a chat: instructions and a text in, a text out."""

    def answer(self, instructions: str, text: str, schema: Mapping[str, Any]) -> str:
        """The model's words, which should be JSON of this JSON Schema; nobody vouches for that.

        Raises ProviderError, whose text quotes neither the request nor the answer.
        """
        ...


class Translator(Protocol):
    """Says in another language what sentences mean."""

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """One text for each sentence."""
        ...

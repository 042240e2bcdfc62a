"""What understanding is worth and costs: python -m benchmarks.understanding [--rated FOLDER] [--text FILE].

FOLDER is the unpacked source package vaderSentiment 3.3.2, whose rated sentences are not part of this project; every fifth was
left out of the training and is measured on here. The cost is that of 1000 words of FILE, or of made-up ones, with everything on.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path
from typing import Final

from scriba import backends
from scriba.core.engines import EntityTagger, Parser, SentenceEncoder, Translator
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.insights.sentiment import CLASSES, packaged_weights, probabilities
from scriba.pipeline.understanding import understand
from scriba.pipeline.written.writer import Writer
from tools.train_sentiment import SETS, examples, label

WORDS: Final = 1000
THINGS: Final = ("garden", "payment", "river", "engine", "teacher", "ticket", "window", "doctor", "invoice", "village")
DEEDS: Final = ("broke", "helped", "found", "opened", "carried", "delayed", "liked", "refused")
KINDS: Final = ("old", "green", "late", "friendly", "broken", "local", "first", "expensive")


class Models:
    """The models of the text lane."""

    def __init__(self) -> None:
        self._tagger, self._parser = backends.load_tagger(), backends.load_parser()
        self._encoder = backends.load_encoder()

    def tagger(self) -> EntityTagger:
        """The model of named entities."""
        return self._tagger

    def parser(self) -> Parser:
        """The model of grammar."""
        return self._parser

    def encoder(self) -> SentenceEncoder:
        """The model of meanings."""
        return self._encoder

    def writer(self) -> Writer | None:
        """Nobody: local methods are measured."""
        return None

    def translator(self, source: str, target: str) -> Translator | None:
        """None."""
        return None


def made_up(count: int) -> str:
    """A text of short sentences, always the same."""
    dice = random.Random(7)  # noqa: S311  # a text, not a secret
    words: list[str] = []
    while len(words) < count:
        pick = [dice.choice(group) for group in (KINDS, THINGS, DEEDS, KINDS, THINGS)]
        words += f"The {pick[0]} {pick[1]} {pick[2]} a {pick[3]} {pick[4]} in May.".split()
    return " ".join(words)


def transcript_of(text: str) -> Transcript:
    """The first 1000 words, evenly spoken by two people."""
    words = [
        Word(text=each, start=400 * number, end=400 * number + 350, confidence=0.9, speaker="AB"[number // 50 % 2])
        for number, each in enumerate(text.split()[:WORDS])
    ]
    return Transcript(language="en", duration=400 * len(words), words=tuple(words))


def tell_sentiment(folder: Path) -> None:
    """Print accuracy and macro F1 on the sentences that were left out."""
    held_out = [row for number, row in enumerate(examples(folder)) if number % 5 == 0]
    weights = packaged_weights()
    for name in SETS:
        rows = [(text, label(rating)) for source, text, rating in held_out if source == name]
        found = []
        for text, _ in rows:
            chances = probabilities(text, weights)
            found.append(chances.index(max(chances)))
        truth = [kind for _, kind in rows]
        hits = [
            sum(one == other == kind for one, other in zip(found, truth, strict=True)) for kind in range(len(CLASSES))
        ]
        scores = [2 * hit / max(1, found.count(kind) + truth.count(kind)) for kind, hit in enumerate(hits)]
        print(f"{name}: {len(rows)} sentences, accuracy {sum(hits) / len(rows):.2f}, macro F1 {sum(scores) / 3:.2f}")


def tell_cost(text: str) -> None:
    """Print how long everything together takes, and the memory of the process."""
    models, transcript = Models(), transcript_of(text)
    everything = {
        "redact_pii": True,
        "redact_pii_policies": ["person_name", "phone_number", "location"],
        "entity_detection": True,
        "auto_highlights": True,
        "sentiment_analysis": True,
        "auto_chapters": True,
    }
    options = TranscriptOptions.model_validate(everything)
    for run in ("first", "again"):
        before = time.perf_counter()
        understand(transcript, options, models)
        print(f"{len(transcript.words)} words, {run}: {time.perf_counter() - before:.2f} s")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Measure what there is material for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rated", type=Path, help="the unpacked source package vaderSentiment 3.3.2")
    parser.add_argument("--text", type=Path, help="English text for the cost")
    arguments = parser.parse_args()
    if arguments.rated:
        tell_sentiment(arguments.rated)
    tell_cost(arguments.text.read_text("utf-8") if arguments.text else made_up(WORDS))


if __name__ == "__main__":
    main()

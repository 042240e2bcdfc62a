"""What understanding is worth and costs: python -m benchmarks.understanding [--rated FOLDER] [--published FILE] [--text FILE].

FOLDER is the unpacked source package vaderSentiment 3.3.2, whose rated sentences are not part of this project; every fifth was
left out of the training and is measured on here. Its own sets are `understanding_sets`. The cost is that of 1000 words of FILE, or of made-up ones, with everything on.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scriba import backends
from scriba.core.engines import EntityTagger, Parser, SentenceEncoder, Translator
from scriba.core.insights import NO_INSIGHTS
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.insights.passage import Passage
from scriba.pipeline.insights.safety import add_safety
from scriba.pipeline.insights.sentiment import CLASSES, probabilities
from scriba.pipeline.insights.topics import add_topics, relevances
from scriba.pipeline.understanding import understand
from scriba.pipeline.written.writer import Writer
from tools.train_sentiment import SETS, examples, label

WORDS: Final = 1000
THINGS: Final = ("garden", "payment", "river", "engine", "teacher", "ticket", "window", "doctor", "invoice", "village")
DEEDS: Final = ("broke", "helped", "found", "opened", "carried", "delayed", "liked", "refused")
OWN_SETS: Final = Path(__file__).parent / "understanding_sets"
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


def tell_sentiment(folder: Path, models: Models) -> None:
    """Print accuracy and macro F1 on the rated sentences that were left out."""
    held_out = [row for number, row in enumerate(examples(folder)) if number % 5 == 0]
    for name in SETS:
        rows = [(text, label(rating)) for source, text, rating in held_out if source == name]
        print(f"{name}: {len(rows)} sentences, {judged(rows, models)}")


def judged(rows: Sequence[tuple[str, int]], models: Models) -> str:
    """Accuracy and macro F1 on sentences with the number of their class."""
    texts = [text for text, _ in rows]
    found = probabilities(texts, models.encoder().encode(texts)).argmax(axis=1).tolist()
    truth = [kind for _, kind in rows]
    hits = [sum(one == other == kind for one, other in zip(found, truth, strict=True)) for kind in range(len(CLASSES))]
    scores = [2 * hit / max(1, found.count(kind) + truth.count(kind)) for kind, hit in enumerate(hits)]
    return f"accuracy {sum(hits) / len(rows):.2f}, macro F1 {sum(scores) / 3:.2f}"


def own_rows(name: str, half: str) -> list[list[str]]:
    """The other columns of a set of our own."""
    lines = (OWN_SETS / name).read_text("utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [row[1:] for row in rows if row[0] == half]


def passage_of(text: str, models: Models) -> Passage:
    """A text as insights see it, evenly spoken."""
    return Passage(transcript_of(text), models)


def tell_own_sets(models: Models) -> None:
    """Print what topics, content safety and sentiment are worth on texts of our own."""
    for half in ("dev", "held"):
        kinds: list[str] = list(CLASSES)
        rows = [(text, kinds.index(kind)) for kind, text in own_rows("sentiment.txt", half)]
        print(f"sentiment, own sentences, {half}: {len(rows)} sentences, {judged(rows, models)}")
        tell_topics(own_rows("topics.txt", half), half, models)
        tell_safety(own_rows("content_safety.txt", half), half, models)


def tell_topics(rows: Sequence[Sequence[str]], half: str, models: Models) -> None:
    """Print how often the first label, one of five, and the first one's tier are acceptable."""
    first = five = tier = 0
    for accepted, text in rows:
        passage = passage_of(text, models)
        labels = list(relevances(passage.meaning(range(len(passage.sentences)))))
        good = accepted.split(", ")
        first += labels[0] in good
        five += any(each in good for each in labels[:5])
        tier += labels[0].split(">")[0] in {each.split(">")[0] for each in good}
    print(f"topics, {half}: {len(rows)} passages, first {first}, among five {five}, first tier {tier}")


def tell_safety(rows: Sequence[Sequence[str]], half: str, models: Models) -> None:
    """Print how many delicate sentences get their label, and how many others get one."""
    found = alarms = 0
    for expected, text in rows:
        safety = add_safety(NO_INSIGHTS, passage_of(text, models), TranscriptOptions()).safety
        labels = {each.label for block in (safety.blocks if safety else ()) for each in block.labels}
        found += expected in labels
        alarms += not expected and bool(labels)
    delicate = sum(bool(expected) for expected, _ in rows)
    print(f"content safety, {half}: {found} of {delicate} found, {alarms} of {len(rows) - delicate} others labelled")


def tell_published(file: Path, models: Models) -> None:
    """Print how far published results, in the contract's shape, are met."""
    document = json.loads(file.read_text("utf-8"))
    for block in document["iab_categories_result"]["results"]:
        topics = add_topics(NO_INSIGHTS, passage_of(block["text"], models), TranscriptOptions()).topics
        ours = list(topics.summary)[:5] if topics else []
        theirs = [each["label"] for each in block["labels"]]
        print(f"topics: first theirs {theirs[0]}, ours {ours[0]}, of their five {len(set(theirs[:5]) & set(ours))} too")
    for block in document["content_safety_labels"]["results"]:
        least = TranscriptOptions(content_safety_confidence=25)
        safety = add_safety(NO_INSIGHTS, passage_of(block["text"], models), least).safety
        labels = dict(safety.summary) if safety else {}
        print(f"content safety: theirs {[each['label'] for each in block['labels']]}, ours {labels}")


def tell_cost(text: str, models: Models) -> None:
    """Print how long everything together takes, and the memory of the process."""
    transcript = transcript_of(text)
    everything = {
        "redact_pii": True,
        "redact_pii_policies": ["person_name", "phone_number", "location"],
        "entity_detection": True,
        "auto_highlights": True,
        "sentiment_analysis": True,
        "auto_chapters": True,
        "iab_categories": True,
        "content_safety": True,
    }
    options = TranscriptOptions.model_validate(everything)
    for run in ("first", "again"):
        before, worked = time.perf_counter(), time.process_time()
        understand(transcript, options, models)
        took, worked = time.perf_counter() - before, time.process_time() - worked
        print(f"{len(transcript.words)} words, {run}: {took:.2f} s, of which {worked:.2f} s of processor time")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Measure what there is material for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rated", type=Path, help="the unpacked source package vaderSentiment 3.3.2")
    parser.add_argument("--published", type=Path, help="a completed transcript of the original service, as JSON")
    parser.add_argument("--text", type=Path, help="English text for the cost")
    arguments = parser.parse_args()
    models = Models()
    tell_cost(arguments.text.read_text("utf-8") if arguments.text else made_up(WORDS), models)
    tell_own_sets(models)
    if arguments.published:
        tell_published(arguments.published, models)
    if arguments.rated:
        tell_sentiment(arguments.rated, models)


if __name__ == "__main__":
    main()

"""What is lost when recordings are long: words of joined recordings beside those of the same recordings one by one.

python -m benchmarks.coverage FOLDER [--limit N] [--only scriba,faster-whisper] [--threads 2] [--details]

All recordings of the manifest are joined to one, with pauses of 0.2 to 1.2 s, and transcribed in one go; every reference
word is looked for where its recording lies. Single words go missing for many reasons (fillers, contractions, "and"), so three in
a row count as lost speech. What borders of windows cost is seen by the words that were found one by one.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jiwer

from benchmarks.joining import Part, join
from benchmarks.manifest import Item
from benchmarks.recognition import measurable
from benchmarks.report import save, table
from benchmarks.scoring import normalized
from benchmarks.systems import add_machine, machine_of
from benchmarks.time_scoring import TimedWord
from benchmarks.timed_systems import TIMED_SYSTEMS, TimedSystem

RUN: Final = 3
"""So many missing words in a row are lost speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of reference words."""

    words: int = 0
    errors: int = 0
    missing: int = 0
    lost: int = 0
    """Missing in runs."""

    def __add__(self, other: Found) -> Found:
        """Both together."""
        return Found(
            words=self.words + other.words,
            errors=self.errors + other.errors,
            missing=self.missing + other.missing,
            lost=self.lost + other.lost,
        )

    @property
    def figures(self) -> dict[str, Any]:
        """For people and files."""
        words = max(1, self.words)
        return {
            "words": self.words,
            "wer": round(self.errors / words, 5),
            "missing": self.missing,
            "lost": self.lost,
            "coverage": round(1 - self.lost / words, 5),
        }


def found(reference: str, heard: str, language: str) -> Found:
    """Compare a recording's words."""
    expected, text = normalized(reference, language), normalized(heard, language)
    if not expected:
        return Found()
    counts = jiwer.process_words(expected, text)
    runs = [chunk.ref_end_idx - chunk.ref_start_idx for chunk in counts.alignments[0] if chunk.type == "delete"]
    return Found(
        words=len(expected.split()),
        errors=counts.substitutions + counts.deletions + counts.insertions,
        missing=counts.deletions,
        lost=sum(run for run in runs if run >= RUN),
    )


def shares(parts: Sequence[Part], words: Sequence[TimedWord]) -> list[str]:
    """The text of each part: every word goes to the part that its middle is in or nearest to."""
    texts: list[list[str]] = [[] for _ in parts]
    for word in words:
        middle = ((word.start or 0.0) + (word.end or 0.0)) / 2
        distances = [max(part.start - middle, middle - part.end, 0.0) for part in parts]
        texts[distances.index(min(distances))].append(word.text.strip())
    return [" ".join(text) for text in texts]


def measure(items: Sequence[Item], run: TimedSystem, *, details: bool = False) -> tuple[Found, Found]:
    """What was found of all words in the long recording, and one by one."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "long.wav"
        parts = join(items, target)
        texts = shares(parts, run(target, items[0].language or "en"))
    long = singly = Found()
    for part, text in zip(parts, texts, strict=True):
        language = part.item.language or "en"
        alone = " ".join(word.text.strip() for word in run(part.item.audio, language))
        reference = part.item.text or ""
        one, other = found(reference, text, language), found(reference, alone, language)
        long, singly = long + one, singly + other
        if details and one.lost > other.lost:
            print(f"{part.item.id} at {part.start:.0f} s\n  said:   {reference}\n  long:   {text}\n  singly: {alone}")
    return long, singly


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--limit", type=int, help="join the first so many recordings only")
    add_machine(parser)
    parser.add_argument("--only", default=",".join(TIMED_SYSTEMS), help="systems to compare, separated by commas")
    parser.add_argument("--details", action="store_true", help="show what is lost by joining")
    options = parser.parse_args()
    machine = machine_of(options)
    items = measurable(options.folder, options.limit)
    systems = {}
    for name in options.only.split(","):
        long, singly = measure(items, TIMED_SYSTEMS[name](machine), details=options.details)
        systems[name] = {"long": long.figures, "singly": singly.figures}
    rows = [
        [
            f"{name}, {how}",
            str(one["words"]),
            f"{100 * one['wer']:.2f}",
            str(one["missing"]),
            str(one["lost"]),
            f"{100 * one['coverage']:.2f}",
        ]
        for name, hows in systems.items()
        for how, one in hows.items()
    ]
    print(table(["system", "words", "WER %", "missing", "lost", "coverage %"], rows))
    figures = {"recordings": len(items), "recognizer": options.recognizer, "systems": systems}
    print(f"\nWritten to {save('coverage', figures)}")


if __name__ == "__main__":
    main()

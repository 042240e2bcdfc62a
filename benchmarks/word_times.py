"""How well word times fit: scriba beside faster-whisper, on speech whose word times are known.

python -m benchmarks.word_times [FOLDER ...] [--samples .speech-samples] [--hours 3] [--only scriba] [--details]

A FOLDER's manifest gives recordings with `segments` (text, start, end): the first word of each begins with it, the last
one ends with it. `--samples` is a folder made by tools/speech-samples.sh: synthesised sentences whose every word is timed,
and recorded prompts with pauses. `--hours` says how long a recording is made whose words come late: times must not drift.
Only words that were heard right are compared; a number written in digits is compared with all words that say it.
"""

from __future__ import annotations

import argparse
import tempfile
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.invention import write
from benchmarks.manifest import read
from benchmarks.report import save, table
from benchmarks.systems import add_machine, machine_of
from benchmarks.time_scoring import Fit, TimedWord, fit, whole
from benchmarks.timed_sentences import NUMBERS, PLAIN
from benchmarks.timed_speech import VOICES, Flite, Sound, enumerated, prompts, said
from benchmarks.timed_systems import TIMED_SYSTEMS, TimedSystem
from scriba.core.audio import SAMPLE_RATE

SEED: Final = 3
SENTENCES_A_RECORDING: Final = 10
PROMPTS_A_RECORDING: Final = 30
PROMPT_RECORDINGS: Final = 4
LATE: Final = "late"
"""Sentences after hours without speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A recording, its words, and how long it is in seconds."""

    kind: str
    name: str
    audio: Path
    words: tuple[TimedWord, ...]
    seconds: float


def annotated(folder: Path) -> Iterator[Case]:
    """Recordings whose utterances have times; a time at the border of a cut-out recording says nothing."""
    for item in read(folder):
        words = []
        for segment in item.segments:
            start = segment.start if segment.start > 0.1 else None
            end = segment.end if segment.end < item.seconds - 0.1 else None
            words.append(TimedWord(segment.text, start, end))
        if words:
            words.sort(key=lambda word: word.start or 0.0)
            yield Case(kind=folder.name, name=item.id, audio=item.audio, words=tuple(words), seconds=item.seconds)


def constructed(samples: Path, scratch: Path, hours: float) -> Iterator[Case]:
    """Recordings made of the samples."""
    rng = np.random.default_rng(SEED)
    flite = Flite(samples)
    made = [
        said(flite, voice, [str(one) for one in sentences], rng, kind)
        for voice in VOICES
        for kind, listed in (("sentences", PLAIN), ("numbers", NUMBERS))
        for sentences in np.array_split(rng.permutation(listed), len(listed) // SENTENCES_A_RECORDING)
    ]
    sounds = prompts(samples, scratch)
    made += [enumerated(sounds, PROMPTS_A_RECORDING, rng) for _ in range(PROMPT_RECORDINGS)]
    for number, one in enumerate(made):
        path = write(scratch / f"{number}.wav", one.sound)
        seconds = len(one.sound) / SAMPLE_RATE
        yield Case(kind=one.kind, name=f"{one.name} {number}", audio=path, words=one.words, seconds=seconds)
    if hours:
        path = scratch / "late.wav"
        before = lately(path, made[0].sound, round(hours * 3600), rng)
        yield Case(
            kind=LATE,
            name=f"{hours} h",
            audio=path,
            words=tuple(word.moved(before) for word in made[0].words),
            seconds=hours * 3600,
        )


def lately(path: Path, sound: Sound, seconds: int, rng: np.random.Generator) -> float:
    """Write a recording of so many seconds of faint noise that ends with a sound; returns when that begins."""
    before = seconds * SAMPLE_RATE - len(sound)
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        for first in range(0, before, 60 * SAMPLE_RATE):
            noise = rng.normal(0, 16, min(60 * SAMPLE_RATE, before - first))
            stream.writeframes(noise.astype("<i2").tobytes())
        stream.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return before / SAMPLE_RATE


def misplaced(words: Sequence[TimedWord], seconds: float) -> int:
    """Words without a length, outside the recording, or that begin before the one before them ends."""
    wrong, clock = 0, 0.0
    for word in words:
        start, end = word.start or 0.0, word.end or 0.0
        wrong += not clock <= start < end <= seconds + 0.001
        clock = end
    return wrong


def summary(fits: Sequence[Fit], wrong: int) -> dict[str, Any]:
    """What is known of some recordings of a system."""
    one = whole(fits)
    return {
        "borders": len(one.errors),
        "median_ms": round(1000 * one.median, 1),
        "median_start_ms": round(1000 * float(np.median(one.starts)), 1),
        "median_end_ms": round(1000 * float(np.median(one.ends)), 1),
        "within_200_ms": round(one.share, 4),
        "words": one.words,
        "misplaced": wrong,
    }


def measure(cases: Sequence[Case], systems: Mapping[str, TimedSystem], *, details: bool) -> dict[str, dict[str, Any]]:
    """Each system's figures by kind of recording, and of all; systems take turns at every recording."""
    fits: dict[str, dict[str, list[Fit]]] = {name: {} for name in systems}
    wrong: dict[str, dict[str, int]] = {name: {} for name in systems}
    for case in cases:
        for name, run in systems.items():
            heard = run(case.audio, "en")
            found = fit(case.words, heard)
            fits[name].setdefault(case.kind, []).append(found)
            wrong[name][case.kind] = wrong[name].get(case.kind, 0) + misplaced(heard, case.seconds)
            if details:
                print(f"{case.kind:20} {case.name:24} {name:24} {1000 * found.median:5.0f} ms {found.share:.3f}")
    return {
        name: {
            **{kind: summary(listed, wrong[name][kind]) for kind, listed in kinds.items()},
            "all": summary([one for listed in kinds.values() for one in listed], sum(wrong[name].values())),
        }
        for name, kinds in fits.items()
    }


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word_times", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", help="folders with a manifest.jsonl")
    parser.add_argument("--samples", type=Path, help="folder made by tools/speech-samples.sh")
    parser.add_argument("--hours", type=float, default=0.0, help="length of the recording whose words come late")
    add_machine(parser)
    parser.add_argument("--only", default=",".join(TIMED_SYSTEMS), help="systems to compare, separated by commas")
    parser.add_argument("--kind", help="measure this kind of recordings only, say 'numbers'")
    parser.add_argument("--details", action="store_true", help="a line for every recording")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = arguments()
    machine = machine_of(options)
    systems = {name: TIMED_SYSTEMS[name](machine) for name in options.only.split(",")}
    with tempfile.TemporaryDirectory() as name:
        cases = [case for folder in options.folders for case in annotated(folder)]
        if options.samples:
            cases += constructed(options.samples, Path(name), options.hours)
        cases = [case for case in cases if options.kind in {None, case.kind}]
        found = measure(cases, systems, details=options.details)
    rows = [
        [
            f"{system}, {kind}",
            str(one["borders"]),
            f"{one['median_ms']:.0f}",
            f"{one['median_start_ms']:+.0f}",
            f"{one['median_end_ms']:+.0f}",
            f"{100 * one['within_200_ms']:.1f}",
            str(one["misplaced"]),
        ]
        for system, kinds in found.items()
        for kind, one in kinds.items()
    ]
    head = ["system, recordings", "borders", "median ms", "start bias", "end bias", "within 200 ms %", "misplaced"]
    print(table(head, rows))
    figures = {"recognizer": options.recognizer, "threads": options.threads, "systems": found}
    print(f"\nWritten to {save('word-times', figures)}")


if __name__ == "__main__":
    main()

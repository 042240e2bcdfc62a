"""Accuracy and speed of recognition beside faster-whisper, in one run on the same weights, recordings and threads.

python -m benchmarks.recognition FOLDER [--limit N] [--threads 2] [--runs 1] [--only scriba,faster-whisper] [--details]

Loading models is not measured. The systems take turns at every fifty recordings, so that a machine that is busy for a
while slows all of them. A "queue" is given several recordings at once, as a server has them; the others one by one. Recordings without text, without speech or with several people talking at once are left out.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av

from benchmarks.manifest import Item, read
from benchmarks.report import save, table
from benchmarks.scoring import Score, score, total
from benchmarks.systems import QUEUES, SYSTEMS, Machine, System, add_machine, machine_of

BLOCK: Final = 50


class Tally:
    """What one system did."""

    def __init__(self) -> None:
        self.scores: dict[str, Score] = {}
        self.texts: dict[str, str] = {}
        self.seconds = 0.0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recognition", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--limit", type=int, help="measure the first so many recordings only")
    add_machine(parser)
    parser.add_argument("--runs", type=int, default=1, help="go over the recordings so many times")
    parser.add_argument("--only", default=",".join((*SYSTEMS, *QUEUES)), help="systems to compare, separated by commas")
    parser.add_argument("--without-word-times", action="store_true", help="spare the peers the work of word times")
    parser.add_argument("--details", action="store_true", help="WER of every domain, and the worst recordings")
    return parser.parse_args()


def measurable(folder: Path, limit: int | None) -> list[Item]:
    """Recordings whose words can be compared."""
    items = [item for item in read(folder) if item.text and item.language and not item.is_overlapped]
    return [item for item in items if score(item.text or "", "", item.language or "").words][:limit]


def duration(path: Path) -> float:
    """Seconds of a recording, as its packets tell."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        last = 0.0
        for packet in container.demux(stream):
            if packet.pts is not None and packet.time_base is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return last


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A loaded system, and how many recordings it is given at once."""

    system: System
    at_once: int = 1

    def __call__(self, items: Sequence[Item]) -> list[str]:
        """Their texts."""
        with ThreadPoolExecutor(self.at_once) as pool:
            return list(pool.map(lambda item: self.system(item.audio, item.language or ""), items))


def load(name: str, machine: Machine) -> Runner:
    """A system by name."""
    if name in SYSTEMS:
        return Runner(system=SYSTEMS[name](machine))
    make, at_once = QUEUES[name]
    return Runner(system=make(machine), at_once=at_once(machine.threads))


def measure(items: Sequence[Item], runners: Mapping[str, Runner], runs: int) -> dict[str, Tally]:
    """Let the systems take turns at every block of recordings; who begins changes each time."""
    tallies = {name: Tally() for name in runners}
    names = list(runners)
    blocks = [items[first : first + BLOCK] for first in range(0, len(items), BLOCK)] * runs
    for number, block in enumerate(blocks):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            tally = tallies[name]
            began = time.perf_counter()
            texts = runners[name](block)
            tally.seconds += time.perf_counter() - began
            for item, text in zip(block, texts, strict=True):
                tally.texts[item.id] = text
                tally.scores[item.id] = score(item.text or "", text, item.language or "")
        print(f"  {number + 1} of {len(blocks)} blocks of recordings", flush=True)
    return tallies


def figures(tallies: Mapping[str, Tally], audio_seconds: float, runs: int) -> dict[str, dict[str, Any]]:
    """Each system's WER and speed."""
    found = {}
    for name, tally in tallies.items():
        whole = total(tally.scores.values())
        found[name] = {
            "wer": round(whole.rate, 5),
            "errors": whole.errors,
            "words": whole.words,
            "seconds": round(tally.seconds, 2),
            "rtfx": round(audio_seconds * runs / tally.seconds, 2),
        }
    return found


def print_details(items: Sequence[Item], tallies: Mapping[str, Tally]) -> None:
    """WER by domain, and where this project's system fails most."""
    domains = sorted({item.domain for item in items})
    rows = []
    for domain in domains:
        ids = [item.id for item in items if item.domain == domain]
        rates = [total(tally.scores[one] for one in ids) for tally in tallies.values()]
        rows.append([domain or "-", str(rates[0].words), *(f"{100 * rate.rate:.2f}" for rate in rates)])
    print("\n" + table(["WER % by domain", "words", *tallies], rows))
    name, tally = next(iter(tallies.items()))
    worst = sorted(items, key=lambda item: tally.scores[item.id].errors, reverse=True)[:10]
    print(f"\nMost errors of {name}:")
    for item in worst:
        print(f"  {item.id}: {tally.scores[item.id].errors}\n    said:  {item.text}\n    heard: {tally.texts[item.id]}")


def main() -> None:
    """Measure and print."""
    options = arguments()
    items = measurable(options.folder, options.limit)
    machine = machine_of(options, word_times=not options.without_word_times)
    runners = {name: load(name, machine) for name in options.only.split(",")}
    for runner in runners.values():
        runner(items[: runner.at_once])  # the first calls allocate
    audio_seconds = sum(duration(item.audio) for item in items)
    words = "with word times" if machine.word_times else "without word times (scriba has them)"
    print(
        f"{len(items)} recordings, {audio_seconds / 60:.1f} minutes; {options.recognizer}, int8, beam 5, "
        f"{options.threads} threads, {words}; load of this machine {os.getloadavg()[0]:.1f}"
    )
    tallies = measure(items, runners, options.runs)
    found = figures(tallies, audio_seconds, options.runs)
    rows = [
        [name, f"{100 * one['wer']:.2f}", str(one["errors"]), f"{one['seconds']:.1f}", f"{one['rtfx']:.1f}"]
        for name, one in found.items()
    ]
    print("\n" + table(["system", "WER %", "errors", "seconds", "RTFx"], rows))
    if options.details:
        print_details(items, tallies)
    path = save(
        f"recognition-{options.folder.resolve().name}",
        {
            "recordings": len(items),
            "audio_seconds": round(audio_seconds, 1),
            "recognizer": options.recognizer,
            "threads": options.threads,
            "runs": options.runs,
            "word_times": machine.word_times,
            "systems": found,
        },
    )
    print(f"\nWritten to {path}")


if __name__ == "__main__":
    main()

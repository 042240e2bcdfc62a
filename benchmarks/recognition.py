"""Accuracy and speed of recognition beside faster-whisper, in one run on the same weights, recordings and threads.

python -m benchmarks.recognition FOLDER [--limit N] [--threads 2] [--runs 1] [--only scriba,faster-whisper] [--details]

Loading models is not measured. The systems take turns at every recording, so that a machine that is busy for a while
slows all of them. Recordings without text, without speech or with several people talking at once are left out.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import av
from platformdirs import user_cache_path, user_data_path

from benchmarks.manifest import Item, read
from benchmarks.report import save, table
from benchmarks.scoring import Score, score, total
from benchmarks.systems import SYSTEMS, Machine, System


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
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=1, help="go over the recordings so many times")
    parser.add_argument("--only", default=",".join(SYSTEMS), help="systems to compare, separated by commas")
    parser.add_argument("--recognizer", default="whisper-base")
    parser.add_argument("--models", type=Path, default=user_data_path("scriba") / "models")
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


def measure(items: Sequence[Item], systems: Mapping[str, System], runs: int) -> dict[str, Tally]:
    """Let the systems take turns at every recording; who begins changes each time."""
    tallies = {name: Tally() for name in systems}
    names = list(systems)
    for number in range(runs * len(items)):
        item = items[number % len(items)]
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            tally = tallies[name]
            began = time.perf_counter()
            text = systems[name](item.audio, item.language or "")
            tally.seconds += time.perf_counter() - began
            tally.texts[item.id] = text
            tally.scores[item.id] = score(item.text or "", text, item.language or "")
        done = number + 1
        if done % 20 == 0:
            print(f"  {done} of {runs * len(items)} recordings", flush=True)
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
    machine = Machine(
        recognizer=options.recognizer,
        models_dir=options.models,
        cache_dir=user_cache_path("scriba") / "models",
        threads=options.threads,
        word_times=not options.without_word_times,
    )
    systems = {name: SYSTEMS[name](machine) for name in options.only.split(",")}
    for run in systems.values():
        run(items[0].audio, items[0].language or "")  # the first call allocates
    audio_seconds = sum(duration(item.audio) for item in items)
    words = "with word times" if machine.word_times else "without word times (scriba has them)"
    print(
        f"{len(items)} recordings, {audio_seconds / 60:.1f} minutes; {options.recognizer}, int8, beam 5, "
        f"{options.threads} threads, {words}; load of this machine {os.getloadavg()[0]:.1f}"
    )
    tallies = measure(items, systems, options.runs)
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

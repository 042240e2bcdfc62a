"""Processor time and peak memory of diarization by the length of a recording, up to ten hours, in minutes.

python -m benchmarks.speaker_lengths FOLDER [--heard 1] [--hours 0.167 1 3 10] [--threads 2]

The recordings of FOLDER's manifest are joined to `--heard` hours and the models run over all of them once, part by part,
as in a server. Longer recordings are what was found there, over and over: their windows and voices are held in memory,
grouped and told as turns as if all had been heard; the models' time is that of the hours heard, multiplied. Peaks are of the
whole process, the models and everything before included.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from benchmarks.report import save, table
from benchmarks.speakers import cases, peak_megabytes
from scriba import backends
from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.core.engines import EngineOptions
from scriba.pipeline.decode import decode
from scriba.pipeline.diarize import attribute
from scriba.pipeline.parts import Heard, hear, join, moved, parts
from scriba.pipeline.segmentation import frame_time

HOURS: Final = (1 / 6, 1.0, 3.0, 10.0)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speaker_lengths", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--heard", type=float, default=1.0, help="hours that the models hear")
    parser.add_argument("--hours", type=float, nargs="+", default=HOURS)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def joined(folder: Path, hours: float, target: Path) -> Audio:
    """The folder's recordings, one after the other and again, until so many hours are full."""
    pcm = []
    for number, case in enumerate(cases(folder)):
        pcm.append(target.with_name(f"{number}.pcm"))
        decode(case.audio, pcm[-1], name=case.audio.name)
    with target.open("wb") as output:
        while output.tell() < hours * 3600 * SAMPLE_RATE * 2:
            for path in pcm:
                output.write(path.read_bytes())
    return Audio.open(target)


def repeated(heard: Sequence[Heard], count: int) -> list[Heard]:
    """So many parts, each in memory of its own, at frames of its own."""
    around = sum(len(one.segmentation.levels) for one in heard) * heard[0].segmentation.step
    found = []
    for number in range(count):
        one, frames = heard[number % len(heard)], number // len(heard) * around
        found.append(
            replace(
                one,
                segmentation=replace(one.segmentation, levels=one.segmentation.levels.copy()),
                clean=tuple(moved(stretch, frames, 0) for stretch in one.clean),
                clouded=tuple(moved(stretch, frames, 0) for stretch in one.clouded),
                points=one.points.copy(),
            )
        )
    return found


def measure(heard: Sequence[Heard], hours: float, listening: float) -> dict[str, Any]:
    """Group and tell so many hours; `listening` is the models' processor time an hour."""
    windows = sum(len(one.segmentation.levels) for one in heard) / len(heard)
    count = max(1, round(hours * 3_600_000 / frame_time(windows * heard[0].segmentation.step)))
    began = time.process_time()
    whole = join(repeated(heard, count))
    found = attribute(whole, frame_time(whole.segmentation.frames))
    grouping = time.process_time() - began
    return {
        "hours": round(frame_time(whole.segmentation.frames) / 3_600_000, 2),
        "listening_seconds": round(listening * hours, 1),
        "grouping_seconds": round(grouping, 1),
        "stretches": len(whole.clean),
        "turns": len(found.turns),
        "peak_mb": round(peak_megabytes()),
    }


def main() -> None:
    """Measure and print."""
    options = arguments()
    engine = EngineOptions(threads=options.threads)
    segmenter, embedder = backends.load_segmenter(engine), backends.load_embedder(engine)
    with tempfile.TemporaryDirectory(prefix="scriba-") as name:
        audio = joined(options.folder, options.heard, Path(name) / "long.pcm")
        before, began = peak_megabytes(), time.process_time()
        heard = [hear(audio, part, segmenter, embedder) for part in parts(audio.duration)]
        seconds = time.process_time() - began
    hours = audio.duration / 3_600_000
    figures: dict[str, Any] = {
        "threads": options.threads,
        "heard_hours": round(hours, 2),
        "heard_seconds": round(seconds, 1),
        "peak_mb_before": round(before),
        "peak_mb_heard": round(peak_megabytes()),
    }
    # The last part is shorter than the others: repeated in the middle it would be a gap.
    whole = heard[:-1] or heard
    figures["lengths"] = [measure(whole, one, seconds / hours) for one in sorted(options.hours)]
    print("  ".join(f"{name} {value}" for name, value in figures.items() if name != "lengths"))
    head = list(figures["lengths"][0])
    print("\n" + table(head, [[str(value) for value in row.values()] for row in figures["lengths"]]))
    print(f"\nWritten to {save('speakers-long', figures)}")


if __name__ == "__main__":
    main()

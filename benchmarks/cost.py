"""Seconds and memory over the length of a recording, for each system in processes of their own.

python -m benchmarks.cost FOLDER [--seconds 10,60,600,3600] [--only scriba,faster-whisper] [--threads 2]

Recordings of the manifest are joined, and repeated, to each length. Every figure comes from a fresh process, which loads
the models, transcribes a short recording and then the long one: the seconds are those of the long one, the memory is the
most that was resident, models included.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.joining import join
from benchmarks.recognition import measurable
from benchmarks.report import save, table
from benchmarks.systems import SYSTEMS, Machine, add_machine, machine_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a process does."""

    system: str
    machine: Machine
    short: Path
    long: Path


def carry_out(task: Task) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, and the most memory in MB; runs in a process of its own."""
    run = SYSTEMS[task.system](task.machine)
    run(task.short, "en")
    began, used = time.perf_counter(), time.process_time()
    run(task.long, "en")
    seconds, used = time.perf_counter() - began, time.process_time() - used
    # The peak that getrusage tells includes the parent's at the time of the start.
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return seconds, used, peak / 1024


def measure(task: Task) -> tuple[float, float, float]:
    """What a process of its own measures."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(carry_out, (task,))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--seconds", default="10,60,600,3600", help="lengths, separated by commas")
    add_machine(parser)
    parser.add_argument("--only", default=",".join(SYSTEMS), help="systems to compare, separated by commas")
    options = parser.parse_args()
    machine = machine_of(options)
    items = [item for item in measurable(options.folder, None) if item.language == "en"]
    systems: dict[str, list[dict[str, Any]]] = {name: [] for name in options.only.split(",")}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "short.wav"
        join(items, short, seconds=5)
        for length in map(float, options.seconds.split(",")):
            long = Path(folder) / f"{length}.wav"
            join(items, long, seconds=length)
            for name, points in systems.items():
                seconds, used, peak = measure(Task(system=name, machine=machine, short=short, long=long))
                points.append(
                    {
                        "audio_seconds": length,
                        "seconds": round(seconds, 2),
                        "processor_seconds": round(used, 2),
                        "rtfx": round(length / seconds, 2),
                        "peak_mb": round(peak),
                    }
                )
                rows.append(
                    [name, f"{length:.0f}", f"{seconds:.1f}", f"{used:.1f}", f"{length / seconds:.1f}", f"{peak:.0f}"]
                )
                print("  ".join(rows[-1]), flush=True)
            long.unlink()
    print("\n" + table(["system", "audio s", "seconds", "processor s", "RTFx", "peak MB"], rows))
    figures = {"recognizer": options.recognizer, "threads": options.threads, "systems": systems}
    print(f"\nWritten to {save('cost', figures)}")


if __name__ == "__main__":
    main()

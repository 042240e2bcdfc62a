"""How throughput grows with the cores in use and with the queue: the same recordings through the API, layout by layout.

python -m benchmarks.scaling [--layouts 1x1 1x2 2x1] [--queues 1 4 16 64] [--recordings 64] [--save scaling]

A layout is so many speech workers with so many threads each; every one is a server of its own. The recordings, of 4 to
12 s, are sent in groups: a group when the one before it is done. RTFx is seconds of audio a second.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from benchmarks.report import save
from benchmarks.service_work import Timing, in_groups, seconds_of, short_recordings
from tests.crash.server import Server


@dataclass(frozen=True, slots=True)
class Layout:
    """Speech workers, and the threads of each."""

    workers: int
    threads: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a text such as "2x1"; raises ValueError."""
        workers, threads = text.split("x")
        return cls(int(workers), int(threads))

    @property
    def settings(self) -> dict[str, str]:
        """What the server is told."""
        return {"speech_workers": str(self.workers), "threads": str(self.threads)}


def measure(layout: Layout, recordings: Sequence[bytes], queues: Sequence[int]) -> list[dict[str, Any]]:
    """For each length of the queue what all recordings took."""
    audio = seconds_of(recordings)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        server = Server(data, **layout.settings)
        try:
            server.wait_for("/ready", 240)
            in_groups(server, recordings[: 2 * layout.workers], 2 * layout.workers)  # warms up
            return [_point(layout, queue, audio, in_groups(server, recordings, queue)) for queue in queues]
        finally:
            server.stop()


def _point(layout: Layout, queue: int, audio: float, taken: Timing) -> dict[str, Any]:
    point = {
        "workers": layout.workers,
        "threads": layout.threads,
        "queue": queue,
        "seconds": round(taken.wall, 2),
        "processor_seconds": round(taken.cpu, 2),
        "rtfx": round(audio / taken.wall, 2),
    }
    print(
        f"{layout.workers} x {layout.threads}, queue of {queue}: {taken.wall:.1f} s, {taken.cpu:.1f} s of processor time, "
        f"RTFx {point['rtfx']:.1f}",
        flush=True,
    )
    return point


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--layouts", type=Layout.parse, nargs="+", default=[Layout(1, 1), Layout(1, 2), Layout(2, 1)])
    parser.add_argument("--queues", type=int, nargs="+", default=[1, 4, 16, 64], help="recordings that wait together")
    parser.add_argument("--recordings", type=int, default=64, help="how many in all")
    parser.add_argument("--save", metavar="NAME", help="write the figures to benchmarks/results/NAME.json")
    options = parser.parse_args()
    recordings = short_recordings(options.recordings)
    points = [point for layout in options.layouts for point in measure(layout, recordings, options.queues)]
    if options.save:
        figures = {"recordings": len(recordings), "audio_seconds": round(seconds_of(recordings), 1), "points": points}
        print(f"Written to {save(options.save, figures)}")


if __name__ == "__main__":
    main()

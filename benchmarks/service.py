"""What the service costs: recordings through the HTTP API, beside the same pipeline called directly.

`python -m benchmarks.service` starts a server of its own, with the default settings, and measures in alternating runs:
what a recording of ten minutes and a clip of five seconds take each way, how soon a warm clip of ten seconds is back,
and what a queue of short recordings takes when they are sent at once and one by one. Medians are printed; beside the
clock stands processor time, which other work on the machine does not change as much. `--only long --rounds 3` measures
the recording of ten minutes alone: some two minutes on two free cores. `--save service` puts the figures onto the page of
benchmarks.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.endurance import memory, total
from benchmarks.report import save, table
from benchmarks.service_work import Bare, Timing, in_groups, recording, seconds_of, short_recordings, through_api
from scriba.settings import Settings
from tests.crash.server import Server

LONG_SECONDS: Final = 600
CLIP_SECONDS: Final = 5
WARM_SECONDS: Final = 10
QUEUE: Final = 100
QUEUES: Final = (10, 30, 100)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each kind; long recordings get three at most")
    parser.add_argument("--only", choices=[name for name, _ in _PARTS], action="append", help="leave the others out")
    parser.add_argument("--save", metavar="NAME", help="write the figures to benchmarks/results/NAME.json")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {"load_before": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        server = Server(data)
        try:
            server.wait_for("/ready", 240)
            settings = Settings.load(data_dir=data)
            figures |= {"threads": settings.speech_threads, "speech_places": settings.places}
            figures["idle_rss_mb"] = round(total(memory(server))[0])
            print(f"idle server: {figures['idle_rss_mb']} MB RSS; load of this machine {os.getloadavg()[0]:.1f}")
            with Bare(settings) as bare:
                for name, part in _PARTS:
                    if not arguments.only or name in arguments.only:
                        figures[name] = part(server, bare, Path(folder), arguments.rounds)
        finally:
            server.stop()
    figures["load_after"] = os.getloadavg()[0]
    if arguments.save:
        print(save(arguments.save, figures))


def _compare(server: Server, bare: Bare, folder: Path, *, seconds: int, rounds: int) -> dict[str, Any]:
    """A recording both ways, in turns that change their order; the first round warms up and does not count."""
    path = folder / f"{seconds}.wav"
    path.write_bytes(recording(seconds))
    sides: dict[str, Callable[[], Timing]] = {
        "pipeline": lambda: bare.run(path),
        "api": lambda: through_api(server, [path.read_bytes()]),
    }
    found: dict[str, list[Timing]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name in list(sides) if number % 2 else list(sides)[::-1]:
            timing = sides[name]()
            if number:
                found[name].append(timing)
    figures = compared(found["pipeline"], found["api"])
    rows = [[name, f"{figures['wall'][name]:.3f}", f"{figures['cpu'][name]:.3f}"] for name in sides]
    print(f"\n{seconds} s of speech, {rounds} rounds")
    print(table(["median of", "seconds", "processor"], rows))
    print(
        f"added by the service, median of the rounds: {figures['added_ms']:+.0f} ms, {figures['added_share']:+.1%} "
        f"(processor {figures['added_cpu_share']:+.1%})",
        flush=True,
    )
    runs = {name: [[round(each.wall, 3), round(each.cpu, 3)] for each in timings] for name, timings in found.items()}
    return {"seconds": seconds, **figures, "runs": runs}


def compared(pipeline: Sequence[Timing], api: Sequence[Timing]) -> dict[str, Any]:
    """Medians of each side, and of what a round's run through the API took more than the one beside it.

    Both runs of a round find the machine about as busy, which the runs of different rounds may not.
    """
    rounds = list(zip(pipeline, api, strict=True))
    sides = {"pipeline": pipeline, "api": api}
    return {
        "wall": {name: _median(timings, "wall") for name, timings in sides.items()},
        "cpu": {name: _median(timings, "cpu") for name, timings in sides.items()},
        "added_ms": statistics.median(served.wall - bare.wall for bare, served in rounds) * 1000,
        "added_share": statistics.median(served.wall / bare.wall for bare, served in rounds) - 1,
        "added_cpu_share": statistics.median(served.cpu / bare.cpu for bare, served in rounds) - 1,
    }


def _long(server: Server, bare: Bare, folder: Path, rounds: int) -> dict[str, Any]:
    return _compare(server, bare, folder, seconds=LONG_SECONDS, rounds=min(3, rounds))


def _clip(server: Server, bare: Bare, folder: Path, rounds: int) -> dict[str, Any]:
    return _compare(server, bare, folder, seconds=CLIP_SECONDS, rounds=2 * rounds)


def _warm(server: Server, _bare: Bare, _folder: Path, rounds: int) -> dict[str, Any]:
    """Different clips, so that nothing can be kept from one for the next."""
    walls = [through_api(server, [recording(WARM_SECONDS, start)]).wall for start in range(2 * rounds)]
    print(
        f"\na warm clip of {WARM_SECONDS} s is back in {statistics.median(walls):.2f} s (median), {max(walls):.2f} s (most)"
    )
    return {"seconds": WARM_SECONDS, "median": statistics.median(walls), "most": max(walls)}


def _queue(server: Server, _bare: Bare, _folder: Path, rounds: int) -> dict[str, Any]:
    """A queue at once against one by one, in turns; and what a recording takes in queues of other lengths."""
    pieces = short_recordings(QUEUE)
    at_once: list[Timing] = []
    singly: list[Timing] = []
    for _ in range(min(2, rounds)):
        at_once.append(through_api(server, pieces))
        singly.append(in_groups(server, pieces, 1))
    by_length = {count: through_api(server, pieces[:count]) for count in QUEUES}
    seconds = seconds_of(pieces)
    rows = [
        [name, f"{wall:.1f}", f"{cpu:.1f}", f"{seconds / wall:.1f}"]
        for name, timings in (("at once", at_once), ("one by one", singly))
        for wall, cpu in [(_median(timings, "wall"), _median(timings, "cpu"))]
    ]
    gain = _median(singly, "wall") / _median(at_once, "wall")
    print(f"\n{QUEUE} recordings, {seconds:.0f} s in all")
    print(table(["sent", "seconds", "processor", "RTFx"], rows))
    print(f"at once {gain:.2f} times as fast as one by one")
    lengths = {count: [each.wall / count, each.cpu / count] for count, each in by_length.items()}
    rows = [[str(count), f"{wall:.3f}", f"{cpu:.3f}"] for count, (wall, cpu) in lengths.items()]
    print(table(["queue of", "seconds a recording", "processor"], rows))
    runs = {
        "at_once": [[each.wall, each.cpu] for each in at_once],
        "one_by_one": [[each.wall, each.cpu] for each in singly],
    }
    return {"recordings": QUEUE, "seconds": seconds, "gain": gain, "runs": runs, "per_recording_by_length": lengths}


def _median(timings: Sequence[Timing], field: str) -> float:
    return float(statistics.median(getattr(timing, field) for timing in timings))


_PARTS: Final[tuple[tuple[str, Callable[[Server, Bare, Path, int], dict[str, Any]]], ...]] = (
    ("long", _long),
    ("clip", _clip),
    ("warm", _warm),
    ("queue", _queue),
)


if __name__ == "__main__":
    main()

"""Memory and time of the whole server, idle and under long recordings, and the wait of a clip behind them.

`python -m benchmarks.endurance --hours 0.17 1 3 10` joins real speech to recordings of these lengths, serves them one
after the other, and prints the resident memory of all processes together (RSS counts shared pages once for each process,
PSS once in all), and what they took by the clock and of processor time.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.report import save
from tests.crash.server import Server
from tests.crash.storm import clips

MEGABYTE = 1 << 20
SPEECH_RATE = 16_000
PAUSE_SECONDS = 2

CLIP_AFTER_SECONDS: Final = 20


def speech() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """44 s of read English at 16 kHz, from a package."""
    files = distribution("moonshine-voice").files or []
    path = next(file for file in files if file.name == "two_cities.wav")
    with wave.open(str(distribution("moonshine-voice").locate_file(path))) as source:
        step = source.getframerate() // SPEECH_RATE
        samples = np.frombuffer(source.readframes(source.getnframes()), dtype="<i2")
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    speech: np.ndarray[tuple[int], np.dtype[np.int16]] = whole.mean(axis=1).astype("<i2")
    return speech


def write_recording(target: Path, hours: float) -> float:
    """A WAV file of about that length; returns its seconds."""
    piece = np.concatenate([speech(), np.zeros(PAUSE_SECONDS * SPEECH_RATE, dtype="<i2")]).tobytes()
    count = max(1, round(hours * 3600 / (len(piece) / 2 / SPEECH_RATE)))
    with wave.open(str(target), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SPEECH_RATE)
        for _ in range(count):
            recording.writeframes(piece)
    return count * len(piece) / 2 / SPEECH_RATE


def memory(server: Server) -> dict[str, tuple[float, float]]:
    """RSS and PSS in MB of each process; of like processes the sum."""
    found: dict[str, tuple[float, float]] = {}
    for pid, role in server.processes().items():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
        rss, pss = found.get(role, (0.0, 0.0))
        found[role] = (rss + sizes["Rss"], pss + sizes["Pss"])
    return found


def total(sizes: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """RSS and PSS of all."""
    return sum(rss for rss, _ in sizes.values()), sum(pss for _, pss in sizes.values())


def blocks(path: Path) -> Iterator[bytes]:
    """A file in pieces, so that the client does not hold it."""
    with path.open("rb") as source:
        while block := source.read(MEGABYTE):
            yield block


def submit(server: Server, path: Path) -> str:
    """Upload in a stream and submit."""
    upload = server.client.post("/v2/upload", content=blocks(path), timeout=600).raise_for_status().json()
    body = {"audio_url": upload["upload_url"], "speech_models": ["universal-2"]}
    return str(server.client.post("/v2/transcript", json=body).raise_for_status().json()["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What was seen of a recording under way: seconds in all and of a clip behind it, and the peak of each role."""

    seconds: float
    clip: float
    peak: dict[str, tuple[float, float]]


def watch(server: Server, job_id: str, clip: bytes) -> Watched:
    """Until the recording is done; the clip is sent 20 s after it."""
    began, clip_id, clip_done = time.monotonic(), "", 0.0
    clip_sent = 0.0
    peak: dict[str, tuple[float, float]] = {}
    while server.get(job_id)["status"] not in {"completed", "error"}:
        for role, sizes in memory(server).items():
            known = peak.get(role, (0.0, 0.0))
            peak[role] = (max(known[0], sizes[0]), max(known[1], sizes[1]))
        if not clip_id and time.monotonic() - began > CLIP_AFTER_SECONDS:
            clip_id, clip_sent = server.submit(clip), time.monotonic()
        if clip_id and not clip_done and server.get(clip_id)["status"] == "completed":
            clip_done = time.monotonic() - clip_sent
        time.sleep(0.3 if clip_id and not clip_done else 1.0)
    return Watched(seconds=time.monotonic() - began, clip=clip_done, peak=peak)


def print_sizes(title: str, sizes: dict[str, tuple[float, float]]) -> None:
    """A line a role, and the sum."""
    rss, pss = total(sizes)
    roles = ", ".join(f"{role} {size[0]:.0f}" for role, size in sorted(sizes.items()))
    print(f"{title:<28} RSS {rss:6.0f} MB  PSS {pss:6.0f} MB   (RSS of {roles})")


def measure(hours: float) -> dict[str, Any]:
    """Serve one recording with a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        recording, data = Path(folder) / "long.wav", Path(folder) / "data"
        data.mkdir()
        seconds = write_recording(recording, hours)
        server = Server(data)
        try:
            server.wait_for("/ready", 240)
            time.sleep(5)
            idle, cpu = memory(server), processor_seconds(server)
            print_sizes("idle, models loaded", idle)
            job_id = submit(server, recording)
            print_sizes("after the upload", memory(server))
            seen = watch(server, job_id, clips()[2])
            cpu = processor_seconds(server) - cpu
            result = server.get(job_id)
        finally:
            server.stop()
    print_sizes(f"peak, {seconds / 3600:.2f} h recording", seen.peak)
    above = [total(seen.peak)[kind] - total(idle)[kind] for kind in (0, 1)]
    words = len(result["words"] or [])
    print(f"above idle: RSS {above[0]:.0f} MB, PSS {above[1]:.0f} MB")
    print(
        f"{result['status']}: {words} words in {seen.seconds:.0f} s, RTFx {seconds / seen.seconds:.1f}; processor time "
        f"{cpu:.0f} s, {cpu / seconds * 3600:.0f} s an hour; load of this machine {os.getloadavg()[0]:.1f}"
    )
    print(f"a clip of 11 s sent {CLIP_AFTER_SECONDS} s after it was done in {seen.clip:.1f} s", flush=True)
    return {
        "seconds": seconds,
        "status": result["status"],
        "words": words,
        "wall": seen.seconds,
        "cpu": cpu,
        "idle_rss_mb": total(idle)[0],
        "rss_above_idle_mb": above[0],
        "pss_above_idle_mb": above[1],
        "clip_wait": seen.clip or None,
        "load_after": os.getloadavg()[0],
    }


def processor_seconds(server: Server) -> float:
    """What all processes of the server have used since they started."""
    total = 0
    for pid in server.processes():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, nargs="+", default=[3.0], help="lengths, one after the other")
    parser.add_argument("--save", metavar="NAME", help="write the figures to benchmarks/results/NAME.json")
    arguments = parser.parse_args()
    figures: list[dict[str, Any]] = []
    for hours in arguments.hours:
        figures.append(measure(hours))
        if arguments.save:  # after each: the next one may take hours
            print(save(arguments.save, {"recordings": figures}))


if __name__ == "__main__":
    main()

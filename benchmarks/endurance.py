"""Memory of the whole server, idle and under a long recording, and the wait of a clip behind it.

`python -m benchmarks.endurance --hours 3` joins real speech to a recording of that length, serves it, and prints the
resident memory of all processes together (RSS counts shared pages once for each process, PSS once in all).
"""

from __future__ import annotations

import argparse
import tempfile
import time
import wave
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import numpy as np

from tests.crash.server import Server
from tests.crash.storm import clips

MEGABYTE = 1 << 20
SPEECH_RATE = 16_000
PAUSE_SECONDS = 2


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


def watch(server: Server, job_id: str, clip: bytes) -> tuple[float, float, dict[str, tuple[float, float]]]:
    """Seconds until a clip behind the recording was done, seconds in all, and the peak of each role."""
    began, clip_id, clip_done = time.monotonic(), "", 0.0
    clip_sent = 0.0
    peak: dict[str, tuple[float, float]] = {}
    while server.get(job_id)["status"] not in {"completed", "error"}:
        for role, sizes in memory(server).items():
            known = peak.get(role, (0.0, 0.0))
            peak[role] = (max(known[0], sizes[0]), max(known[1], sizes[1]))
        if not clip_id and time.monotonic() - began > 20:
            clip_id, clip_sent = server.submit(clip), time.monotonic()
        if clip_id and not clip_done and server.get(clip_id)["status"] == "completed":
            clip_done = time.monotonic() - clip_sent
        time.sleep(0.3)
    return clip_done, time.monotonic() - began, peak


def print_sizes(title: str, sizes: dict[str, tuple[float, float]]) -> None:
    """A line a role, and the sum."""
    rss, pss = total(sizes)
    roles = ", ".join(f"{role} {size[0]:.0f}" for role, size in sorted(sizes.items()))
    print(f"{title:<28} RSS {rss:6.0f} MB  PSS {pss:6.0f} MB   (RSS of {roles})")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=3.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recording, data = Path(folder) / "long.wav", Path(folder) / "data"
        data.mkdir()
        seconds = write_recording(recording, arguments.hours)
        server = Server(data)
        try:
            server.wait_for("/ready", 120)
            time.sleep(5)
            idle = memory(server)
            print_sizes("idle, models loaded", idle)
            job_id = submit(server, recording)
            print_sizes("after the upload", memory(server))
            clip_wait, took, peak = watch(server, job_id, clips()[2])
            result = server.get(job_id)
        finally:
            server.stop()
    print_sizes(f"peak, {seconds / 3600:.1f} h recording", peak)
    print(f"above idle: RSS {total(peak)[0] - total(idle)[0]:.0f} MB, PSS {total(peak)[1] - total(idle)[1]:.0f} MB")
    print(f"{result['status']}: {len(result['words'] or [])} words in {took:.0f} s, RTFx {seconds / took:.1f}")
    print(f"a clip of 11 s sent 20 s after it was done in {clip_wait:.1f} s")


if __name__ == "__main__":
    main()

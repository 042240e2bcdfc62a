"""Rounds of kill -9 on random processes of a server with jobs in flight: `python -m tests.crash.storm --rounds 50`.

Every accepted job must end `completed` with the words of an undisturbed run. Ends with status 1 when one does not.
"""

import argparse
import random
import tempfile
import time
import wave
from dataclasses import dataclass, field
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

import httpx

from tests.crash.server import ANSWER_SECONDS, Server

CLIP_SECONDS = (4, 7, 11, 15)
"""Lengths of the clips that the jobs are made of."""


@dataclass
class Report:
    """What a storm found."""

    rounds: int = 0
    accepted: int = 0
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    killed: dict[str, int] = field(default_factory=dict)
    slowest_answer: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Nothing lost, stuck, doubled or wrong."""
        return not (self.lost or self.stuck or self.wrong or self.doubled)

    def __str__(self) -> str:
        killed = ", ".join(f"{role} {count}" for role, count in sorted(self.killed.items()))
        return (
            f"{self.rounds} rounds of kill -9 ({killed}); {self.accepted} jobs accepted: {len(self.lost)} lost, "
            f"{len(self.stuck)} stuck, {len(self.doubled)} with doubled results, {len(self.wrong)} with other words; "
            f"slowest answer after a kill {self.slowest_answer:.1f} s"
        )


def clips() -> list[bytes]:
    """Pieces of real speech as WAV files."""
    files = distribution("moonshine-voice").files or []
    path = next(file for file in files if file.name == "two_cities.wav")
    with wave.open(str(distribution("moonshine-voice").locate_file(path))) as source:
        pieces = []
        for seconds in CLIP_SECONDS:
            frames = source.readframes(seconds * source.getframerate())
            target = BytesIO()
            with wave.open(target, "wb") as piece:
                piece.setparams(source.getparams())
                piece.writeframes(frames)
            pieces.append(target.getvalue())
    return pieces


def run(server: Server, rounds: int, in_flight: int, seed: int) -> Report:
    """Raise the storm; `in_flight` jobs are kept unfinished throughout."""
    dice = random.Random(seed)
    pieces = clips()
    server.wait_for("/ready", 120)
    expected = [server.wait_done(server.submit(piece))["text"] for piece in pieces]
    jobs: dict[str, int] = {}
    report = Report()
    for _ in range(rounds):
        _refill(server, jobs, pieces, in_flight)
        time.sleep(dice.uniform(0.1, 2.5))
        victims = server.processes()
        if not victims:
            server.ensure_up()
            continue
        pid = dice.choice(sorted(victims))
        report.killed[victims[pid]] = report.killed.get(victims[pid], 0) + 1
        server.kill(pid)
        report.slowest_answer = max(report.slowest_answer, server.wait_for("/health"))
        report.rounds += 1
    report.accepted = len(jobs)
    _judge(server, jobs, expected, report)
    return report


def _refill(server: Server, jobs: dict[str, int], pieces: list[bytes], in_flight: int) -> None:
    open_jobs = sum(not _is_final(server, job_id) for job_id in list(jobs)[-2 * in_flight :])
    while open_jobs < in_flight:
        kind = len(jobs) % len(pieces)
        try:
            jobs[server.submit(pieces[kind])] = kind
        except httpx.TransportError:
            server.wait_for("/health")
            continue
        open_jobs += 1


def _is_final(server: Server, job_id: str) -> bool:
    try:
        return server.get(job_id)["status"] in {"completed", "error"}
    except httpx.TransportError:
        server.wait_for("/health")
        return _is_final(server, job_id)


def _judge(server: Server, jobs: dict[str, int], expected: list[str], report: Report) -> None:
    for job_id, kind in jobs.items():
        try:
            job = server.wait_done(job_id, 300)
        except AssertionError:
            report.stuck.append(job_id)
            continue
        except httpx.HTTPStatusError:
            report.lost.append(job_id)
            continue
        if job["status"] != "completed":
            report.lost.append(f"{job_id}: {job['error']}")
        elif job["text"] == f"{expected[kind]} {expected[kind]}":
            report.doubled.append(job_id)
        elif job["text"] != expected[kind]:
            report.wrong.append(f"{job_id}: {job['text']}")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        server = Server(data)
        try:
            report = run(server, arguments.rounds, arguments.jobs, arguments.seed)
        finally:
            server.stop()
    print(report)
    for problem in (*report.lost, *report.stuck, *report.wrong, *report.doubled):
        print(" ", problem)
    # A busy machine may be slower; so the tests look at `is_clean` alone.
    return 0 if report.is_clean and report.slowest_answer <= ANSWER_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())

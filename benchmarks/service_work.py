"""What the benchmark of the service does: the pipeline alone in a process of its own, and recordings through the API."""

from __future__ import annotations

import multiprocessing
import os
import time
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Self

import numpy as np

from benchmarks.endurance import SPEECH_RATE, processor_seconds, speech
from scriba.bootstrap.local import load_models
from scriba.core.languages import bare_code
from scriba.core.options import TranscriptOptions
from scriba.pipeline.transcribe import Models, transcribe
from scriba.settings import Settings
from tests.crash.server import Server

NICENESS: Final = 5
"""That of the server's workers: both sides get the same share of a busy machine."""

POLL_SECONDS: Final = (0.01, 0.2)
"""Pause between two polls in the first second, for clips, and from then on: an answer takes 4 ms of processor time from
the server, and so does every poll of a client that asks more often than any real one."""

SHORT_SECONDS: Final = (4, 12)
"""Lengths of short recordings, evenly spread."""

_WAV_HEADER: Final = 44

ENGLISH: Final = bare_code("en_us")
"""The default language of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds by the clock and of processor time."""

    wall: float
    cpu: float


def recording(seconds: float, start: float = 0.0) -> bytes:
    """A WAV file of so much read English, repeated where there is no more; different for every `start`."""
    samples = np.roll(speech(), -round(start * SPEECH_RATE))
    samples = np.resize(samples, round(seconds * SPEECH_RATE))
    target = BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SPEECH_RATE)
        file.writeframes(samples.tobytes())
    return target.getvalue()


def short_recordings(count: int) -> list[bytes]:
    """As many different WAV files of a few seconds each."""
    first, last = SHORT_SECONDS
    return [recording(first + number % (last - first + 1), start=number * 0.43) for number in range(count)]


def seconds_of(recordings: Sequence[bytes]) -> float:
    """What WAV files of `recording` play, all together."""
    return sum(len(each) - _WAV_HEADER for each in recordings) / 2 / SPEECH_RATE


class Bare:
    """The pipeline in a process that has its models loaded."""

    def __init__(self, settings: Settings) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve_bare, args=(settings, theirs), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is noticed here
        self._pipe.recv()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join()

    def run(self, path: Path) -> Timing:
        """Transcribe a file."""
        self._pipe.send(path)
        timing = self._pipe.recv()
        assert isinstance(timing, Timing)
        return timing


def _serve_bare(settings: Settings, pipe: Connection) -> None:
    os.nice(NICENESS)
    models: Models = load_models(settings, settings.recognizers["universal-2"], identify=False)
    pipe.send("ready")
    while (path := pipe.recv()) is not None:
        began, cpu = time.perf_counter(), time.process_time()
        transcribe(path, models, language=ENGLISH, options=TranscriptOptions())
        pipe.send(Timing(wall=time.perf_counter() - began, cpu=time.process_time() - cpu))


def through_api(server: Server, recordings: Sequence[bytes]) -> Timing:
    """Upload and submit all, then wait for all; every one must be completed."""
    cpu, began = processor_seconds(server), time.perf_counter()
    waiting = [server.submit(each) for each in recordings]
    while waiting:
        job = server.get(waiting[0])
        if job["status"] == "completed":
            waiting.pop(0)
            continue
        assert job["status"] != "error", job["error"]
        time.sleep(POLL_SECONDS[time.perf_counter() - began > 1.0])
    return Timing(wall=time.perf_counter() - began, cpu=processor_seconds(server) - cpu)


def in_groups(server: Server, recordings: Sequence[bytes], size: int) -> Timing:
    """So many at once, and the next when all of them are completed; the sum."""
    groups = (recordings[first : first + size] for first in range(0, len(recordings), size))
    timings = [through_api(server, group) for group in groups]
    return Timing(wall=sum(timing.wall for timing in timings), cpu=sum(timing.cpu for timing in timings))

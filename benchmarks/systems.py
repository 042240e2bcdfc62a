"""What is compared: Scriba's pipeline, and faster-whisper's two, all on the same weights and threads.

Each goes from a file to words with times, so that decoding and speech detection count for all of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from faster_whisper import BatchedInferencePipeline, WhisperModel
from platformdirs import user_cache_path, user_data_path

from scriba import backends
from scriba.backends.runtime import weights
from scriba.core.engines import EngineOptions
from scriba.pipeline.transcribe import Models, transcribe

BEAM_SIZE: Final = 5
BATCH_SIZE: Final = 8

RECORDINGS_A_THREAD: Final = 8
"""As many as fill the batches of one thread."""

System = Callable[[Path, str], str]
"""File and language to text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """How models are loaded: the same for every system."""

    recognizer: str
    models_dir: Path
    cache_dir: Path
    threads: int
    word_times: bool
    """Whether the peers compute word times, too; Scriba always does."""

    @property
    def folder(self) -> Path:
        """Where the weights lie."""
        return weights.locate(backends.card(self.recognizer), self.models_dir, self.cache_dir)


def add_machine(parser: argparse.ArgumentParser) -> None:
    """The part of a command line that says how models are loaded."""
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--recognizer", default="whisper-base")
    parser.add_argument("--models", type=Path, default=user_data_path("scriba") / "models")


def machine_of(options: argparse.Namespace, *, word_times: bool = True) -> Machine:
    """What the command line says of it."""
    return Machine(
        recognizer=options.recognizer,
        models_dir=options.models,
        cache_dir=user_cache_path("scriba") / "models",
        threads=options.threads,
        word_times=word_times,
    )


def scriba(machine: Machine) -> System:
    """The pipeline of this project, one recording at a time."""
    options = EngineOptions(threads=machine.threads)
    recognizer = backends.load_recognizer(backends.card(machine.recognizer), machine.folder, options)
    models = Models(detector=backends.load_detector(options), recognizer=recognizer)
    return lambda path, language: transcribe(path, models, language=language).transcript.text


def sequential(machine: Machine) -> System:
    """The peer's `transcribe` with its defaults: beam 5, temperature fallback, text carried over; VAD on."""
    return _with_beam(_peer(machine), word_times=machine.word_times)


def _with_beam(model: WhisperModel, *, word_times: bool) -> System:
    def run(path: Path, language: str) -> str:
        segments, _ = model.transcribe(
            str(path), language=language, beam_size=BEAM_SIZE, vad_filter=True, word_timestamps=word_times
        )
        return "".join(segment.text for segment in segments)

    return run


def batched(machine: Machine) -> System:
    """The peer's batched pipeline with its defaults, eight windows a batch."""
    pipeline = BatchedInferencePipeline(_peer(machine))

    def run(path: Path, language: str) -> str:
        segments, _ = pipeline.transcribe(
            str(path), language=language, batch_size=BATCH_SIZE, word_timestamps=machine.word_times
        )
        return "".join(segment.text for segment in segments)

    return run


def _peer(machine: Machine) -> WhisperModel:
    return WhisperModel(str(machine.folder), device="cpu", compute_type="int8", cpu_threads=machine.threads)


def in_turns(machine: Machine) -> System:
    """The peer's `transcribe` as its own documentation serves several callers: a worker a thread, sharing the weights."""
    model = WhisperModel(
        str(machine.folder), device="cpu", compute_type="int8", cpu_threads=1, num_workers=machine.threads
    )
    return _with_beam(model, word_times=machine.word_times)


SYSTEMS: Final[Mapping[str, Callable[[Machine], System]]] = {
    "scriba": scriba,
    "faster-whisper": sequential,
    "faster-whisper-batched": batched,
}

QUEUES: Final[Mapping[str, tuple[Callable[[Machine], System], Callable[[int], int]]]] = {
    "scriba-queue": (scriba, lambda threads: RECORDINGS_A_THREAD * threads),
    "faster-whisper-queue": (in_turns, lambda threads: threads),
}
"""Systems that are given several recordings at once, as a server has them, and how many for so many threads."""

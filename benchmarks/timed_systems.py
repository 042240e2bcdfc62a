"""What is compared, giving words with their times: each goes from a file to words, all on the same weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from faster_whisper import BatchedInferencePipeline, WhisperModel

from benchmarks.systems import BATCH_SIZE, BEAM_SIZE, Machine
from benchmarks.time_scoring import TimedWord
from scriba import backends
from scriba.core.engines import EngineOptions
from scriba.pipeline.transcribe import Models, transcribe

TimedSystem = Callable[[Path, str], list[TimedWord]]
"""File and language to words with times."""


def scriba(machine: Machine) -> TimedSystem:
    """The pipeline of this project."""
    options = EngineOptions(threads=machine.threads)
    recognizer = backends.load_recognizer(backends.card(machine.recognizer), machine.folder, options)
    models = Models(detector=backends.load_detector(options), recognizer=recognizer)

    def run(path: Path, language: str) -> list[TimedWord]:
        words = transcribe(path, models, language=language).transcript.words
        return [TimedWord(word.text, word.start / 1000, word.end / 1000) for word in words]

    return run


def sequential(machine: Machine) -> TimedSystem:
    """The peer's `transcribe` with word timestamps and VAD, the rest by default."""
    model = _peer(machine)

    def run(path: Path, language: str) -> list[TimedWord]:
        segments, _ = model.transcribe(
            str(path), language=language, beam_size=BEAM_SIZE, vad_filter=True, word_timestamps=True
        )
        return [TimedWord(word.word, word.start, word.end) for segment in segments for word in segment.words or ()]

    return run


def batched(machine: Machine) -> TimedSystem:
    """The peer's batched pipeline with word timestamps."""
    pipeline = BatchedInferencePipeline(_peer(machine))

    def run(path: Path, language: str) -> list[TimedWord]:
        segments, _ = pipeline.transcribe(str(path), language=language, batch_size=BATCH_SIZE, word_timestamps=True)
        return [TimedWord(word.word, word.start, word.end) for segment in segments for word in segment.words or ()]

    return run


def _peer(machine: Machine) -> WhisperModel:
    return WhisperModel(str(machine.folder), device="cpu", compute_type="int8", cpu_threads=machine.threads)


TIMED_SYSTEMS: Final[Mapping[str, Callable[[Machine], TimedSystem]]] = {
    "scriba": scriba,
    "faster-whisper": sequential,
    "faster-whisper-batched": batched,
}

"""What `scriba doctor` finds out: one finding a question, each with the way to mend it."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
import wave
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from scriba.core.audio import SAMPLE_RATE
from scriba.core.engines import Chat
from scriba.core.errors import ModelError
from scriba.core.operator_errors import ProviderError
from scriba.service.models import Models

_TRIAL_SECONDS: Final = 180
"""Patience with loading a model and transcribing a second of sound; a slow machine takes some ten seconds."""

_YES: Final = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}
"""JSON Schema of what a provider answers to the doctor."""


class State(StrEnum):
    """How a question was answered."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one question; `fix` says what to do unless the state is ok."""

    question: str
    state: State
    detail: str
    fix: str = ""


Check = Callable[[], Finding]
"""Asks one question of this machine."""


def fine(question: str, detail: str) -> Finding:
    """All is well."""
    return Finding(question=question, state=State.OK, detail=detail)


def doubtful(question: str, detail: str, fix: str) -> Finding:
    """It will work, but not as it should."""
    return Finding(question=question, state=State.WARN, detail=detail, fix=fix)


def broken(question: str, detail: str, fix: str) -> Finding:
    """It will not work."""
    return Finding(question=question, state=State.FAIL, detail=detail, fix=fix)


def codecs(decoders: Mapping[str, bool]) -> Finding:
    """Whether recordings can be decoded."""
    missing = [name for name, is_there in decoders.items() if not is_there]
    if missing:
        fix = "Install PyAV from its wheel, which brings all of them: pip install --force-reinstall av"
        return broken("Audio formats", f"no decoder for {', '.join(missing)}", fix)
    return fine("Audio formats", ", ".join(decoders))


def weights(models: Models, name: str) -> Finding:
    """Whether a model's files are here and whole."""
    question = f"Model {name}"
    try:
        state = models.state(name)
        problems = [f"{file.name}: {file.problem}" for file in models.verify(name) if file.problem]
    except ModelError as error:
        return broken(question, str(error), "Correct the setting recognizers: `scriba models list` shows the names.")
    if not state.is_installed:
        return broken(question, "not installed", f"Run: scriba models pull {name}")
    if problems:
        return broken(question, "; ".join(problems), f"Run: scriba models pull {name}")
    return fine(question, f"installed, {len(state.card.weights)} of {len(state.card.weights)} files have their SHA-256")


def provider(chat: Chat | None, model: str) -> Finding:
    """Whether the provider of written answers answers, if there is one: it is asked for a word."""
    question = "Provider"
    if chat is None:
        return fine(question, "none is set: no text leaves this machine, and local methods answer")
    started = time.monotonic()
    try:
        chat.answer('Answer with the JSON object {"ok": true} and nothing else.', "Are you there?", _YES)
    except ProviderError as error:
        fix = "Check the settings provider_url, provider_key and provider_model; local methods answer meanwhile."
        return doubtful(question, str(error).rstrip("."), fix)
    return fine(question, f"{model} answered within {time.monotonic() - started:.1f} s")


def trial(environment: Mapping[str, str], data_dir: Path, name: str) -> Finding:
    """Whether a second of sound can be transcribed, in a process of its own: native code may crash.

    A data directory that is not there yet is not made for it.
    """
    question = "Transcription"
    with tempfile.TemporaryDirectory(prefix="scriba-") as folder:
        recording = Path(folder) / "tone.wav"
        write_tone(recording)
        command = [sys.executable, "-m", "scriba", "transcribe", str(recording), "--format", "json", "--quiet"]
        place = data_dir if data_dir.is_dir() else Path(folder)
        return _attempt(
            question, [*command, "--model", name], {**environment, "SCRIBA_DATA_DIR": str(place.absolute())}, name
        )


def _attempt(question: str, command: Sequence[str], environment: Mapping[str, str], name: str) -> Finding:
    try:
        ended = subprocess.run(
            command, env=dict(environment), capture_output=True, text=True, timeout=_TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return broken(
            question,
            f"{name} did not answer in {_TRIAL_SECONDS} s",
            "Close other programs, or name a smaller model in the setting recognizers.",
        )
    if ended.returncode < 0:
        return broken(
            question,
            f"{name} crashed with signal {-ended.returncode}",
            "The native libraries do not fit this processor: pip install --force-reinstall ctranslate2 onnxruntime",
        )
    lines = ended.stderr.strip().splitlines() or [f"it ended with {ended.returncode}"]
    if ended.returncode:
        return broken(
            question, lines[-1].removeprefix("Error: "), "Run `scriba transcribe` on a recording with --debug."
        )
    length = json.loads(ended.stdout)["audio_duration"]
    return fine(question, f"{name} loads and has transcribed {length} s of sound")


def write_tone(path: Path) -> None:
    """A second of a quiet 440 Hz tone, 16-bit mono WAV."""
    samples = (round(3000 * math.sin(2 * math.pi * 440 * index / SAMPLE_RATE)) for index in range(SAMPLE_RATE))
    with wave.open(str(path), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SAMPLE_RATE)
        recording.writeframes(array("h", samples).tobytes())

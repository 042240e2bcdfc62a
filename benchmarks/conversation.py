"""A real conversation with every option of privacy and understanding, through both official SDKs.

`python -m benchmarks.conversation FOLDER [--minutes 10]` joins the recordings of the folder's manifest.jsonl, submits them by
the Python SDK to a server of its own, reads the result with both SDKs, checks that each option has its result in both, and
prints the wall time and what understanding costs for 1000 of its words.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import assemblyai as aai
import av

from benchmarks.manifest import read
from benchmarks.understanding import Models
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.core.understood import LANGUAGES
from scriba.pipeline.understanding import understand
from tests.crash.server import KEY, Server

RATE: Final = 16_000
ROOT: Final = Path(__file__).parents[1]
POLICIES: Final = ("person_name", "location", "organization", "phone_number", "date", "money_amount", "occupation")
OPTIONS: Final[dict[str, Any]] = {name: True for name in LANGUAGES if name != "summarization"} | {
    "redact_pii_policies": list(POLICIES),
    "redact_pii_sub": "entity_name",
    "redact_pii_audio": True,
    "speaker_labels": True,
}
"""Chapters and a summary exclude each other; chapters are taken here."""
RESULTS: Final = (
    *("text", "words", "utterances", "entities", "sentiment_analysis_results", "auto_highlights_result", "chapters"),
    *("iab_categories_result", "content_safety_labels"),
)


def join(folder: Path, target: Path, minutes: float) -> float:
    """Recordings one after another as a WAV file, from the first again where they are too short; returns seconds."""
    wanted = int(minutes * 60 * RATE)
    paths = [item.audio for item in read(folder)]
    written = 0
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        while written < wanted:
            for path in paths:
                for block in _samples(path):
                    file.writeframes(block[: 2 * max(0, wanted - written)])
                    written += len(block) // 2
    return min(written, wanted) / RATE


def _samples(path: Path) -> Iterator[bytes]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                yield part.to_ndarray().tobytes()


def by_python(server: Server, recording: Path) -> Any:
    """The finished transcript as the Python SDK parses it."""
    aai.settings.base_url, aai.settings.api_key, aai.settings.polling_interval = server.address, KEY, 1.0
    config = aai.TranscriptionConfig(
        speech_models=["universal-2"],
        language_code="en",
        redact_pii=True,
        redact_pii_audio=True,
        redact_pii_policies=[aai.PIIRedactionPolicy(name) for name in POLICIES],
        redact_pii_sub=aai.PIISubstitutionPolicy.entity_name,
        entity_detection=True,
        sentiment_analysis=True,
        auto_highlights=True,
        auto_chapters=True,
        iab_categories=True,
        content_safety=True,
        speaker_labels=True,
    )
    return aai.Transcriber(config=config).transcribe(str(recording))


def by_javascript(server: Server, transcript_id: str) -> dict[str, Any]:
    """What the JavaScript SDK reads."""
    script = ROOT / "tests/contract/js/read_everything.mjs"
    command = [str(ROOT / ".venv/bin/node"), str(script), server.address, KEY, transcript_id]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={"NO_PROXY": "127.0.0.1"})
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def tell(transcript: Any, other: dict[str, Any]) -> None:
    """Print each result's size, and end with an error where one SDK has less than the other."""
    document = other["transcript"]
    parsed = {
        "text": transcript.text,
        "words": transcript.words,
        "utterances": transcript.utterances,
        "entities": transcript.entities,
        "sentiment_analysis_results": transcript.sentiment_analysis,
        "auto_highlights_result": transcript.auto_highlights and transcript.auto_highlights.results,
        "chapters": transcript.chapters,
        "iab_categories_result": transcript.iab_categories and transcript.iab_categories.results,
        "content_safety_labels": transcript.content_safety and transcript.content_safety.results,
    }
    for name in RESULTS:
        value = document[name]
        there = value["results"] if isinstance(value, dict) else value
        if parsed[name] is None or there is None or len(parsed[name]) != len(there):
            raise SystemExit(f"{name}: the SDKs do not agree")
        print(f"  {name:28s} {len(there)}")
    print(f"  sentences {other['sentences']}, paragraphs {other['paragraphs']}, redacted audio: {other['redacted']}")


def tell_cost(text: str) -> None:
    """Print what understanding costs for 1000 words, models loaded."""
    said = text.split()
    words = [
        Word(text=each, start=400 * n, end=400 * n + 350, confidence=0.9, speaker="A") for n, each in enumerate(said)
    ]
    transcript = Transcript(language="en", duration=400 * len(words), words=tuple(words))
    models, options = Models(), TranscriptOptions.model_validate(OPTIONS)
    for run in ("first", "again"):
        wall, worked = time.perf_counter(), time.process_time()
        understand(transcript, options, models)
        share = 1000 / len(words)
        wall, worked = (time.perf_counter() - wall) * share, (time.process_time() - worked) * share
        print(f"  1000 words, {run}: {wall:.2f} s, of which {worked:.2f} s of processor time")


def main() -> None:
    """Join, transcribe, read with both, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--minutes", type=float, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        seconds = join(arguments.folder, folder / "conversation.wav", arguments.minutes)
        server = Server(folder / "data")
        try:
            server.wait_for("/ready", 240)
            began = time.monotonic()
            transcript = by_python(server, folder / "conversation.wav")
            if transcript.error:
                raise SystemExit(transcript.error)
            print(
                f"{seconds:.0f} s of conversation, {time.monotonic() - began:.0f} s until it was redacted and understood"
            )
            tell(transcript, by_javascript(server, transcript.id))
            tell_cost(transcript.text)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

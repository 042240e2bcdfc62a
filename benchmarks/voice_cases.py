"""Recordings of known people, built from short clips: to choose the constants of recognition by voice on.

python -m benchmarks.voice_cases TARGET FOLDER... [--each 7] [--seed 11]

All audio files below a FOLDER are clips of one person. TARGET gets recordings of 6 to 20 s of speech, each in a place (a
room, a telephone line, noise) drawn for it, and a `manifest.jsonl` for `benchmarks.voices`. No clip is used twice.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.speaker_places import PLACES, Signal, recorded
from benchmarks.speaker_voices import pieces_of
from scriba.backends import load_detector
from scriba.core.audio import SAMPLE_RATE
from scriba.core.engines import Detector, EngineOptions

LENGTHS: Final = (6, 8, 10, 14, 20)
LEAST_SECONDS: Final = 5.0
MOST_SECONDS: Final = 110.0
"""Speech that is taken of one person."""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.voice_cases", description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=7, help="most recordings of a person")
    parser.add_argument("--seed", type=int, default=11)
    return parser.parse_args()


def clips(folder: Path, detector: Detector, rng: np.random.Generator) -> list[Signal]:
    """Stretches of speech without pauses, in an order of chance."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found: list[Signal] = []
    with tempfile.TemporaryDirectory() as place:
        for number in rng.permutation(len(files)):
            found += [piece.signal for piece in pieces_of(files[number], Path(place), detector)]
            if sum(map(len, found)) > MOST_SECONDS * SAMPLE_RATE:
                break
    return found


def recordings(pieces: Sequence[Signal], each: int, rng: np.random.Generator) -> Iterator[Signal]:
    """Clips put together, with pauses, as microphones in several places hear them."""
    left = list(pieces)
    for _ in range(each):
        wanted, parts, seconds = float(rng.choice(LENGTHS)), [], 0.0
        while seconds < wanted and left:
            piece = left.pop(0)
            parts += [piece, np.zeros(int(rng.uniform(0.1, 0.4) * SAMPLE_RATE))]
            seconds += len(piece) / SAMPLE_RATE
        if seconds < LEAST_SECONDS:
            return
        yield recorded({"speaker": np.concatenate(parts)}, str(rng.choice(PLACES)), rng)


def write(path: Path, signal: Signal) -> None:
    """16-bit mono."""
    with wave.open(str(path), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(SAMPLE_RATE)
        target.writeframes((signal * 32767).astype("<i2").tobytes())


def main() -> None:
    """Build the recordings."""
    options = arguments()
    options.target.mkdir(parents=True, exist_ok=True)
    detector = load_detector(EngineOptions(threads=1))
    lines: list[dict[str, Any]] = []
    for folder in options.folders:
        speaker = "-".join(folder.resolve().parts[-2:])
        rng = np.random.default_rng([options.seed, *speaker.encode()])
        for number, signal in enumerate(recordings(clips(folder, detector, rng), options.each, rng)):
            name = f"{speaker}-{number}"
            write(options.target / f"{name}.wav", signal)
            lines.append({"id": name, "audio": f"{name}.wav", "speaker": speaker})
    (options.target / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    print(f"{len(lines)} recordings of {len({line['speaker'] for line in lines})} people in {options.target}")


if __name__ == "__main__":
    main()

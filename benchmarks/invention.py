"""Words invented where nobody speaks: silence, noise and music, recorded and generated.

python -m benchmarks.invention [FOLDER] [--threads 2] [--seconds 60 | --minutes 60] [--only scriba,faster-whisper]

Recordings of the folder whose reference text is empty are transcribed, and generated sounds beside them. Every word
that comes out is an error. Ends with status 1 where this project has any.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.manifest import read
from benchmarks.report import save
from benchmarks.systems import SYSTEMS, add_machine, machine_of

RATE = 16_000


def generated(seconds: int) -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
    """Sounds without speech: name and samples in [-1, 1]."""
    generator = np.random.default_rng(1)
    count = seconds * RATE
    times = np.arange(count) / RATE
    yield "digital silence", np.zeros(count)
    yield "one bit of noise", np.asarray(generator.integers(-1, 2, count) / 32768, dtype=np.float64)
    for level in (0.001, 0.01, 0.1, 0.5):
        yield f"white noise {level}", generator.normal(0, level / 2, count)
        yield f"pink noise {level}", level * pink(generator, count)
        yield f"brown noise {level}", level * brown(generator, count)
    yield "mains hum", sum((0.1 * np.sin(2 * np.pi * 50 * n * times) / n for n in range(1, 6)), np.zeros(count))
    yield "dial tone", 0.2 * (np.sin(2 * np.pi * 350 * times) + np.sin(2 * np.pi * 440 * times))
    yield "sweep", 0.3 * np.sin(2 * np.pi * (50 + 60 * times) * times)
    yield "clicks", np.where(generator.random(count) < 1 / 4000, 0.8, 0.0)
    yield "pulsed tone", 0.3 * np.sin(2 * np.pi * 1000 * times) * (np.sin(2 * np.pi * 2 * times) > 0)
    yield "chords", chords(times)
    yield "noise bursts", generator.normal(0, 0.2, count) * (np.sin(2 * np.pi * 0.7 * times) > 0.3)


def pink(generator: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    """Noise whose power falls as 1/f, peak 1."""
    spectrum = np.fft.rfft(generator.normal(size=count)) / np.sqrt(np.maximum(1, np.arange(count // 2 + 1)))
    samples = np.fft.irfft(spectrum, count)
    return np.asarray(samples / np.abs(samples).max())


def brown(generator: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    """Noise whose power falls as 1/f^2, peak 1."""
    spectrum = np.fft.rfft(generator.normal(size=count)) / np.maximum(1, np.arange(count // 2 + 1))
    samples = np.fft.irfft(spectrum, count)
    return np.asarray(samples / np.abs(samples).max())


def chords(times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A slow sequence of triads with overtones that die away."""
    samples = np.zeros(len(times))
    for beat, root in enumerate([220.0, 174.6, 261.6, 196.0] * (len(times) // RATE // 4 + 1)):
        first, last = beat * RATE, min((beat + 1) * RATE, len(times))
        if first >= len(times):
            break
        local = times[: last - first]
        for ratio in (1, 5 / 4, 3 / 2):
            for overtone in (1, 2, 3):
                samples[first:last] += (
                    np.sin(2 * np.pi * root * ratio * overtone * local) * np.exp(-2 * local) / overtone
                )
    return 0.1 * samples


def write(path: Path, samples: npt.NDArray[np.float64]) -> Path:
    """16-bit mono WAV."""
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(RATE)
        stream.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def sounds(folder: Path | None, scratch: Path, seconds: int, minutes: float) -> Iterator[tuple[str, Path, float]]:
    """Recordings without speech and generated sounds: name, file, seconds; with `minutes`, so many in all."""
    recorded = [item for item in read(folder) if item.text == ""] if folder else []
    if minutes:
        generators = sum(1 for _ in generated(1))
        seconds = math.ceil((60 * minutes - sum(item.seconds for item in recorded)) / generators)
    for item in recorded:
        yield item.id, item.audio, item.seconds
    for name, samples in generated(seconds):
        yield name, write(scratch / f"{name}.wav", samples), seconds


def main() -> None:
    """Transcribe and count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.invention", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="folder with a manifest.jsonl")
    add_machine(parser)
    parser.add_argument("--seconds", type=int, default=60, help="length of each generated sound")
    parser.add_argument("--minutes", type=float, default=0.0, help="make the generated sounds so long that all is this")
    parser.add_argument("--only", default="scriba", help=f"systems to compare, of {', '.join(SYSTEMS)}")
    options = parser.parse_args()
    machine = machine_of(options)
    systems = {name: SYSTEMS[name](machine) for name in options.only.split(",")}
    invented = dict.fromkeys(systems, 0)
    whole, count = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for title, path, seconds in sounds(options.folder, Path(folder), options.seconds, options.minutes):
            whole, count = whole + seconds, count + 1
            for name, system in systems.items():
                words = system(path, "en").split()
                invented[name] += len(words)
                print(f"{title:24} {name:24} {len(words):4}  {' '.join(words)[:80]}", flush=True)
    for name, words_of_it in invented.items():
        print(f"{name}: {words_of_it} words invented in {count} recordings without speech, {whole / 60:.1f} minutes")
    figures = {"recordings": count, "minutes": round(whole / 60, 1), "invented_words": invented}
    print(f"Written to {save('invention', {'recognizer': options.recognizer, **figures})}")
    sys.exit(1 if invented.get("scriba") else 0)


if __name__ == "__main__":
    main()

"""Recognizers beside each other: accuracy and price of each, and of those that are made of others.

python -m benchmarks.recognizers FOLDER --models FOLDER [--only whisper-base,...] [--every 1] [--joined 0] [--threads 2]

All take the same windows of the same recordings, one recording after the other. A recognizer that is made of others is
given what these have just found, and their processor time is added to its own. `--joined 300` measures files of five
minutes, made of recordings one after the other; `--every 2` takes every second recording.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from typing_extensions import override

from benchmarks.recognition import measurable
from benchmarks.report import save, table
from benchmarks.scoring import Score, score, total
from scriba import backends
from scriba.bootstrap.models import load_recognizer
from scriba.core.audio import Audio, Samples, Window
from scriba.core.engines import NO_HINTS, EngineOptions, Heard, Hints, Listener, Recognizer
from scriba.core.transcript import Word
from scriba.pipeline.decode import decode
from scriba.pipeline.windows import pack, speech_probabilities, speech_regions
from scriba.settings import Settings

DEFAULT: Final = "whisper-base,moonshine-base,whisper-base+moonshine-base,whisper-tiny.en,moonshine-tiny"
GAP: Final = np.zeros(8_000, np.int16)
"""Half a second between joined recordings."""


@dataclass
class Remembering(Recognizer, Listener):
    """A recognizer that does not do the same windows of the same audio twice, and knows what they cost."""

    recognizer: Recognizer
    seconds: float = 0.0
    """Processor time of the last audio's windows."""
    _audio: Audio | None = None
    _found: list[tuple[Word, ...]] = field(default_factory=list)

    @override
    def recognize(
        self, audio: Audio, windows: Sequence[Window], language: str, hints: Hints = NO_HINTS
    ) -> list[tuple[Word, ...]]:
        if self._audio is not audio:
            began = time.process_time()
            self._found = self.recognizer.recognize(audio, windows, language, hints)
            self.seconds = time.process_time() - began
            self._audio = audio
        return self._found

    @override
    def listen(self, clip: Samples, language: str) -> Heard:
        assert isinstance(self.recognizer, Listener)
        return self.recognizer.listen(clip, language)


@dataclass
class Tally:
    """What one recognizer did."""

    scores: list[Score] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Piece:
    """One file, whole or joined."""

    audio: Audio
    text: str


def pieces(folder: Path, every: int, joined: int) -> list[Piece]:
    """The recordings of a manifest, decoded; joined to files of so many seconds if asked."""
    items = [item for item in measurable(folder, None) if item.language == "en"][::every]
    found = []
    with TemporaryDirectory() as place:
        for item in items:
            raw = Path(place) / "a.pcm"
            decode(item.audio, raw, name=item.audio.name)
            found.append((np.fromfile(raw, np.int16), item.text or ""))
    if not joined:
        return [Piece(Audio(samples), text) for samples, text in found]
    files: list[Piece] = []
    sounds: list[np.ndarray[tuple[int], np.dtype[np.int16]]] = []
    texts: list[str] = []
    for samples, text in found:
        sounds += [samples, GAP]
        texts.append(text)
        if sum(map(len, sounds)) > joined * 16_000:
            files.append(Piece(Audio(np.concatenate(sounds)), " ".join(texts)))
            sounds, texts = [], []
    return [*files, *([Piece(Audio(np.concatenate(sounds)), " ".join(texts))] if texts else [])]


def loader(models: Path, threads: int, folder: Path) -> Callable[[str], Remembering]:
    """Loads each recognizer once."""
    settings = Settings(data_dir=folder, models_dir=models, threads=threads)
    found: dict[str, Remembering] = {}

    def load(name: str) -> Remembering:
        if name not in found:
            found[name] = Remembering(load_recognizer(settings, name, load))
        return found[name]

    return load


def measure(files: Sequence[Piece], names: Sequence[str], load: Callable[[str], Remembering]) -> dict[str, Tally]:
    """Let the recognizers take turns at every file."""
    detector = backends.load_detector(EngineOptions(threads=1))
    tallies = {name: Tally() for name in names}
    for number, piece in enumerate(files, start=1):
        regions = speech_regions(speech_probabilities(piece.audio, detector), piece.audio.duration)
        windows = pack(regions, piece.audio)
        for name in names:
            words = load(name).recognize(piece.audio, windows, "en")
            text = " ".join(word.text for window in words for word in window)
            tallies[name].scores.append(score(piece.text, text, "en"))
            # The members have been run before, so their part of the work is not in the last call.
            tallies[name].seconds += load(name).seconds
            tallies[name].seconds += sum(load(member).seconds for member in backends.card(name).members)
        if number % 20 == 0:
            print(f"  {number} of {len(files)} files", flush=True)
    return tallies


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recognizers", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--models", type=Path, default=Path(".cache/models"), help="folder of pulled models")
    parser.add_argument(
        "--only", default=DEFAULT, help="recognizers, separated by commas; members before what they make"
    )
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--joined", type=int, default=0, metavar="SECONDS")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    files = pieces(options.folder, options.every, options.joined)
    minutes = sum(piece.audio.duration for piece in files) / 60_000
    print(f"{len(files)} files, {minutes:.1f} minutes, {options.threads} threads")
    with TemporaryDirectory() as folder:
        tallies = measure(files, options.only.split(","), loader(options.models, options.threads, Path(folder)))
    rows, figures = [], {}
    for name, tally in tallies.items():
        whole = total(tally.scores)
        speed = 60 * minutes / tally.seconds
        rows.append([name, f"{100 * whole.rate:.2f}", str(whole.errors), str(whole.words), f"{speed:.1f}"])
        figures[name] = {"wer": round(whole.rate, 5), "errors": whole.errors, "words": whole.words, "speed": speed}
    print("\n" + table(["recognizer", "WER %", "errors", "words", "audio / processor time"], rows))
    kind = "joined" if options.joined else "files"
    fields = {"every": options.every, "joined": options.joined, "threads": options.threads, "recognizers": figures}
    print(f"\nWritten to {save(f'recognizers-{kind}-{options.folder.resolve().name}', fields)}")


if __name__ == "__main__":
    main()

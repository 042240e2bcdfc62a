"""Conversations with known turns, built from recordings of single speakers: to choose parameters of diarization on.

python -m benchmarks.speaker_cases TARGET SOURCE... [--count 48] [--seed 1] [--without ls367,ls533] [--half even]

Every SOURCE is a folder with a `manifest.jsonl` whose items name their `speaker`. TARGET gets WAV files, RTTM files and
a `manifest.jsonl` for `benchmarks.speakers`. Nothing is stored in the project: recordings have licences of their own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, sosfilt

from scriba.backends import load_detector
from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.core.engines import Detector, EngineOptions
from scriba.core.errors import AudioError
from scriba.pipeline.decode import decode
from scriba.pipeline.windows import RegionOptions, speech_probabilities, speech_regions

Signal = npt.NDArray[np.float64]
Turn = tuple[float, float, str]

PIECES: Final = RegionOptions(onset=0.5, offset=0.35, min_speech=200, min_silence=160, pad=0)
"""Where a clip may be cut, and what counts as speech in the reference."""

ROOT_MEAN_SQUARE: Final = 0.06

KINDS: Final = ("short", "dialogue", "meeting", "meeting", "panel", "monologue", "call", "short")
PLACES: Final = ("clean", "room", "room", "phone", "noise")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of conversation is like; times in seconds."""

    speakers: tuple[int, int]
    seconds: tuple[int, int]
    turn: tuple[float, float]
    overlap: float
    """Share of turns that begin before the one before has ended."""
    murmurs: float
    """Share of turns during which somebody else says a word."""
    evenness: float
    """Small where one speaker has most of the time."""


SHAPES: Final = {
    "short": Shape((1, 4), (18, 32), (0.5, 6), 0.25, 0.2, 0.7),
    "dialogue": Shape((2, 2), (60, 180), (0.8, 10), 0.15, 0.2, 3),
    "call": Shape((2, 3), (40, 120), (0.5, 6), 0.2, 0.25, 2),
    "meeting": Shape((3, 5), (30, 150), (0.5, 9), 0.35, 0.35, 1),
    "panel": Shape((6, 10), (150, 280), (1.5, 12), 0.1, 0.1, 3),
    "monologue": Shape((1, 1), (30, 90), (2, 15), 0.0, 0.0, 1),
}


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speaker_cases", description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", default="", help="speakers to leave out, separated by commas")
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all", help="take every other speaker only")
    return parser.parse_args()


def speakers(sources: Sequence[Path], without: frozenset[str], detector: Detector) -> dict[str, list[Signal]]:
    """Speaker -> stretches of speech without pauses, each scaled to one loudness."""
    found: dict[str, list[Signal]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            for line in (source / "manifest.jsonl").read_text().splitlines():
                fields: dict[str, Any] = json.loads(line)
                name = str(fields.get("speaker") or "")
                if not name or "," in name or name in without or fields.get("channels", 1) != 1:
                    continue
                found.setdefault(name, []).extend(_pieces(source.parent / fields["audio"], Path(folder), detector))
    return {name: pieces for name, pieces in sorted(found.items()) if _seconds(pieces) > 2}


def _pieces(path: Path, folder: Path, detector: Detector) -> list[Signal]:
    try:
        decode(path, folder / "clip.pcm", name=path.name)
    except (AudioError, OSError):
        return []
    audio = Audio(np.fromfile(folder / "clip.pcm", dtype="<i2"))
    regions = speech_regions(speech_probabilities(audio, detector), audio.duration, PIECES)
    whole = [audio.cut(region.start, region.end).astype(np.float64) for region in regions]
    if not whole:
        return []
    scale = ROOT_MEAN_SQUARE / (float(np.sqrt(np.mean(np.concatenate(whole) ** 2))) + 1e-9)
    return [piece * scale for piece in whole]


class Conversation:
    """One case under construction."""

    def __init__(self, kind: str, voices: dict[str, list[Signal]], rng: np.random.Generator) -> None:
        self._rng = rng
        self._shape = SHAPES[kind]
        low, high = self._shape.speakers
        count = min(int(rng.integers(low, high + 1)), len(voices))
        fitting = [name for name in sorted(voices) if _seconds(voices[name]) >= self._shape.seconds[0] / high / 2]
        names = fitting if len(fitting) >= count else sorted(voices)
        self._names = [str(name) for name in rng.choice(names, count, replace=False)]
        # Nobody says the same twice: what repeats is too easy to recognise.
        self._left = {name: _shuffled(voices[name], rng) for name in self._names}
        self._gain = {name: 10 ** (rng.uniform(-4, 4) / 20) for name in self._names}
        self.turns: list[Turn] = []
        self._placed: list[tuple[int, str, Signal]] = []

    def fill(self) -> None:
        """Let people speak until the time is over."""
        rng, shape = self._rng, self._shape
        weights = rng.dirichlet(np.full(len(self._names), shape.evenness)) * 0.8 + 0.2 / len(self._names)
        length, clock, last = float(rng.uniform(*shape.seconds)), float(rng.uniform(0, 1.5)), -1
        while clock < length and any(self._left.values()):
            chances = weights * [bool(self._left[name]) for name in self._names] + 1e-9
            if last >= 0 and len(self._names) > 1:
                chances[last] *= 0.25
            now = int(rng.choice(len(self._names), p=chances / chances.sum()))
            end = self._say(self._names[now], clock, float(np.exp(rng.uniform(*np.log(shape.turn)))))
            if len(self._names) > 1 and rng.random() < shape.murmurs and end - clock > 1.5:
                other = self._names[(now + 1 + int(rng.integers(len(self._names) - 1))) % len(self._names)]
                self._murmur(other, float(rng.uniform(clock + 0.3, end - 0.5)))
            is_overlapping = last not in (-1, now) and rng.random() < shape.overlap
            gap = -float(rng.uniform(0.1, min(1.5, 0.5 * (end - clock)))) if is_overlapping else self._pause()
            clock, last = end + gap, now

    def _pause(self) -> float:
        return float(min(4.0, self._rng.exponential(0.5) + 0.05))

    def _say(self, name: str, start: float, wanted: float) -> float:
        clock, left = start, wanted
        while left > 0.3 and self._left[name]:
            piece = self._take(name, left + 0.5)
            self._place(name, clock, piece)
            seconds = len(piece) / SAMPLE_RATE
            clock, left = clock + seconds + float(self._rng.uniform(0.08, 0.35)), left - seconds
        return self.turns[-1][1] if self.turns else start

    def _murmur(self, name: str, start: float) -> None:
        if self._left[name]:
            self._place(name, start, 0.7 * self._take(name, float(self._rng.uniform(0.25, 0.8))))

    def _take(self, name: str, seconds: float) -> Signal:
        """The next piece of a voice, cut where it is longer; what is left of it comes next."""
        piece = self._left[name].pop()
        length = int(max(0.25, seconds) * SAMPLE_RATE)
        if len(piece) > length + SAMPLE_RATE // 2:
            self._left[name].append(piece[length:])
            piece = piece[:length]
        return piece

    def _place(self, name: str, start: float, piece: Signal) -> None:
        faded = piece.copy()
        edge = min(160, len(faded) // 4)
        faded[:edge] *= np.linspace(0, 1, edge)
        faded[len(faded) - edge :] *= np.linspace(1, 0, edge)
        self.turns.append((start, start + len(piece) / SAMPLE_RATE, name))
        self._placed.append((int(start * SAMPLE_RATE), name, faded * self._gain[name]))

    def tracks(self) -> dict[str, Signal]:
        """Each speaker's signal over the whole conversation."""
        length = max(start + len(piece) for start, _, piece in self._placed) + SAMPLE_RATE // 2
        found = {name: np.zeros(length) for name in self._names}
        for start, name, piece in self._placed:
            found[name][start : start + len(piece)] += piece
        return found


def _seconds(pieces: Sequence[Signal]) -> float:
    return sum(map(len, pieces)) / SAMPLE_RATE


def _shuffled(pieces: Sequence[Signal], rng: np.random.Generator) -> list[Signal]:
    return [pieces[number] for number in rng.permutation(len(pieces))]


def recorded(tracks: dict[str, Signal], place: str, rng: np.random.Generator) -> Signal:
    """All speakers together, as a microphone in that place hears them."""
    if place == "room":
        decay = float(rng.uniform(0.15, 0.5))
        tracks = {name: _reverberant(track, decay, rng) for name, track in tracks.items()}
    whole = np.sum(list(tracks.values()), axis=0)
    if place == "phone":
        whole = sosfilt(butter(6, [300, 3400], btype="band", fs=SAMPLE_RATE, output="sos"), whole)
        loud = np.clip(whole * 2, -1, 1)
        coded = np.round(np.sign(loud) * np.log1p(255 * np.abs(loud)) / np.log(256) * 127) / 127
        whole = np.sign(coded) * (256 ** np.abs(coded) - 1) / 255 / 2
    ratio = {"clean": 60, "phone": 35, "room": rng.uniform(14, 30), "noise": rng.uniform(8, 20)}[place]
    hiss = np.cumsum(rng.standard_normal(len(whole)))
    hiss = sosfilt(butter(1, 60, btype="high", fs=SAMPLE_RATE, output="sos"), hiss) + rng.standard_normal(len(whole))
    whole = whole + hiss / (hiss.std() + 1e-9) * ROOT_MEAN_SQUARE * 10 ** (-float(ratio) / 20)
    return np.asarray(whole * min(1.0, 0.95 / (np.abs(whole).max() + 1e-9)))


def _reverberant(track: Signal, decay: float, rng: np.random.Generator) -> Signal:
    times = np.arange(int(decay * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(len(times)) * np.exp(-6.9 * times / decay)
    tail *= float(rng.uniform(0.4, 1.1)) / np.sqrt((tail**2).sum())
    tail[0] += 1.0
    return np.asarray(fftconvolve(track, tail)[: len(track)])


def merged(turns: Sequence[Turn], pause: float = 0.5) -> Iterator[Turn]:
    """Turns of one speaker with at most a short pause between them as one."""
    for name in sorted({turn[2] for turn in turns}):
        mine = sorted(turn for turn in turns if turn[2] == name)
        start, end = mine[0][:2]
        for following, until, _ in mine[1:]:
            if following - end > pause:
                yield start, end, name
                start = following
            end = max(end, until)
        yield start, end, name


def write(target: Path, name: str, signal: Signal, turns: Sequence[Turn]) -> dict[str, Any]:
    """Store one case; returns its line of the manifest."""
    with wave.open(str(target / f"{name}.wav"), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SAMPLE_RATE)
        recording.writeframes((signal * 32767).astype("<i2").tobytes())
    lines = [
        f"SPEAKER {name} 1 {start:.3f} {end - start:.3f} <NA> <NA> {who} <NA> <NA>"
        for start, end, who in sorted(merged(turns))
    ]
    (target / f"{name}.rttm").write_text("\n".join(lines) + "\n")
    people = len({turn[2] for turn in turns})
    return {"id": name, "audio": f"{name}.wav", "rttm": f"{name}.rttm", "speakers": people, "language": "en"}


def main() -> None:
    """Build the cases."""
    options = arguments()
    options.target.mkdir(parents=True, exist_ok=True)
    voices = speakers(options.sources, frozenset(options.without.split(",")), load_detector(EngineOptions(threads=1)))
    chosen = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}[options.half]
    voices = {name: voices[name] for name in sorted(voices)[chosen]}
    lines = []
    for number in range(options.count):
        rng = np.random.default_rng([options.seed, number])
        kind, place = KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]
        conversation = Conversation(kind, voices, rng)
        conversation.fill()
        signal = recorded(conversation.tracks(), place, rng)
        lines.append(write(options.target, f"{number:03d}_{kind}_{place}", signal, conversation.turns))
    (options.target / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    print(f"{len(lines)} conversations of {len(voices)} voices in {options.target}")


if __name__ == "__main__":
    main()

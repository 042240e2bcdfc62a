"""Conversations with known turns, built from recordings of single speakers: to choose parameters of diarization on.

python -m benchmarks.speaker_cases TARGET SOURCE... [--count 48] [--seed 1] [--without ls367,ls533] [--half even] [--whole]

Every SOURCE is a folder with a `manifest.jsonl` whose items name their `speaker`. TARGET gets WAV files, RTTM files and
a `manifest.jsonl` for `benchmarks.speakers`. `--whole` says whole clips, so that the words of
each speaker are known too. Nothing is stored in the project: recordings have licences of their own.
"""

from __future__ import annotations

import argparse
import json
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.speaker_places import PLACES, Signal, recorded
from benchmarks.speaker_voices import Piece, Voices, seconds_of, speakers
from scriba.backends import load_detector
from scriba.core.audio import SAMPLE_RATE
from scriba.core.engines import EngineOptions

Turn = tuple[float, float, str]

STRANGERS: Final = 0.3
"""Share of conversations with people in the next room."""

LULLS: Final = 0.06
"""Share of turns after which there is a long silence."""

KINDS: Final = ("short", "dialogue", "meeting", "talk", "panel", "debate", "call", "monologue")


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
    asides: float = 0.0
    """Share of turns during which somebody else speaks for seconds."""


SHAPES: Final = {
    "short": Shape((1, 4), (18, 32), (0.5, 6), 0.25, 0.2, 0.7),
    "dialogue": Shape((2, 2), (60, 180), (0.8, 10), 0.15, 0.2, 3),
    "call": Shape((2, 3), (40, 120), (0.5, 6), 0.2, 0.25, 2),
    "meeting": Shape((3, 5), (30, 150), (0.5, 9), 0.35, 0.35, 1),
    "talk": Shape((3, 4), (30, 75), (0.4, 5), 0.5, 0.5, 1),
    "debate": Shape((3, 4), (20, 40), (0.4, 6), 0.45, 0.35, 2, 0.35),
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
    parser.add_argument("--whole", action="store_true", help="say whole clips, whose words are known")
    return parser.parse_args()


class Conversation:
    """One case under construction."""

    def __init__(self, kind: str, voices: Voices, rng: np.random.Generator) -> None:
        self._rng = rng
        self._shape = SHAPES[kind]
        low, high = self._shape.speakers
        count = min(int(rng.integers(low, high + 1)), len(voices))
        fitting = [name for name in sorted(voices) if seconds_of(voices[name]) >= self._shape.seconds[0] / high / 2]
        names = fitting if len(fitting) >= count else sorted(voices)
        self._names = [str(name) for name in rng.choice(names, count, replace=False)]
        # Nobody says the same twice: what repeats is too easy to recognise.
        self._left = {name: _shuffled(voices[name], rng) for name in self._names}
        self._gain = {name: 10 ** (rng.uniform(-4, 4) / 20) for name in self._names}
        self.turns: list[Turn] = []
        self._placed: list[tuple[int, str, Signal]] = []
        self.texts: list[tuple[float, str, str]] = []
        self._is_whole = any(piece.text for pieces in voices.values() for piece in pieces)

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
            if len(self._names) > 1 and rng.random() < shape.asides and end - clock > 2.5:
                other = self._names[(now + 1 + int(rng.integers(len(self._names) - 1))) % len(self._names)]
                self._say(other, float(rng.uniform(clock + 0.5, end - 1.5)), float(rng.uniform(1.0, 4.0)))
            is_overlapping = last not in (-1, now) and rng.random() < shape.overlap
            gap = -float(rng.uniform(0.1, min(1.5, 0.5 * (end - clock)))) if is_overlapping else self._pause()
            clock, last = end + gap, now

    def _pause(self) -> float:
        """Seconds of silence between turns: mostly short, now and then nobody has anything to say."""
        if self._rng.random() < LULLS:
            return float(self._rng.uniform(4, 14))
        return float(min(4.0, self._rng.exponential(0.5) + 0.05))

    def _say(self, name: str, start: float, wanted: float) -> float:
        clock, left = start, wanted
        while left > 0.3 and self._left[name]:
            piece = self._take(name, left + 0.5)
            self._place(name, clock, piece)
            clock, left = clock + piece.seconds + float(self._rng.uniform(0.08, 0.35)), left - piece.seconds
        return self.turns[-1][1] if self.turns else start

    def _murmur(self, name: str, start: float) -> None:
        if self._left[name] and not self._is_whole:
            said = self._take(name, float(self._rng.uniform(0.25, 0.8)))
            self._place(name, start, Piece(self._rng.uniform(0.4, 1.0) * said.signal))

    def _take(self, name: str, seconds: float) -> Piece:
        """The next piece of a voice, cut where it is longer; what is left of it comes next."""
        piece = self._left[name].pop()
        length = int(max(0.25, seconds) * SAMPLE_RATE)
        if len(piece.signal) > length + SAMPLE_RATE // 2 and not self._is_whole:
            self._left[name].append(Piece(piece.signal[length:]))
            piece = Piece(piece.signal[:length])
        return piece

    def _place(self, name: str, start: float, piece: Piece) -> None:
        faded = piece.signal.copy()
        edge = min(160, len(faded) // 4)
        faded[:edge] *= np.linspace(0, 1, edge)
        faded[len(faded) - edge :] *= np.linspace(1, 0, edge)
        self.turns.append((start, start + piece.seconds, name))
        self.texts.append((start, name, piece.text))
        self._placed.append((int(start * SAMPLE_RATE), name, faded * self._gain[name]))

    def background(self, voices: Voices) -> dict[str, Signal]:
        """Now and then people in the next room, far below speech: nobody counts them."""
        strangers = [name for name in sorted(voices) if name not in self._names]
        if not strangers or self._rng.random() >= STRANGERS:
            return {}
        length = max(start + len(piece) for start, _, piece in self._placed) + SAMPLE_RATE // 2
        said = np.concatenate([piece.signal for piece in voices[str(self._rng.choice(strangers))]])
        return {"": np.resize(said, length) * 10 ** (-self._rng.uniform(26, 40) / 20)}

    def tracks(self) -> dict[str, Signal]:
        """Each speaker's signal over the whole conversation."""
        length = max(start + len(piece) for start, _, piece in self._placed) + SAMPLE_RATE // 2
        found = {name: np.zeros(length) for name in self._names}
        for start, name, piece in self._placed:
            found[name][start : start + len(piece)] += piece
        return found


def _shuffled(pieces: Sequence[Piece], rng: np.random.Generator) -> list[Piece]:
    return [pieces[number] for number in rng.permutation(len(pieces))]


def merged(turns: Sequence[Turn], pause: float = 0.5, lull: float = 1.0) -> Iterator[Turn]:
    """Turns of one speaker with at most a short pause between them as one, or a lull in which nobody else speaks."""
    for name in sorted({turn[2] for turn in turns}):
        mine = sorted(turn for turn in turns if turn[2] == name)
        others = [turn for turn in turns if turn[2] != name]
        start, end = mine[0][:2]
        for following, until, _ in mine[1:]:
            is_lull = not any(other[0] < following and other[1] > end for other in others)
            if following - end > (lull if is_lull else pause):
                yield start, end, name
                start = following
            end = max(end, until)
        yield start, end, name


def write(target: Path, name: str, signal: Signal, conversation: Conversation) -> dict[str, Any]:
    """Store one case; returns its line of the manifest."""
    with wave.open(str(target / f"{name}.wav"), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SAMPLE_RATE)
        recording.writeframes((signal * 32767).astype("<i2").tobytes())
    lines = [
        f"SPEAKER {name} 1 {start:.3f} {end - start:.3f} <NA> <NA> {who} <NA> <NA>"
        for start, end, who in sorted(merged(conversation.turns))
    ]
    (target / f"{name}.rttm").write_text("\n".join(lines) + "\n")
    people = len({turn[2] for turn in conversation.turns})
    fields = {"id": name, "audio": f"{name}.wav", "rttm": f"{name}.rttm", "speakers": people, "language": "en"}
    said = [{"speaker": who, "text": text} for _, who, text in sorted(conversation.texts) if text]
    return {**fields, "segments": said} if said else fields


def main() -> None:
    """Build the cases."""
    options = arguments()
    options.target.mkdir(parents=True, exist_ok=True)
    voices = speakers(
        options.sources,
        frozenset(options.without.split(",")),
        load_detector(EngineOptions(threads=1)),
        is_whole=options.whole,
    )
    chosen = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}[options.half]
    voices = {name: voices[name] for name in sorted(voices)[chosen]}
    lines = []
    for number in range(options.count):
        rng = np.random.default_rng([options.seed, number])
        kind, place = KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]
        conversation = Conversation(kind, voices, rng)
        conversation.fill()
        signal = recorded({**conversation.tracks(), **conversation.background(voices)}, place, rng)
        lines.append(write(options.target, f"{number:03d}_{kind}_{place}", signal, conversation))
    (options.target / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    print(f"{len(lines)} conversations of {len(voices)} voices in {options.target}")


if __name__ == "__main__":
    main()

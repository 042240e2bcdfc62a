"""How often the spoken language is found: in 15 s of speech, in short files, and behind music or another language.

python -m benchmarks.languages FOLDER [--threads 2] [--recognizer whisper-base] [--music FOLDER] [--only KIND] [--details]

FOLDER has a manifest.jsonl whose items have a `language`. Recordings of a language are joined, half a second apart, until
they have 15 s; a language with less is repeated. "Behind music" puts two minutes of music (of a manifest's items of the
kind "music", else generated chords) before a joined recording, "behind another language" a minute of the next language of
the list before two minutes of the right one.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path, user_data_path

from benchmarks.invention import chords, write
from benchmarks.manifest import Item, read
from benchmarks.report import save, table
from scriba import backends
from scriba.backends.runtime import weights
from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.core.engines import Detector, EngineOptions, Identifier
from scriba.pipeline.decode import decode
from scriba.pipeline.language import SpokenLanguage
from scriba.pipeline.transcribe import identify, prepare

Sound = npt.NDArray[np.float64]
"""Samples in [-1, 1), 16 kHz."""

ENOUGH = 15 * SAMPLE_RATE
PAUSE = np.zeros(SAMPLE_RATE // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A recording to judge."""

    kind: str
    name: str
    language: str
    sound: Sound


def sound_of(item: Item, folder: Path) -> Sound:
    """A recording's samples."""
    audio = Audio.open(decode(item.audio, folder / "item.pcm", name=item.audio.name).files[0])
    return np.asarray(audio.cut(0, audio.duration), dtype=np.float64)


def joined(sounds: Sequence[Sound], length: int = ENOUGH) -> list[Sound]:
    """Recordings joined until each has so many samples; what is left over goes to the last, or is repeated."""
    found: list[Sound] = []
    current: list[Sound] = []
    for sound in sounds:
        current += [sound, PAUSE]
        if sum(map(len, current)) >= length:
            found.append(np.concatenate(current))
            current = []
    if current and not found:
        return [np.concatenate([*current] * (1 + length // sum(map(len, current))))]
    return found


def cases(languages: Mapping[str, Sequence[tuple[str, Sound]]], music: Sound) -> Iterator[Case]:
    """All cases; `languages` has named sounds by language."""
    for language, named in languages.items():
        for name, sound in named:
            yield Case(kind="each file alone", name=name, language=language, sound=sound)
    pieces = {language: joined([sound for _, sound in named]) for language, named in languages.items()}
    for language, sounds in pieces.items():
        for number, sound in enumerate(sounds):
            yield Case(kind="15 s", name=f"{language} {number}", language=language, sound=sound)
    for language, sounds in pieces.items():
        sound = np.concatenate([music, PAUSE, sounds[0]])
        yield Case(kind="behind music", name=f"{language} behind music", language=language, sound=sound)
    for other, language in itertools.pairwise([*pieces, next(iter(pieces))]):
        first, second = long(pieces[other], 60), long(pieces[language], 120)
        name = f"{language} behind {other}"
        yield Case(kind="behind a language", name=name, language=language, sound=np.concatenate([first, second]))


def long(sounds: Sequence[Sound], seconds: int) -> Sound:
    """Sounds one after the other, repeated until they have so many seconds."""
    found = np.concatenate(sounds)
    return np.tile(found, 1 + seconds * SAMPLE_RATE // len(found))[: seconds * SAMPLE_RATE]


def music_of(folder: Path | None, scratch: Path) -> Sound:
    """Two minutes of music."""
    found = [sound_of(item, scratch) for item in read(folder) if item.kind == "music"] if folder else []
    return long(found or [chords(np.arange(60 * SAMPLE_RATE) / SAMPLE_RATE)], 120)


def judge(case: Case, detector: Detector, identifier: Identifier, folder: Path) -> tuple[SpokenLanguage | None, float]:
    """What is found, None where no speech is, and the seconds of identification."""
    source = write(folder / "case.wav", case.sound)
    prepared = prepare(source, folder / "case.pcm", detector)
    if not prepared.windows:
        return None, 0.0
    began = time.perf_counter()
    return identify(prepared.channels, identifier), time.perf_counter() - began


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.languages", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--music", type=Path, help="folder with a manifest.jsonl that has music")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--recognizer", default="whisper-base")
    parser.add_argument("--models", type=Path, default=user_data_path("scriba") / "models")
    parser.add_argument("--only", help="judge this kind of cases only, say '15 s'")
    parser.add_argument("--details", action="store_true", help="show every mistake")
    return parser.parse_args()


def main() -> None:
    """Judge all cases and print the share that is right."""
    options = arguments()
    engine = EngineOptions(threads=options.threads)
    card = backends.card(options.recognizer)
    place = weights.locate(card, options.models, user_cache_path("scriba") / "models")
    identifier = backends.as_identifier(backends.load_recognizer(card, place, engine))
    assert identifier is not None, f"{options.recognizer} cannot tell languages apart"
    detector = backends.load_detector(engine)
    tally: dict[str, list[tuple[bool, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        languages: dict[str, list[tuple[str, Sound]]] = {}
        for item in read(options.folder):
            if item.language:
                languages.setdefault(item.language, []).append((item.id, sound_of(item, folder)))
        for case in cases(languages, music_of(options.music, folder)):
            if options.only not in {None, case.kind}:
                continue
            found, seconds = judge(case, detector, identifier, folder)
            is_right = found is not None and found.code == case.language
            tally.setdefault(case.kind, []).append((is_right, seconds))
            if options.details and not is_right:
                heard = f"{found.code} {found.confidence:.2f}" if found else "no speech"
                print(f"{case.kind:18} {case.name:40} {heard}")
    rows = [
        [
            kind,
            str(len(results)),
            str(sum(is_right for is_right, _ in results)),
            f"{100 * np.mean([is_right for is_right, _ in results]):.1f} %",
            f"{np.mean([seconds for _, seconds in results]):.2f}",
        ]
        for kind, results in tally.items()
    ]
    print(table(["case", "cases", "right", "share", "seconds each"], rows))
    figures = {kind: {"cases": int(count), "right": int(right)} for kind, count, right, *_ in rows}
    print(f"\nsaved to {save('languages', {'recognizer': options.recognizer, 'figures': figures})}")


if __name__ == "__main__":
    main()

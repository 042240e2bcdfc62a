"""Speech whose word times are known: said by Flite's voices, or recorded words put one after the other.

`tools/speech-samples.sh TARGET` fetches Debian's packages of both. Flite knows when each of its words begins and ends.
Recorded prompts are cut where their sound begins and ends, so that pauses of a known length lie around each of them.
"""

from __future__ import annotations

import ctypes
import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from benchmarks.time_scoring import TimedWord
from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.pipeline.decode import decode

Sound = npt.NDArray[np.float64]
"""Samples in [-1, 1), 16 kHz."""

VOICES: Final = ("awb", "kal16", "rms", "slt")

_LIBRARIES: Final = ("libflite", "libflite_cmulex", "libflite_usenglish")
_FIRST: Final = b"R:SylStructure.daughter1.daughter1.R:Segment.p.end"
_LAST: Final = b"R:SylStructure.daughtern.daughtern.R:Segment.end"

_EDGE: Final = 0.02
"""A prompt's sound begins and ends where its loudness passes this share of the loudest."""
_FRAME: Final = SAMPLE_RATE // 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSound:
    """A recording and its words in order."""

    name: str
    kind: str
    sound: Sound
    words: tuple[TimedWord, ...]


class _Wave(ctypes.Structure):
    """`cst_wave` of flite.h."""

    _fields_ = (
        ("type", ctypes.c_char_p),
        ("rate", ctypes.c_int),
        ("count", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class Flite:
    """The voices of an unpacked libflite1."""

    def __init__(self, folder: Path) -> None:
        place = next(folder.rglob("libflite.so.1")).parent
        loaded = [ctypes.CDLL(str(place / f"{name}.so.1"), mode=ctypes.RTLD_GLOBAL) for name in _LIBRARIES]
        self._library = loaded.pop(0)
        pointer = ctypes.c_void_p
        self._declare("flite_synth_text", pointer, ctypes.c_char_p, pointer)
        self._declare("utt_wave", ctypes.POINTER(_Wave), pointer)
        self._declare("utt_relation", pointer, pointer, ctypes.c_char_p)
        self._declare("relation_head", pointer, pointer)
        self._declare("item_next", pointer, pointer)
        self._declare("ffeature_float", ctypes.c_float, pointer, ctypes.c_char_p)
        self._declare("ffeature_string", ctypes.c_char_p, pointer, ctypes.c_char_p)
        self._declare("delete_utterance", None, pointer)
        self._library.flite_init()
        self._voices: dict[str, int] = {}
        for voice in VOICES:
            library = ctypes.CDLL(str(place / f"libflite_cmu_us_{voice}.so.1"))
            register = library[f"register_cmu_us_{voice}"]
            register.restype = pointer
            self._voices[voice] = register(None)

    def _declare(self, name: str, result: Any, *arguments: Any) -> None:
        function = getattr(self._library, name)  # by index ctypes makes another object each time
        function.restype, function.argtypes = result, arguments

    def say(self, voice: str, text: str) -> tuple[Sound, tuple[TimedWord, ...]]:
        """A sentence, numbers and money spelled out in its words."""
        utterance = self._library.flite_synth_text(text.encode(), self._voices[voice])
        wave = self._library.utt_wave(utterance).contents
        assert wave.rate == SAMPLE_RATE, f"{voice} speaks at {wave.rate} Hz"
        sound = np.ctypeslib.as_array(wave.samples, (wave.count,)).astype(np.float64) / 32768
        words = tuple(self._words(utterance))
        self._library.delete_utterance(utterance)
        return sound, words

    def _words(self, utterance: int) -> Iterator[TimedWord]:
        item = self._library.relation_head(self._library.utt_relation(utterance, b"Word"))
        while item:
            name = self._library.ffeature_string(item, b"name").decode()
            start, end = (self._library.ffeature_float(item, place) for place in (_FIRST, _LAST))
            yield TimedWord(name, start, end)
            item = self._library.item_next(item)


def said(
    flite: Flite, voice: str, sentences: Sequence[str], rng: np.random.Generator, kind: str = "sentences"
) -> TimedSound:
    """Sentences one after the other with pauses of 0.1 to 1.5 s."""
    pieces = [flite.say(voice, sentence) for sentence in sentences]
    sound, words = joined(pieces, rng, (0.1, 1.5))
    return TimedSound(name=f"{voice} {len(words)} words", kind=kind, sound=sound, words=words)


def joined(
    pieces: Sequence[tuple[Sound, Sequence[TimedWord]]], rng: np.random.Generator, pauses: tuple[float, float]
) -> tuple[Sound, tuple[TimedWord, ...]]:
    """Pieces with pauses of chance between them, and their words where they are then; faint noise under all."""
    parts: list[Sound] = [np.zeros(SAMPLE_RATE // 2)]
    words: list[TimedWord] = []
    for sound, timed in pieces:
        clock = sum(map(len, parts)) / SAMPLE_RATE
        words += [word.moved(clock) for word in timed]
        parts += [sound, np.zeros(round(rng.uniform(*pauses) * SAMPLE_RATE))]
    whole = np.concatenate(parts)
    return whole + rng.normal(0, 0.0005, len(whole)), tuple(words)


def prompts(folder: Path, scratch: Path) -> dict[str, Sound]:
    """Recorded prompts of asterisk-core-sounds by their text, cut to where they sound; letters are left out."""
    sounds = next(folder.rglob("digits/1.wav")).parent.parent
    listing = next(folder.rglob("core-sounds-en.txt.gz"))
    found: dict[str, Sound] = {}
    for line in gzip.decompress(listing.read_bytes()).decode().splitlines():
        name, _, text = line.partition(": ")
        path = sounds / f"{name}.wav"
        is_speech = not name.startswith((";", "letters/")) and "[" not in text
        if text.strip() and is_speech and path.is_file():
            audio = Audio.open(decode(path, scratch / "prompt.pcm", name=path.name).files[0])
            found[text.strip()] = trimmed(np.asarray(audio.cut(0, audio.duration), dtype=np.float64))
    return found


def trimmed(sound: Sound) -> Sound:
    """From where a sound begins to where it ends, in steps of 5 ms."""
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    loud = np.flatnonzero(np.sqrt(np.square(frames).mean(axis=1)) > _EDGE * np.abs(sound).max())
    return sound[loud[0] * _FRAME : (loud[-1] + 1) * _FRAME]


def enumerated(sounds: Mapping[str, Sound], count: int, rng: np.random.Generator) -> TimedSound:
    """Prompts in an order of chance with pauses of 0.1 to 0.8 s."""
    chosen = [str(text) for text in rng.choice(sorted(sounds), count, replace=False)]
    pieces = [(sounds[text], (TimedWord(text, 0.0, len(sounds[text]) / SAMPLE_RATE),)) for text in chosen]
    sound, words = joined(pieces, rng, (0.1, 0.8))
    return TimedSound(name=f"{count} prompts", kind="recorded prompts", sound=sound, words=words)

"""What single speakers say, in pieces, from folders of recordings: the material of constructed conversations."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.speaker_places import ROOT_MEAN_SQUARE, Signal
from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.core.engines import Detector
from scriba.core.errors import AudioError
from scriba.pipeline.decode import decode
from scriba.pipeline.windows import RegionOptions, speech_probabilities, speech_regions

PIECES: Final = RegionOptions(onset=0.5, offset=0.35, min_speech=200, min_silence=160, pad=160)
"""Where a clip may be cut. The detector's edges are coarse: the pad is taken off again by energy."""

EDGE_DB: Final = 32
"""How far below the loud parts of a clip speech begins and ends."""

FLOOR_DB: Final = 9
"""How far above a clip's own noise."""

BLOCK: Final = SAMPLE_RATE // 100
"""Energy is looked at every 10 ms."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something said in one go, and its words where they are known."""

    signal: Signal
    text: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.signal) / SAMPLE_RATE


Voices = dict[str, list[Piece]]


def speakers(sources: Sequence[Path], without: frozenset[str], detector: Detector, *, is_whole: bool) -> Voices:
    """Speaker -> stretches of speech without pauses, or whole clips, each scaled to one loudness."""
    found: Voices = {}
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            for line in (source / "manifest.jsonl").read_text().splitlines():
                fields: dict[str, Any] = json.loads(line)
                name = str(fields.get("speaker") or "")
                if not name or "," in name or name in without or fields.get("channels", 1) != 1:
                    continue
                pieces = pieces_of(source.parent / fields["audio"], Path(folder), detector)
                if is_whole and pieces and fields.get("text") and fields.get("language") == "en":
                    pieces = [Piece(_joined(pieces), str(fields["text"]))]
                elif is_whole:
                    continue
                found.setdefault(name, []).extend(pieces)
    return {name: pieces for name, pieces in sorted(found.items()) if seconds_of(pieces) > 2}


def seconds_of(pieces: Sequence[Piece]) -> float:
    """Their length together."""
    return sum(piece.seconds for piece in pieces)


def pieces_of(path: Path, folder: Path, detector: Detector) -> list[Piece]:
    """What a clip says, without pauses, scaled to one loudness; `folder` is for scratch files."""
    try:
        decode(path, folder / "clip.pcm", name=path.name)
    except (AudioError, OSError):
        return []
    audio = Audio(np.fromfile(folder / "clip.pcm", dtype="<i2"))
    regions = speech_regions(speech_probabilities(audio, detector), audio.duration, PIECES)
    energies = _energies(audio.cut(0, audio.duration).astype(np.float64))
    least = max(np.percentile(energies, 95) - EDGE_DB, np.percentile(energies, 5) + FLOOR_DB)
    whole = [
        piece
        for region in regions
        if len(piece := _trimmed(audio.cut(region.start, region.end).astype(np.float64), float(least)))
    ]
    if not whole:
        return []
    scale = ROOT_MEAN_SQUARE / (float(np.sqrt(np.mean(np.concatenate(whole) ** 2))) + 1e-9)
    return [Piece(piece * scale) for piece in whole]


def _energies(signal: Signal) -> Signal:
    """Decibels of every 10 ms."""
    blocks = signal[: len(signal) // BLOCK * BLOCK].reshape(-1, BLOCK)
    return np.asarray(10 * np.log10((blocks**2).mean(axis=1) + 1e-10))


def _trimmed(signal: Signal, least: float) -> Signal:
    """Without what is quiet at both ends."""
    loud = np.flatnonzero(_energies(signal) >= least)
    return signal[loud[0] * BLOCK : (loud[-1] + 1) * BLOCK] if len(loud) else signal[:0]


def _joined(pieces: Sequence[Piece]) -> Signal:
    """The pieces of a clip with short pauses between them: what it says in one go."""
    pause = np.zeros(SAMPLE_RATE // 5)
    return np.concatenate([part for piece in pieces for part in (piece.signal, pause)][:-1])

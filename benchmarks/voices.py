"""Whose voice it is: error rates of recognizing people by voice, over all pairs of recordings with known speakers.

python -m benchmarks.voices FOLDER... [--threads 2] [--centre FILE]

Every FOLDER has a `manifest.jsonl` whose items name their one `speaker`. Each recording goes the way of an enrolment: the
voice that has most clean speech in it. Printed are the equal error rate, and the rates of false acceptance and false
rejection at the likeness from which the server names a speaker, by how much speech both recordings of a pair have.
`--centre` writes the mean of all people's points instead, as the server has it of other recordings.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from benchmarks.report import save, table
from scriba import backends
from scriba.core.audio import Audio
from scriba.core.engines import EngineOptions
from scriba.core.errors import AudioError
from scriba.core.speakers import Embedding, VoiceSpace
from scriba.pipeline.decode import decode
from scriba.pipeline.diarize import diarize
from scriba.pipeline.voices import LEAST_ENROLLED, LEAST_NAMED, MATCH, likeness

Scores = npt.NDArray[np.float64]

LEAST: Final = (0, LEAST_NAMED, LEAST_ENROLLED, 10_000)
"""Clean speech that both recordings of a pair have, ms: a row of the table each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording of one person."""

    speaker: str
    point: Embedding
    speech: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Likenesses of pairs of recordings: by one person, and by two."""

    same: Scores
    other: Scores

    def equal_error_rate(self) -> tuple[float, float]:
        """The rate at which as many of either are wrong, and the likeness where that is."""
        limits = np.unique(np.concatenate([self.same, self.other]))
        rejected = np.searchsorted(np.sort(self.same), limits, side="left") / len(self.same)
        accepted = 1 - np.searchsorted(np.sort(self.other), limits, side="left") / len(self.other)
        best = int(np.abs(rejected - accepted).argmin())
        return float(rejected[best] + accepted[best]) / 2, float(limits[best])

    def at(self, limit: float) -> tuple[float, float]:
        """Share of false acceptances and of false rejections where this likeness is enough."""
        return float((self.other >= limit).mean()), float((self.same < limit).mean())


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.voices", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="folders with a manifest.jsonl")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--centre", type=Path, help="write the mean point of all people there, and measure nothing")
    return parser.parse_args()


def recordings(folders: Sequence[Path], threads: int) -> Iterator[Recording]:
    """The voices of all recordings with one known speaker in which somebody is heard."""
    options = EngineOptions(threads=threads)
    segmenter, embedder = backends.load_segmenter(options), backends.load_embedder(options)
    with tempfile.TemporaryDirectory(prefix="scriba-") as name:
        target = Path(name) / "audio.pcm"
        for fields, path in _items(folders):
            try:
                decode(path, target, name=path.name)
            except AudioError:
                continue
            found = diarize(Audio.open(target), segmenter, embedder)
            if not found.clean:
                continue
            most = int(np.argmax(found.clean))
            yield Recording(speaker=str(fields["speaker"]), point=found.embeddings[most], speech=found.clean[most])


def _items(folders: Sequence[Path]) -> Iterator[tuple[dict[str, Any], Path]]:
    for folder in folders:
        for line in (folder / "manifest.jsonl").read_text().splitlines():
            fields: dict[str, Any] = json.loads(line)
            places = [root / fields["audio"] for root in (folder, folder.parent)]
            path = next((place for place in places if place.is_file()), None)
            speaker = fields.get("speaker")
            if path is not None and speaker and "," not in speaker and fields.get("channels", 1) == 1:
                yield fields, path


def trials(known: Sequence[Recording], space: VoiceSpace, least: int) -> Trials:
    """All pairs of recordings with so many ms of clean speech."""
    heard = [(each.speaker, space.voice(each.point, each.speech)) for each in known if each.speech >= least]
    same: list[float] = []
    other: list[float] = []
    for (one, voice), (two, second) in combinations(heard, 2):
        (same if one == two else other).append(likeness(voice, second))
    return Trials(same=np.array(same), other=np.array(other))


def centre(known: Sequence[Recording]) -> Embedding:
    """The mean of all people's mean points: each counts once."""
    points: dict[str, list[Embedding]] = {}
    for each in known:
        points.setdefault(each.speaker, []).append(each.point)
    return np.asarray(np.mean([np.mean(mine, axis=0) for mine in points.values()], axis=0), dtype=np.float32)


def main() -> None:
    """Measure and print."""
    options = arguments()
    known = list(recordings(options.folders, options.threads))
    if options.centre:
        np.save(options.centre, centre(known))
        return
    space = backends.load_voice_space()
    people = {each.speaker for each in known}
    print(f"{len(known)} recordings of {len(people)} people; a name is given from a likeness of {MATCH}")
    rows, figures = [], {}
    for least in LEAST:
        tried = trials(known, space, least)
        if not len(tried.same) or not len(tried.other):
            continue
        rate, limit = tried.equal_error_rate()
        accepted, rejected = tried.at(MATCH)
        row = [f"{least / 1000:.0f} s", str(len(tried.same)), str(len(tried.other))]
        rows.append([*row, *(f"{100 * one:.2f}" for one in (rate, accepted, rejected)), f"{limit:.3f}"])
        figures[str(least)] = {"eer": round(rate, 5), "accepted": round(accepted, 5), "rejected": round(rejected, 5)}
    head = ["speech", "pairs of one", "pairs of two", "EER %", "false accept %", "false reject %", "likeness at EER"]
    print("\n" + table(head, rows))
    print(f"\nWritten to {save('voices', {'match': MATCH, 'recordings': len(known), **figures})}")


if __name__ == "__main__":
    main()

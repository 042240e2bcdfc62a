"""What the speaker models heard in a part, as a file: a checkpoint that another worker can go on from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scriba.pipeline.parts import Heard
from scriba.pipeline.segmentation import Segmentation
from scriba.pipeline.tracks import Stretch, Tracks

Rows = npt.NDArray[np.int64]
"""Runs of stretches: number of the stretch, its track, first frame, last frame; shape [runs, 4]."""


def save(heard: Heard, target: Path) -> None:
    """Write a part durably."""
    with target.open("wb") as stream:
        np.savez_compressed(
            stream,
            levels=heard.segmentation.levels,
            step=np.int64(heard.segmentation.step),
            numbers=heard.tracks.numbers,
            tracks=np.int64(heard.tracks.count),
            clean=_rows(heard.clean),
            clouded=_rows(heard.clouded),
            points=heard.points,
        )
        stream.flush()
        os.fsync(stream.fileno())


def load(source: Path) -> Heard:
    """The inverse of `save`; raises FileNotFoundError."""
    with np.load(source) as arrays:
        return Heard(
            segmentation=Segmentation(levels=arrays["levels"], step=int(arrays["step"])),
            tracks=Tracks(numbers=arrays["numbers"], count=int(arrays["tracks"])),
            clean=_stretches(arrays["clean"]),
            clouded=_stretches(arrays["clouded"]),
            points=arrays["points"],
        )


def _rows(stretches: Sequence[Stretch]) -> Rows:
    rows = [(number, one.track, start, end) for number, one in enumerate(stretches) for start, end in one.runs]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _stretches(rows: Rows) -> tuple[Stretch, ...]:
    runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for number, track, start, end in rows.tolist():
        runs.setdefault((number, track), []).append((start, end))
    return tuple(Stretch(track=track, runs=tuple(found)) for (_, track), found in runs.items())

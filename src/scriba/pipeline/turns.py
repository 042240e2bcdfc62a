"""From the speaker of every local speaker to turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.core.speakers import SpeakerTurn
from scriba.pipeline.clustering import Labels
from scriba.pipeline.segmentation import Segmentation, frame_time
from scriba.pipeline.tracks import Numbers, Stretch, blocks

Runs = npt.NDArray[np.int64]
"""Half-open runs of frames in order; [runs, 2]."""

AT_ONCE: Final = 2
"""The segmenter hears at most two people at once."""

FAINT: Final = 13
"""Level below which nobody speaks, however many are heard: nobody is found for whom windows hear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOptions:
    """When a turn begins and ends, in frames of 16.875 ms."""

    longest_pause: int = 30
    """A pause of up to half a second belongs to the turn, whoever speaks in it."""
    longest_lull: int = 59
    """One of up to a second does where nobody else speaks: so long do people pause in the middle of what they say."""
    shortest: int = 10


DEFAULT_TURNS: Final = TurnOptions()


def turns(
    segmentation: Segmentation,
    numbers: Numbers,
    clean: Sequence[Stretch],
    labels: Labels,
    *,
    duration: int,
    options: TurnOptions = DEFAULT_TURNS,
) -> list[SpeakerTurn]:
    """Turns in the order of time. `labels` are those of the `clean` stretches, `numbers` those of local speakers."""
    is_on = _activity(segmentation, numbers, clean, labels)
    runs = [_without_pauses(row, options) for row in is_on]
    spoken = np.concatenate([[0], is_on.any(axis=0).cumsum()])
    found = [
        SpeakerTurn(start=frame_time(start), end=min(frame_time(end), duration), speaker=speaker)
        for speaker, row in enumerate(runs)
        for start, end in _without_lulls(row, spoken, options).tolist()
    ]
    return sorted((turn for turn in found if turn.start < turn.end), key=lambda turn: (turn.start, turn.end))


def _activity(
    segmentation: Segmentation, numbers: Numbers, clean: Sequence[Stretch], labels: Labels
) -> npt.NDArray[np.bool_]:
    """Whether each speaker speaks in each frame; [speakers, frames]."""
    count = 1 + max(int(numbers.max(initial=-1)), int(labels.max(initial=-1)))
    alone = np.full(segmentation.frames, -1, dtype=np.int32)
    for stretch, label in zip(clean, labels.tolist(), strict=True):
        for start, end in stretch.runs:
            alone[start:end] = label
    is_on = np.zeros((count, segmentation.frames), dtype=np.bool_)
    everybody = blocks(segmentation, np.zeros_like(numbers))
    for block, whole in zip(blocks(segmentation, numbers), everybody, strict=True):
        if len(block.ids) == 0:
            continue
        frames = slice(block.first, block.first + len(block.levels))
        is_on[block.ids, frames] = _speaking(block.levels, whole.levels[:, 0]).T
    # The second pass: where one speaks alone, the voice decides, not the window.
    known = np.flatnonzero(alone >= 0)
    is_on[:, known] = False
    is_on[alone[known], known] = True
    return is_on


def _speaking(levels: npt.NDArray[np.float32], many: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Who speaks in each frame; [frames, ids].

    How many speak is the rounded sum of all probabilities, `many`, also of local speakers of whom nobody knows who they
    are; the likeliest speak. So nothing is lost where windows agree that somebody speaks and not on who does.
    """
    order = np.argsort(-levels, axis=1, kind="stable")
    found = np.zeros(levels.shape, dtype=np.bool_)
    rows = np.arange(len(levels))
    for rank in range(min(AT_ONCE, levels.shape[1])):
        likeliest = order[:, rank]
        found[rows, likeliest] = (many >= 255 * (rank + 0.5)) & (levels[rows, likeliest] >= FAINT)
    return found


def _without_pauses(is_on: npt.NDArray[np.bool_], options: TurnOptions) -> Runs:
    """Runs of frames without short pauses, and of them those that are not short; [runs, 2], half-open."""
    edges = np.flatnonzero(np.diff(is_on, prepend=False, append=False)).reshape(-1, 2)
    runs = _joined(edges, edges[1:, 0] - edges[:-1, 1] > options.longest_pause)
    return runs[runs[:, 1] - runs[:, 0] >= options.shortest]


def _without_lulls(runs: Runs, spoken: npt.NDArray[np.int64], options: TurnOptions) -> Runs:
    """Runs of one speaker without lulls in which nobody speaks, not even for a moment.

    `spoken` [frames + 1]: before each frame, and at the end, in how many frames anybody speaks.
    """
    is_lull = spoken[runs[1:, 0]] == spoken[runs[:-1, 1]]
    is_break = ~is_lull | (runs[1:, 0] - runs[:-1, 1] > options.longest_lull)
    return _joined(runs, is_break)


def _joined(runs: Runs, is_break: npt.NDArray[np.bool_]) -> Runs:
    """Runs with those in a row as one between which there is no break."""
    if len(runs) == 0:
        return runs
    return np.stack([runs[np.append(True, is_break), 0], runs[np.append(is_break, True), 1]], axis=1)

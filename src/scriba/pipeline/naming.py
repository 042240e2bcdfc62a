"""From groups of stretches to the speaker of every local speaker of every window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations, product
from typing import Final

import numpy as np

from scriba.core.speakers import SpeakerCount
from scriba.pipeline.clustering import Labels, Matrix
from scriba.pipeline.segmentation import LOCAL_SPEAKERS, Segmentation
from scriba.pipeline.sharing import SECONDS_A_FRAME, Place, overlaps
from scriba.pipeline.tracks import Numbers, Stretch, Tracks

STRONGEST: Final = 6.0
"""The most that one stretch says about a speaker, as a log likelihood ratio."""

OWN: Final = 2.0
"""What the grouping of a stretch says beyond its voice."""

CLASH: Final = 12.0
"""Against two local speakers who speak at once for a second being one speaker."""

CLASH_SECONDS: Final = 0.1
"""Common speech from which local speakers clash."""

NEW_SECONDS: Final = 0.8
"""Speech behind somebody else's from which it makes a speaker of its own, when nobody else can have spoken."""

EXPECTED_SECONDS: Final = 0.4
"""Speech behind somebody else's from which it is taken for a speaker whom the caller expects."""

CANDIDATES: Final = 4
"""Speakers tried for each local speaker of a clash."""


def with_clouded(
    labels: Labels,
    found: Matrix,
    clouded: Sequence[Stretch],
    clashes: Mapping[int, Mapping[int, float]],
    speakers: SpeakerCount,
) -> Labels:
    """Labels of the clean stretches followed by those of the clouded ones, -1 where nobody fits.

    `found` [clouded, groups] are squared distances to the groups; `clashes` gives for a stretch, counted with the
    clean ones, those that speak at the same time, and for how many seconds. Where the caller expects more speakers
    than are known, those who are only heard behind others are they.
    """
    fewest, most = speakers.bounds()
    everything = np.concatenate([labels, np.full(len(clouded), -1)])
    count = int(labels.max()) + 1 if len(labels) else 0
    order = sorted(range(len(clouded)), key=lambda number: -clouded[number].length)
    for number in order:
        stretch = len(labels) + number
        busy = {
            int(everything[other])
            for other, seconds in clashes.get(stretch, {}).items()
            if seconds >= CLASH_SECONDS and everything[other] >= 0
        }
        free = [group for group in range(count) if group not in busy]
        near = [group for group in free if group < found.shape[1]]
        if count < fewest and is_voice(clouded[number]):
            everything[stretch] = count
            count += 1
        elif near:
            everything[stretch] = min(near, key=lambda group: float(found[number, group]))
        elif free:
            everything[stretch] = free[0]
        elif clouded[number].length * SECONDS_A_FRAME >= NEW_SECONDS and (most is None or count < most):
            everything[stretch] = count
            count += 1
    return everything


def is_voice(stretch: Stretch) -> bool:
    """Whether a clouded stretch is long enough to be somebody whom the caller expects."""
    return stretch.length * SECONDS_A_FRAME >= EXPECTED_SECONDS


def clashing(segmentation: Segmentation, placed: Mapping[int, Sequence[Place]]) -> dict[int, dict[int, float]]:
    """By stretch, the others that share windows as somebody else, and seconds of evidence for that."""
    found: dict[int, dict[int, float]] = {}
    for window, inside in placed.items():
        together = overlaps(segmentation, window)
        for one, other in permutations(inside, 2):
            if one.local == other.local:
                continue
            seconds = float(together[one.local, other.local])
            seconds += 0.5 * min(one.frames, other.frames) * SECONDS_A_FRAME
            known = found.setdefault(one.stretch, {})
            known[other.stretch] = max(known.get(other.stretch, 0.0), seconds)
    return found


def speakers_of_locals(
    segmentation: Segmentation,
    tracks: Tracks,
    stretches: Sequence[Stretch],
    placed: Mapping[int, Sequence[Place]],
    scores: Matrix,
) -> Numbers:
    """The speaker of each local speaker, -1 for nobody; [windows, 3]. `scores` [stretches, speakers]."""
    found = np.full_like(tracks.numbers, -1)
    nearest = _Nearest(stretches)
    for window in range(len(found)):
        votes = _votes(placed.get(window, ()), scores)
        for local in range(LOCAL_SPEAKERS):
            track = int(tracks.numbers[window, local])
            if track >= 0 and local not in votes:
                middle = window * segmentation.step + segmentation.levels.shape[1] / 2
                stretch = nearest.of(track, middle)
                if stretch is not None:
                    votes[local] = 0.3 * scores[stretch]
        for local, speaker in _settled(votes, overlaps(segmentation, window)):
            found[window, local] = speaker
    return found


class _Nearest:
    """The stretch of a track that is nearest to a frame."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._of: dict[int, list[tuple[float, int]]] = {}
        for number, stretch in enumerate(stretches):
            middle = (stretch.runs[0][0] + stretch.runs[-1][1]) / 2
            self._of.setdefault(stretch.track, []).append((middle, number))

    def of(self, track: int, frame: float) -> int | None:
        """Its number, None where the track has no stretch."""
        known = self._of.get(track)
        return min(known, key=lambda one: abs(one[0] - frame))[1] if known else None


def _votes(inside: Sequence[Place], scores: Matrix) -> dict[int, Matrix]:
    """By local speaker, what its stretches say of each speaker; more of them say more."""
    sums: dict[int, Matrix] = {}
    frames: dict[int, int] = {}
    for place in inside:
        sums[place.local] = sums.get(place.local, np.zeros(scores.shape[1])) + place.frames * scores[place.stretch]
        frames[place.local] = frames.get(place.local, 0) + place.frames
    return {
        local: total / frames[local] * min(1.5, 0.5 + frames[local] * SECONDS_A_FRAME) for local, total in sums.items()
    }


def _settled(votes: Mapping[int, Matrix], together: Matrix) -> Iterator[tuple[int, int]]:
    """The best speaker of each local speaker; those who speak at once are different ones where that is possible."""
    best = {local: int(vote.argmax()) for local, vote in votes.items()}
    pairs = [pair for pair in combinations(best, 2) if together[pair] >= CLASH_SECONDS]
    if any(best[one] == best[other] for one, other in pairs):
        locals_ = list(votes)
        choices = [np.argsort(-votes[local])[:CANDIDATES].tolist() for local in locals_]

        tried = (dict(zip(locals_, chosen, strict=True)) for chosen in product(*choices))
        best = max(tried, key=lambda one: _fit(one, votes, {pair: float(together[pair]) for pair in pairs}))
    yield from best.items()


def _fit(chosen: Mapping[int, int], votes: Mapping[int, Matrix], clashes: Mapping[tuple[int, int], float]) -> float:
    """What the votes say of a choice of speakers, less what speaking at once as one speaker costs."""
    clash = sum(min(1.0, seconds) for (one, other), seconds in clashes.items() if chosen[one] == chosen[other])
    return sum(float(votes[local][speaker]) for local, speaker in chosen.items()) - CLASH * clash

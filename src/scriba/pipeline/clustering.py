"""Which stretches of speech are by one speaker, and how many speakers there are.

A voice is a point: the speaker's own point plus noise that is larger the shorter the stretch. Two groups of stretches
are joined while it is likelier that their means differ by noise alone than by a difference of speakers. What the
segmenter says of stretches in a common window counts beside the voices. Sources: agglomerative clustering with a
likelihood ratio of two Gaussians (as in probabilistic linear discriminant analysis with one variance for all
dimensions); the constants were measured on constructed conversations, see docs/adr/0020-diarization.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from scriba.core.speakers import Embedding, SpeakerCount

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusteringOptions:
    """How voices differ; variances are of points of length 1, summed over dimensions."""

    steady: float = 0.1
    """Variance of a speaker's voice from stretch to stretch, however long they are."""
    fleeting: float = 0.35
    """Variance that a stretch of one second adds; half of it with two seconds."""
    drift: float = 0.03
    """Variance that stays however much of a voice is known: people turn their heads."""
    between: float = 0.44
    """Variance of speakers."""
    dimensions: float = 24.0
    """Dimensions that a voice really has: those of a point depend on each other."""
    threshold: float = 1.0
    """Log likelihood ratio from which groups are one speaker."""
    hint: float = 4.0
    """How much the threshold moves towards a count that the caller named."""
    hint_weight: float = 15.0
    """What must be known of both groups for that, about 10 s of speech: less of a voice is easily split by chance."""
    least_bond: float = -6.0
    """The most that the segmenter may say against one speaker."""
    most_bond: float = 3.0
    """The most that it may say for one speaker."""
    rounds: int = 5
    """Most rounds in which stretches may change their group."""


DEFAULT_CLUSTERING: Final = ClusteringOptions()

ANY_NUMBER: Final = SpeakerCount()

LEAST_WEIGHT: Final = 1e-6

MOST_GROUPS: Final = 600
"""Groups of all parts of a long recording that are compared with each other."""

ITEMS_AT_ONCE: Final = 400
"""Stretches that are compared with each other, about 20 minutes of talk; longer recordings go in two stages."""

LEAST_SHARE: Final = 0.002
"""Of all speech: with less of it a group is noise, not a speaker."""

LEAST_SECONDS: Final = 5.0
"""Speech that is enough for a speaker, however long the recording is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Stretches to be grouped, in the order of time.

    `points` [n, dimensions] of length 1; `seconds` [n] of speech in each; `bonds`: by pairs of stretches that share
    windows, how much the segmenter says for one speaker (or against, where negative), as a log likelihood ratio.
    """

    points: Embedding
    seconds: Matrix
    bonds: Mapping[tuple[int, int], float]

    def part(self, first: int, last: int) -> Voices:
        """Some of the stretches, counted from 0 again."""
        bonds = {
            (one - first, other - first): bond
            for (one, other), bond in self.bonds.items()
            if first <= one < last and first <= other < last
        }
        return Voices(points=self.points[first:last], seconds=self.seconds[first:last], bonds=bonds)

    def bond_matrix(self) -> Matrix:
        """The bonds as a symmetric matrix; for few stretches only."""
        found = np.zeros((len(self.seconds), len(self.seconds)))
        for (one, other), bond in self.bonds.items():
            found[one, other] = found[other, one] = bond
        return found


def weights(seconds: Matrix, options: ClusteringOptions = DEFAULT_CLUSTERING) -> Matrix:
    """How much each stretch tells of its voice: one over the variance of its point."""
    return np.asarray(1 / (options.steady + options.fleeting / np.maximum(seconds, 0.15)))


def likelihood_ratio(distances: Matrix, noise: Matrix, options: ClusteringOptions) -> Matrix:
    """Log likelihood of one speaker less that of two, for squared distances between means with that much noise."""
    same = noise + 2 * options.drift
    different = same + 2 * options.between
    ratio = np.log(different / same) - distances * (1 / same - 1 / different)
    return np.asarray(options.dimensions / 2 * ratio)


def group(voices: Voices, count: SpeakerCount = ANY_NUMBER, options: ClusteringOptions = DEFAULT_CLUSTERING) -> Labels:
    """The speaker of each stretch, counted from 0; cost and memory grow linearly with the recording."""
    if len(voices.seconds) == 0:
        return np.zeros(0, dtype=np.int64)
    labels = _agglomerated(voices, count, options)
    labels = _reassigned(voices, labels, count, options)
    return _without_noise(voices, labels, count, options)


def _agglomerated(voices: Voices, count: SpeakerCount, options: ClusteringOptions) -> Labels:
    """Join stretches of each part of the recording, then the groups of all parts."""
    each = weights(voices.seconds, options)
    parts = -(-len(each) // ITEMS_AT_ONCE)
    if parts == 1:
        return _joined(Groups(voices.points * each[:, None], each, voices.bond_matrix(), options), count, options)
    borders = np.linspace(0, len(each), parts + 1).round().astype(int).tolist()
    labels = np.zeros(len(each), dtype=np.int64)
    known = 0
    for first, last in pairwise(borders):
        part = voices.part(first, last)
        near = Groups(part.points * each[first:last, None], each[first:last], part.bond_matrix(), options)
        labels[first:last] = known + _joined(near, ANY_NUMBER, options)
        known = int(labels.max()) + 1
    sums, total = _sums(voices.points, each, labels)
    if known > MOST_GROUPS:
        far = _nearest_large(sums, total)
        labels = far[labels]
        sums, total = _sums(voices.points, each, labels)
    joined = _joined(Groups(sums, total, np.zeros((len(total), len(total))), options), count, options)
    return joined[labels]


def _joined(groups: Groups, count: SpeakerCount, options: ClusteringOptions) -> Labels:
    """Join groups while that is likely, with the count that the caller named as a hint."""
    fewest, most = count.bounds()
    while groups.count > 1:
        score, first, second = groups.closest()
        too_many = most is not None and groups.count > most
        is_hinted = groups.count <= fewest and groups.lesser(first, second) >= options.hint_weight
        needed = options.threshold + (options.hint if is_hinted else 0.0)
        if not too_many and score < needed:
            break
        groups.join(first, second)
    return groups.labels()


def _sums(points: Embedding, each: Matrix, labels: Labels) -> tuple[Matrix, Matrix]:
    """Sum of weighted points, and of weights, of each group."""
    size = int(labels.max()) + 1
    sums = np.zeros((size, points.shape[1]))
    np.add.at(sums, labels, points * each[:, None])
    return sums, np.bincount(labels, weights=each, minlength=size).astype(np.float64)


def _nearest_large(sums: Matrix, total: Matrix) -> Labels:
    """For each group the nearest of the MOST_GROUPS with most weight, counted from 0."""
    large = np.sort(np.argsort(-total, kind="stable")[:MOST_GROUPS])
    means = sums / total[:, None]
    nearest = np.argmin(-2 * means @ means[large].T + (means[large] ** 2).sum(axis=1), axis=1)
    nearest[large] = np.arange(len(large))
    return np.asarray(nearest, dtype=np.int64)


def affinities(voices: Voices, labels: Labels, options: ClusteringOptions = DEFAULT_CLUSTERING) -> Matrix:
    """Log likelihood ratio of each stretch for each group, left out of its own group's mean; [n, groups]."""
    each = weights(voices.seconds, options)
    sums, total = _sums(voices.points, each, labels)
    means = sums / total[:, None]
    distances = 1 - 2 * voices.points @ means.T + (means**2).sum(axis=1)
    noise = 1 / each[:, None] + 1 / total
    rows = np.arange(len(labels))
    rest = total[labels] - each
    is_alone = rest < LEAST_WEIGHT
    others = (sums[labels] - voices.points * each[:, None]) / np.maximum(rest, LEAST_WEIGHT)[:, None]
    distances[rows, labels] = ((voices.points - others) ** 2).sum(axis=1)
    noise[rows, labels] = 1 / each + 1 / np.maximum(rest, LEAST_WEIGHT)
    found = likelihood_ratio(distances, noise, options)
    found[rows[is_alone], labels[is_alone]] = options.threshold
    return found


def _reassigned(voices: Voices, labels: Labels, count: SpeakerCount, options: ClusteringOptions) -> Labels:
    """Let stretches go over to the group that they fit best, a few rounds."""
    fewest, _ = count.bounds()
    for _ in range(options.rounds):
        scores = affinities(voices, labels, options) + _bonds_to_groups(voices, labels, options)
        moved = scores.argmax(axis=1)
        if len(np.unique(moved)) < min(fewest, int(labels.max()) + 1) or np.array_equal(moved, labels):
            break
        labels = np.asarray(np.unique(moved, return_inverse=True)[1], dtype=np.int64)
    return labels


def _bonds_to_groups(voices: Voices, labels: Labels, options: ClusteringOptions) -> Matrix:
    found = np.zeros((len(labels), int(labels.max()) + 1))
    for (one, other), bond in voices.bonds.items():
        found[one, labels[other]] += bond
        found[other, labels[one]] += bond
    return np.clip(found, options.least_bond, options.most_bond)


def _without_noise(voices: Voices, labels: Labels, count: SpeakerCount, options: ClusteringOptions) -> Labels:
    """Give the stretches of groups that hardly speak to the others."""
    spoken = np.bincount(labels, weights=voices.seconds)
    is_speaker = spoken >= min(LEAST_SECONDS, LEAST_SHARE * spoken.sum())
    fewest, _ = count.bounds()
    if is_speaker.all() or is_speaker.sum() < fewest:
        return labels
    scores = affinities(voices, labels, options)
    scores[:, ~is_speaker] = -np.inf
    moved = np.where(is_speaker[labels], labels, scores.argmax(axis=1))
    return np.asarray(np.unique(moved, return_inverse=True)[1], dtype=np.int64)


class Groups:
    """Groups of stretches while they are being joined."""

    def __init__(self, sums: Matrix, total: Matrix, bonds: Matrix, options: ClusteringOptions) -> None:
        self._sums, self._weights, self._bonds = sums.astype(np.float64), total.copy(), bonds.copy()
        self._options = options
        self._labels: Labels = np.arange(len(total))
        self._is_there = np.ones(len(total), dtype=bool)
        self._scores = np.stack([self._row(number) for number in range(len(total))])
        self.count = len(total)

    def closest(self) -> tuple[float, int, int]:
        """The best score of joining two groups, and the groups that have it."""
        first, second = divmod(int(self._scores.argmax()), len(self._scores))
        return float(self._scores[first, second]), first, second

    def lesser(self, first: int, second: int) -> float:
        """Weight of the lighter one of two groups."""
        return float(min(self._weights[first], self._weights[second]))

    def join(self, first: int, second: int) -> None:
        """Make two groups one."""
        self._sums[first] += self._sums[second]
        self._weights[first] += self._weights[second]
        self._bonds[first] += self._bonds[second]
        self._bonds[:, first] = self._bonds[first]
        self._labels[self._labels == second] = first
        self._is_there[second] = False
        self._scores[second] = self._scores[:, second] = -np.inf
        self._scores[first] = self._scores[:, first] = self._row(first)
        self.count -= 1

    def labels(self) -> Labels:
        """Group of each stretch, counted from 0."""
        return np.asarray(np.unique(self._labels, return_inverse=True)[1], dtype=np.int64)

    def _row(self, number: int) -> Matrix:
        """Score of joining a group with each other one."""
        means = self._sums / self._weights[:, None]
        distances = ((means - means[number]) ** 2).sum(axis=1)
        noise = 1 / self._weights + 1 / self._weights[number]
        bonds = np.clip(self._bonds[number], self._options.least_bond, self._options.most_bond)
        scores = likelihood_ratio(distances, noise, self._options) + bonds
        scores[~self._is_there] = scores[number] = -np.inf
        return np.asarray(scores)

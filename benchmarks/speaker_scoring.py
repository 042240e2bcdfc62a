"""Diarization error rate and word error rate by speaker, as the field counts them.

DER: missed + false alarm + confusion over the time spoken in the reference, people speaking at once counted each, under
the mapping of speakers that agrees for the longest time. cpWER: words of each speaker joined in order, under the mapping
with the fewest errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from benchmarks.scoring import Score, normalized, score

Turn = tuple[int, int, str]
"""Start and end in ms, speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Milliseconds of each kind of error, and of the speech that the reference has."""

    missed: int = 0
    false_alarm: int = 0
    confusion: int = 0
    speech: int = 0

    @property
    def rate(self) -> float:
        """The diarization error rate."""
        return (self.missed + self.false_alarm + self.confusion) / self.speech if self.speech else 0.0


def total(errors: Iterable[Errors]) -> Errors:
    """All recordings together, weighted by their speech."""
    listed = list(errors)
    return Errors(
        missed=sum(one.missed for one in listed),
        false_alarm=sum(one.false_alarm for one in listed),
        confusion=sum(one.confusion for one in listed),
        speech=sum(one.speech for one in listed),
    )


def read_rttm(path: Path) -> list[Turn]:
    """Turns of an RTTM file."""
    rows = [line.split() for line in path.read_text().splitlines() if line.startswith("SPEAKER")]
    return [(round(float(row[3]) * 1000), round((float(row[3]) + float(row[4])) * 1000), row[7]) for row in rows]


def diarization_errors(reference: Sequence[Turn], found: Sequence[Turn], collar: int = 0) -> Errors:
    """Compare turns; time within `collar` ms of a turn's edge in the reference is not scored."""
    edges = {edge for turn in [*reference, *found] for edge in turn[:2]}
    borders = [edge for turn in reference for edge in turn[:2]]
    edges.update(border + side for border in borders for side in (-collar, collar))
    times = np.array(sorted(edges), dtype=np.int64)
    if len(times) == 0:
        return Errors()
    lengths = np.diff(times, append=times[-1])
    for border in borders if collar else ():
        lengths[np.searchsorted(times, border - collar) : np.searchsorted(times, border + collar)] = 0
    expected, heard = _presence(reference, times), _presence(found, times)
    together = (expected * lengths) @ heard.T
    rows, columns = linear_sum_assignment(together, maximize=True)
    spoken, told = expected.sum(axis=0), heard.sum(axis=0)
    return Errors(
        missed=int((lengths * np.maximum(0, spoken - told)).sum()),
        false_alarm=int((lengths * np.maximum(0, told - spoken)).sum()),
        confusion=int((lengths * np.minimum(spoken, told)).sum() - together[rows, columns].sum()),
        speech=int((lengths * spoken).sum()),
    )


def _presence(turns: Sequence[Turn], times: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """1 where a speaker speaks; shape [speakers, times]."""
    names = sorted({turn[2] for turn in turns})
    found = np.zeros((len(names), len(times)), dtype=np.int64)
    for start, end, name in turns:
        found[names.index(name), np.searchsorted(times, start) : np.searchsorted(times, end)] = 1
    return found


def word_errors_by_speaker(reference: Mapping[str, str], found: Mapping[str, str], language: str) -> Score:
    """cpWER: each speaker's words against those of the speaker that fits best."""
    size = max(len(reference), len(found))
    expected = [*reference.values(), *[""] * (size - len(reference))]
    heard = [*found.values(), *[""] * (size - len(found))]
    costs = np.array([[_distance(one, other, language) for other in heard] for one in expected])
    rows, columns = linear_sum_assignment(costs)
    words = sum(len(normalized(text, language).split()) for text in expected)
    return Score(errors=int(costs[rows, columns].sum()), words=words)


def _distance(expected: str, heard: str, language: str) -> int:
    if normalized(expected, language):
        return score(expected, heard, language).errors
    return len(normalized(heard, language).split())

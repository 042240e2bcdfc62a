"""Who speaks when: segmentation in windows, one voice a stretch of clean speech, grouping, turns.

Memory is bounded: windows are kept as bytes (1 kB a second of recording), voices as one row a stretch; samples are
read a few windows or stretches at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from scriba.core.audio import Audio
from scriba.core.engines import Embedder, Segmenter
from scriba.core.speakers import Diarization, Embedding, SpeakerCount, SpeakerTurn
from scriba.pipeline.clustering import (
    ANY_NUMBER,
    DEFAULT_CLUSTERING,
    ClusteringOptions,
    Labels,
    Matrix,
    Voices,
    affinities,
    group,
    weights,
)
from scriba.pipeline.naming import OWN, STRONGEST, clashing, is_voice, speakers_of_locals, with_clouded
from scriba.pipeline.parts import Heard, hear, join, parts
from scriba.pipeline.segmentation import STEP_FRAMES
from scriba.pipeline.sharing import DEFAULT_BONDS, SECONDS_A_FRAME, BondOptions, bonds, places
from scriba.pipeline.stages import Stage, stage
from scriba.pipeline.turns import DEFAULT_TURNS, TurnOptions, turns


@dataclass(frozen=True, slots=True, kw_only=True)
class DiarizationOptions:
    """The constants of all steps."""

    step: int = STEP_FRAMES
    bonds: BondOptions = DEFAULT_BONDS
    clustering: ClusteringOptions = DEFAULT_CLUSTERING
    turns: TurnOptions = DEFAULT_TURNS


DEFAULT_DIARIZATION: Final = DiarizationOptions()


def diarize(
    audio: Audio,
    segmenter: Segmenter,
    embedder: Embedder,
    *,
    options: SpeakerCount = ANY_NUMBER,
    tuning: DiarizationOptions = DEFAULT_DIARIZATION,
) -> Diarization:
    """Tell speakers apart in a recording of any length; silence has no turns and no speakers."""
    with stage("diarize") as current:
        everything = parts(audio.duration, tuning.step)
        heard = [
            hear(audio, part, segmenter, embedder, partial(_advance, current, number, len(everything)))
            for number, part in enumerate(everything)
        ]
        return attribute(join(heard), audio.duration, options, tuning)


def _advance(current: Stage, number: int, count: int, done: float) -> None:
    current.advance((number + done) / count)


def attribute(
    heard: Heard,
    duration: int,
    count: SpeakerCount = ANY_NUMBER,
    tuning: DiarizationOptions = DEFAULT_DIARIZATION,
) -> Diarization:
    """Group the voices of a whole recording of `duration` ms, and tell the turns."""
    everything = [*heard.clean, *heard.clouded]
    if not everything:
        return Diarization(turns=(), embeddings=(), clean=())
    placed = places(heard.segmentation, heard.tracks, everything)
    clean = len(heard.clean)
    seconds = np.array([one.length * SECONDS_A_FRAME for one in everything])
    pairs = bonds(heard.segmentation, placed, tuning.bonds)
    voices = Voices(
        points=heard.points[:clean],
        seconds=seconds[:clean],
        bonds={pair: bond for pair, bond in pairs.items() if max(pair) < clean},
    )
    hidden = sum(map(is_voice, heard.clouded))
    labels = group(voices, _among_clean(count, hidden), tuning.clustering)
    labels = with_clouded(
        labels,
        _distances(heard.points, labels, seconds, tuning.clustering),
        heard.clouded,
        clashing(heard.segmentation, placed) if heard.clouded else {},
        count,
    )
    if labels.max() < 0:
        return Diarization(turns=(), embeddings=(), clean=())
    scores = _scores(heard.points, seconds, labels, clean, tuning.clustering)
    numbers = speakers_of_locals(heard.segmentation, heard.tracks, everything, placed, scores)
    found = turns(heard.segmentation, numbers, heard.clean, labels[:clean], duration=duration, options=tuning.turns)
    return _counted(found, heard.points, labels, seconds, clean=clean, options=tuning.clustering)


def _among_clean(count: SpeakerCount, hidden: int) -> SpeakerCount:
    """How many speakers to look for in clean speech where so many others may only be heard behind them."""
    fewest, most = count.bounds()
    return SpeakerCount(minimum=max(1, fewest - hidden), maximum=most)


def _means(points: Embedding, labels: Labels, seconds: Matrix, options: ClusteringOptions) -> Matrix:
    """The mean voice of each group; [groups, dimensions]."""
    each = weights(seconds, options)
    found = np.zeros((int(labels.max(initial=-1)) + 1, points.shape[1]))
    for number in range(len(found)):
        mine = labels == number
        found[number] = (points[mine] * each[mine, None]).sum(axis=0) / each[mine].sum()
    return found


def _distances(points: Embedding, labels: Labels, seconds: Matrix, options: ClusteringOptions) -> Matrix:
    """Squared distances of the clouded stretches, which follow the labelled ones, to each group's mean."""
    means = _means(points[: len(labels)], labels, seconds[: len(labels)], options)
    return np.asarray(((points[len(labels) :, None, :] - means[None]) ** 2).sum(axis=2))


def _scores(points: Embedding, seconds: Matrix, labels: Labels, clean: int, options: ClusteringOptions) -> Matrix:
    """What each stretch says of each speaker; a clouded one only whose it is taken to be."""
    count = int(labels.max()) + 1
    found = np.zeros((len(labels), count))
    voices = Voices(points=points[:clean], seconds=seconds[:clean], bonds={})
    if clean:
        known = affinities(voices, labels[:clean], options)
        found[:clean, : known.shape[1]] = np.clip(known, -STRONGEST, STRONGEST)
        found[:clean, known.shape[1] :] = -STRONGEST
    rows = np.flatnonzero(labels >= 0)
    found[rows, labels[rows]] += OWN
    return found


def _counted(
    found: Sequence[SpeakerTurn],
    points: Embedding,
    labels: Labels,
    seconds: Matrix,
    *,
    clean: int,
    options: ClusteringOptions,
) -> Diarization:
    """Number speakers by first appearance; the first `clean` stretches are those in which one speaks alone."""
    order = {speaker: number for number, speaker in enumerate(dict.fromkeys(turn.speaker for turn in found))}
    means = _means(points, labels, seconds, options)
    return Diarization(
        turns=tuple(SpeakerTurn(start=turn.start, end=turn.end, speaker=order[turn.speaker]) for turn in found),
        embeddings=tuple(
            np.asarray(means[speaker] / np.linalg.norm(means[speaker]), dtype=np.float32) for speaker in order
        ),
        clean=tuple(round(1000 * float(seconds[:clean][labels[:clean] == speaker].sum())) for speaker in order),
    )

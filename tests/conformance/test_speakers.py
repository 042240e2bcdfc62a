"""Diarization with its real models, on two recordings of real speech put together."""

import wave
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from scriba import backends
from scriba.backends import campplus, segmentation
from scriba.backends.runtime.weights import bundled_file
from scriba.core.audio import SAMPLE_RATE, Audio, Samples
from scriba.core.engines import Embedder, EngineOptions, Segmenter
from scriba.core.speakers import EnrolledVoice, SpeakerCount
from scriba.pipeline.diarize import diarize
from scriba.pipeline.voices import MATCH, likeness, named, sole_voice

OPTIONS = EngineOptions(threads=1)


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return backends.load_segmenter(OPTIONS)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return backends.load_embedder(OPTIONS)


def speech(name: str) -> Samples:
    """A recording of the package moonshine-voice at 16 kHz."""
    files = metadata.distribution("moonshine-voice").files or []
    path = Path(str(next(file for file in files if file.name == name).locate()))
    with wave.open(str(path)) as source:
        rate, channels = source.getframerate(), source.getnchannels()
        samples = np.frombuffer(source.readframes(source.getnframes()), dtype="<i2").reshape(-1, channels).mean(axis=1)
    places = np.arange(0, len(samples) - 1, rate / SAMPLE_RATE)
    return np.asarray(np.interp(places, np.arange(len(samples)), samples) / 32768, dtype=np.float32)


def audio(*pieces: Samples) -> Audio:
    return Audio((np.concatenate(pieces) * 32767).astype(np.int16))


def part(samples: Samples, start: float, end: float) -> Samples:
    return samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]


PAUSE = np.zeros(SAMPLE_RATE // 2, dtype=np.float32)


@pytest.fixture(scope="module")
def reader() -> Samples:
    return speech("two_cities.wav")


@pytest.fixture(scope="module")
def other_voice() -> Samples:
    """Another voice: the long speech of Nagg in the dialogue."""
    return part(speech("endgame_nagg_nell.wav"), 18, 27)


def test_the_models_are_whole():
    assert len(bundled_file(segmentation.WEIGHTS)) == segmentation.WEIGHTS.size
    assert len(bundled_file(campplus.WEIGHTS)) == campplus.WEIGHTS.size
    assert len(bundled_file(campplus.CENTRE)) == campplus.CENTRE.size


def test_one_speaker_is_heard_when_one_reads(segmenter: Segmenter, embedder: Embedder, reader: Samples):
    found = diarize(audio(part(reader, 0, 40)), segmenter, embedder)
    assert {turn.speaker for turn in found.turns} == {0}
    assert sum(turn.end - turn.start for turn in found.turns) > 28_000


def test_two_voices_are_told_apart_when_they_take_turns(
    segmenter: Segmenter, embedder: Embedder, reader: Samples, other_voice: Samples
):
    length = min(9.0, len(other_voice) / SAMPLE_RATE)
    pieces = (part(reader, 0, 12), PAUSE, part(other_voice, 0, length), PAUSE, part(reader, 14, 26))
    found = diarize(audio(*pieces), segmenter, embedder)
    assert [turn.speaker for turn in found.turns if turn.end < 12_200] == [0] * sum(
        turn.end < 12_200 for turn in found.turns
    )
    middle = [turn for turn in found.turns if turn.start > 12_300 and turn.end < 1000 * (13 + length)]
    assert {turn.speaker for turn in middle} == {1}
    assert found.turns[-1].speaker == 0
    assert len(found.embeddings) == 2


def test_a_dialogue_has_two_speakers_in_turn(segmenter: Segmenter, embedder: Embedder):
    found = diarize(audio(speech("endgame_nagg_nell.wav")), segmenter, embedder)
    assert {turn.speaker for turn in found.turns} == {0, 1}
    nagg = sum(turn.end - turn.start for turn in found.turns if turn.speaker == 0)
    nell = sum(turn.end - turn.start for turn in found.turns if turn.speaker == 1)
    assert nagg > 2 * nell > 6_000


def test_voices_of_one_speaker_are_nearer_than_those_of_two(embedder: Embedder, reader: Samples, other_voice: Samples):
    one, same, other = embedder.embed([part(reader, 0, 4), part(reader, 20, 24), part(other_voice, 0, 4)])
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert float(one @ same) > 0.6 > float(one @ other)


def test_one_person_is_alike_and_a_stranger_is_not_when_voices_are_compared(
    segmenter: Segmenter, embedder: Embedder, reader: Samples, other_voice: Samples
):
    space = backends.load_voice_space()
    one, same, other = (
        sole_voice(diarize(audio(samples), segmenter, embedder), space)
        for samples in (part(reader, 0, 14), part(reader, 30, 44), other_voice)
    )
    assert likeness(one, same) > 2 * MATCH
    assert likeness(one, other) < MATCH - 0.1
    assert named({"A": other, "B": same}, [EnrolledVoice(name="Dickens", voice=one)]) == {"B": "Dickens"}


@pytest.mark.parametrize("length", [1, 100, 400, 4000, 48_000])
def test_clips_of_any_length_have_a_voice(embedder: Embedder, length: int):
    clip = np.random.default_rng(1).standard_normal(length).astype(np.float32) * 0.1
    assert embedder.embed([clip]).shape == (1, 192)
    assert np.isfinite(embedder.embed([clip, np.zeros(length, dtype=np.float32)])).all()


def test_activity_is_that_of_at_most_two_at_once(segmenter: Segmenter, reader: Samples):
    windows = np.stack([part(reader, 0, 10), part(reader, 10, 20), np.zeros(160_000, dtype=np.float32)])
    found = segmenter.activity(windows)
    assert found.shape == (3, 589, 3)
    assert float(found.min()) >= 0
    assert float(found.sum(axis=2).max()) <= 2.001
    assert (found[0] > 0.5).any(axis=1).mean() > 0.6
    assert not (found[2] > 0.5).any()


def test_more_threads_give_the_same_turns(reader: Samples):
    recording = audio(part(reader, 0, 25))
    both = [
        diarize(
            recording,
            backends.load_segmenter(EngineOptions(threads=threads)),
            backends.load_embedder(EngineOptions(threads=threads)),
            options=SpeakerCount(expected=1),
        ).turns
        for threads in (1, 2)
    ]
    assert both[0] == both[1]

"""Channels and excerpts through all stages, over real stores; the models are fakes that hear what they are told."""

from itertools import pairwise

import numpy as np
import pytest

from scriba.core.audio import Audio, Channel, Window
from scriba.core.errors import AudioRangeError, SpeechThresholdError
from scriba.core.job import Status
from scriba.service.planning import recognize_items
from tests.fakes.bench import Ear

LOUD, LOW = 1.0, 0.3


def spans(transcript):
    return [(span.speaker, span.channel) for span in transcript.utterances]


@pytest.mark.parametrize("name", ["multichannel", "dual_channel"])
def test_every_channel_is_transcribed_by_itself_and_merged_by_time(bench, channels, name):
    bench.submit(channels([(3, LOUD), (8, 0)], [(4, 0), (3, LOUD), (4, 0)], [(8, 0), (3, LOUD)]), **{name: True})
    job = bench.work()
    assert spans(job.transcript) == [("1", "1"), ("2", "2"), ("3", "3")]
    for word in job.transcript.words:
        assert (word.start + 500) // 4_000 == int(word.channel) - 1
    assert job.findings["channels"] == 3
    assert sum(kind == "recognize" for kind, _ in bench.ran) == 3


def test_channels_are_mixed_when_nobody_asks_for_them(bench, channels):
    bench.submit(channels([(3, LOUD), (3, 0)], [(3, 0), (3, LOUD)]))
    job = bench.work()
    assert {word.channel for word in job.transcript.words} == {None}
    assert "channels" not in job.findings


def test_words_of_two_channels_may_overlap_but_not_those_of_one(bench, channels):
    bench.submit(channels([(6, LOUD)], [(6, LOUD)]), multichannel=True)
    words = bench.work().transcript.words
    assert len({word.start for word in words}) < len(words)
    for name in "12":
        mine = [word for word in words if word.channel == name]
        assert all(one.end <= other.start for one, other in pairwise(mine))


def test_a_mono_recording_has_one_channel(bench, recording):
    bench.submit(recording((3, LOUD)), multichannel=True)
    job = bench.work()
    assert spans(job.transcript) == [("1", "1")]
    assert job.findings["channels"] == 1


def test_silent_channels_cost_no_recognition(bench, channels):
    bench.submit(channels([(3, LOUD)], [(3, 0)], [(3, 0)]), multichannel=True, speaker_labels=True)
    job = bench.work()
    assert job.findings["channels"] == 3
    assert sorted(kind for kind, _ in bench.ran) == ["diarize", "finish", "prepare", "recognize"]


def test_the_language_is_looked_for_on_all_channels(bench, channels):
    bench.engines.ear = Ear("fi", 0.8)
    bench.submit(channels([(5, 0)], [(5, LOUD)]), multichannel=True, language_detection=True)
    job = bench.work()
    assert job.findings["language_code"] == "fi"
    assert spans(job.transcript) == [("2", "2")]


def test_items_of_all_channels_come_in_the_order_of_time():
    windows = tuple(Window(start=start, end=start + 20_000) for start in range(0, 200_000, 21_000))
    silence = Audio(np.zeros(0, dtype=np.int16))
    channels = [Channel(audio=silence, windows=windows[first:], name=str(first + 1), start=500) for first in (0, 1)]
    items = recognize_items(channels, "en", "small")
    assert {item.payload["channel"] for item in items} == {0, 1}
    assert [item.start for item in items] == sorted(item.start for item in items)
    assert [item.index for item in items] == list(range(len(items)))
    assert items[0].start == 500


def test_speakers_are_told_apart_on_every_channel(bench, channels):
    two = [(10, LOUD), (1, 0), (8, LOW), (11, 0)]
    one = [(20, 0), (10, LOUD)]
    bench.submit(channels(two, one), multichannel=True, speaker_labels=True)
    words = bench.work().transcript.words
    for word in words:
        middle = (word.start + word.end) // 2
        expected = {"1": "1B" if middle > 10_500 else "1A", "2": "2A"}[word.channel]
        assert word.speaker == expected, word
    assert {word.speaker for word in words} == {"1A", "1B", "2A"}


def test_times_are_those_of_the_recording_when_it_starts_late(bench, recording):
    bench.submit(recording((4, LOUD), (4, 0), (4, LOUD), (4, 0)), audio_start_from=6_000, audio_end_at=10_000)
    job = bench.work()
    words = job.transcript.words
    assert words
    assert all(7_400 <= word.start < word.end <= 10_000 for word in words)
    assert job.findings["duration"] == 16_000


def test_speakers_and_channels_keep_their_places_when_it_starts_late(bench, channels):
    track = [(5, LOW), (10, LOUD), (1, 0), (8, LOW), (1, 0)]
    bench.submit(channels(track), multichannel=True, speaker_labels=True, audio_start_from=5_000)
    for word in bench.work().transcript.words:
        middle = (word.start + word.end) // 2
        assert middle > 5_000
        assert word.speaker == ("1B" if middle > 15_500 else "1A"), word


def test_job_fails_when_it_starts_behind_the_end(bench, recording):
    bench.submit(recording((4, LOUD)), audio_start_from=60_000)
    with pytest.raises(AudioRangeError, match=r"audio_start_from \(60000 ms\) is beyond the end of the audio"):
        bench.work()


def test_job_fails_when_less_is_spoken_than_asked(bench, recording):
    bench.submit(recording((4, LOUD), (36, 0)), speech_threshold=0.5)
    with pytest.raises(SpeechThresholdError) as caught:
        bench.work()
    words = str(caught.value).split()
    assert float(words[3]) == pytest.approx(0.1, abs=0.01)
    assert str(caught.value) == (f"Audio speech threshold {words[3]} is below the requested speech threshold value 0.5")


@pytest.mark.parametrize("threshold", [0.0, 0.05])
def test_job_is_done_when_enough_is_spoken(bench, recording, threshold):
    bench.submit(recording((4, LOUD), (36, 0)), speech_threshold=threshold)
    assert bench.work().status == Status.COMPLETED


def test_only_the_wanted_part_counts_when_speech_is_measured(bench, recording):
    bench.submit(recording((4, LOUD), (36, 0)), speech_threshold=0.9, audio_end_at=4_000)
    assert bench.work().status == Status.COMPLETED

"""Channels and parts of real speech, against a live server."""

import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import installed_file
from tests.contract.conftest import LiveServer, plain
from tests.fakes.recordings import write_channels

RATE = 16_000


def speech(path: Path) -> np.ndarray:
    """A WAV file's first channel at 16 kHz, roughly: every third sample of 48 kHz, smoothed."""
    with wave.open(str(path), "rb") as stream:
        rate, channels = stream.getframerate(), stream.getnchannels()
        samples = np.frombuffer(stream.readframes(stream.getnframes()), dtype="<i2").reshape(-1, channels)[:, 0]
    step = rate // RATE
    smooth = np.convolve(samples / 32768, np.ones(step) / step, mode="same")
    return smooth[::step].astype(np.float32)


@pytest.fixture(scope="module")
def call(two_cities: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Eight channels: on the first a narrator, on the third two people in dialogue, both from the beginning."""
    reader, pair = speech(two_cities), speech(installed_file("moonshine-voice", "assets/endgame_nagg_nell.wav"))
    samples = np.zeros((8, 15 * RATE), dtype=np.float32)
    samples[0], samples[2] = reader[: 15 * RATE], pair[: 15 * RATE]
    return write_channels(tmp_path_factory.mktemp("call") / "call.wav", samples).read_bytes()


@pytest.fixture(scope="module")
def heard(live: LiveServer, call: bytes) -> dict[str, Any]:
    return live.finished(live.submit(live.upload(call), multichannel=True, speaker_labels=True)["id"])


@pytest.mark.shows("multichannel", "response.audio_channels", "response.utterances")
def test_every_channel_has_its_own_words_and_speakers(heard: dict[str, Any]) -> None:
    assert heard["status"] == "completed", heard["error"]
    assert (heard["audio_channels"], heard["multichannel"], heard["audio_duration"]) == (8, True, 15)
    assert heard["metadata"]["warnings"] == []
    assert {word["channel"] for word in heard["words"]} == {"1", "3"}
    assert {word["speaker"] for word in heard["words"]} == {"1A", "3A", "3B"}
    assert [word["start"] for word in heard["words"]] == sorted(word["start"] for word in heard["words"])
    mine = " ".join(word["text"] for word in heard["words"] if word["channel"] == "1")
    assert plain(mine).startswith("it was the best of times it was the worst of times")


def test_utterances_and_views_do_not_mix_the_channels(live: LiveServer, heard: dict[str, Any]) -> None:
    starts = [utterance["start"] for utterance in heard["utterances"]]
    assert starts == sorted(starts)
    spoken = [word for utterance in heard["utterances"] for word in utterance["words"]]
    assert sorted(map(str, spoken)) == sorted(map(str, heard["words"]))
    job = f"/v2/transcript/{heard['id']}"
    for view in ("sentences", "paragraphs"):
        for span in live.client.get(f"{job}/{view}").json()[view]:
            assert {word["channel"] for word in span["words"]} == {span["channel"]}
    found = live.client.get(f"{job}/word-search", params={"words": "best of times"}).json()
    (place,) = found["matches"][0]["indexes"]
    assert plain(heard["words"][place]["text"]) == "best"


@pytest.mark.shows("dual_channel")
def test_channels_are_speakers_when_nobody_asks_for_labels(live: LiveServer, clip: Path) -> None:
    body = live.finished(live.submit(live.upload(clip.read_bytes()), dual_channel=True, audio_end_at=6_000)["id"])
    assert body["audio_channels"] == 1
    assert body["dual_channel"] is True
    assert {(word["speaker"], word["channel"]) for word in body["words"]} == {("1", "1")}
    assert [utterance["speaker"] for utterance in body["utterances"]] == ["1"]


@pytest.mark.shows("audio_start_from", "audio_end_at")
def test_a_part_has_the_words_and_times_that_the_whole_has_there(
    live: LiveServer, clip: Path, spoken: dict[str, Any]
) -> None:
    words = [word for word in spoken["words"] if plain(word["text"]) == "age"]
    start, end = words[0]["start"] - 600, words[1]["end"] + 600
    part = live.finished(live.submit(live.upload(clip.read_bytes()), audio_start_from=start, audio_end_at=end)["id"])
    assert part["audio_duration"] == spoken["audio_duration"]
    assert part["audio_start_from"] == start
    assert all(start <= word["start"] < word["end"] <= end for word in part["words"])
    ages = [word for word in part["words"] if plain(word["text"]) == "age"]
    for one, other in zip(ages, words, strict=True):
        assert abs(one["start"] - other["start"]) < 250


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"audio_start_from": 60_000}, "audio_start_from (60000 ms) is beyond the end of the audio"),
        ({"speech_threshold": 1.0}, "is below the requested speech threshold value 1.0"),
    ],
)
@pytest.mark.shows("speech_threshold")
def test_the_transcript_fails_in_clear_words_when_it_cannot_be_done(
    live: LiveServer, clip: Path, options: dict[str, Any], text: str
) -> None:
    body = live.finished(live.submit(live.upload(clip.read_bytes()), **options)["id"])
    assert body["status"] == "error"
    assert text in body["error"]
    assert body["text"] is None

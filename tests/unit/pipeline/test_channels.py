"""Words of several channels in one transcript."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.audio import Audio, Channel, Region
from scriba.core.speakers import SpeakerTurn
from scriba.core.transcript import Word
from scriba.pipeline.channels import label, merged, placed, speech_share
from scriba.pipeline.transcribe import assemble

SILENCE = Audio(np.zeros(0, dtype=np.int16))


def said(text, start, channel="1", length=300, gap=0):
    """Words in a row from a time on."""
    words = []
    for word in text.split():
        words.append(Word(text=word, start=start, end=start + length, confidence=1.0, speaker=channel, channel=channel))
        start += length + gap
    return words


def test_words_get_their_place_in_the_recording_and_their_channel():
    channel = Channel(audio=SILENCE, name="2", start=60_000)
    word = Word(text="Yes.", start=100, end=400, confidence=0.5)
    ((found,),) = placed([[word]], channel)
    assert (found.start, found.end, found.channel, found.speaker) == (60_100, 60_400, "2", "2")


def test_mixed_channels_have_no_name():
    ((found,),) = placed([said("Yes.", 0, channel=None)], Channel(audio=SILENCE))
    assert (found.channel, found.speaker) == (None, None)


def text_of(*channels):
    return " ".join(word.text for word in merged(channels))


def test_nobody_is_cut_short_when_two_speak_at_once():
    caller = said("I have lost my card. Can you block it?", 0)
    agent = said("Mm-hm.", 600, "2") + said("Of course.", 3_000, "2")
    assert text_of(caller, agent) == "I have lost my card. Mm-hm. Can you block it? Of course."


def test_a_pause_lets_somebody_else_have_the_word():
    assert (
        text_of(said("It was", 0) + said("yesterday.", 3_000), said("When?", 1_500, "2")) == "It was When? yesterday."
    )


def test_a_long_stretch_without_full_stops_is_cut_at_pauses():
    talker = said("so " * 40, 0, gap=0) + said("and on", 12_400)
    assert text_of(talker, said("Right.", 6_000, "2")).endswith("so Right. and on")


WORDS = st.lists(
    st.tuples(st.sampled_from(["a", "b.", "c?", "d,"]), st.integers(0, 2_000), st.integers(1, 1_500), st.booleans()),
    max_size=40,
)


@given(WORDS)
def test_every_word_is_there_once_and_in_order_on_its_channel(pieces):
    words, now = [], {"1": 0, "2": 0}
    for text, gap, length, is_first in pieces:
        channel = "1" if is_first else "2"
        start = now[channel] + gap
        words.append(Word(text=text, start=start, end=start + length, confidence=1, speaker=channel, channel=channel))
        now[channel] = start + length
    found = assemble([words], "en", 1_000_000)
    assert sorted((word.start, word.text, word.channel) for word in found.words) == sorted(
        (word.start, word.text, word.channel) for word in words
    )
    for name in "12":
        mine = [word for word in found.words if word.channel == name]
        assert all(one.end <= other.start for one, other in pairwise(mine))
    assert [span.start for span in found.utterances] == sorted(span.start for span in found.utterances)
    starts = [word.start for word in found.timeline]
    assert starts == sorted(starts)


def test_speakers_are_named_on_each_channel_by_itself():
    words = said("a b", 0) + said("c", 100, "2") + said("d", 5_900)
    asked = []

    def turns(channel):
        asked.append(channel.name)
        first = [SpeakerTurn(start=0, end=900, speaker=0)]
        return [*first, SpeakerTurn(start=900, end=1_500, speaker=1)] if channel.name == "1" else first

    channels = [Channel(audio=SILENCE, name="1", start=5_000), Channel(audio=SILENCE, name="2")]
    channels.append(Channel(audio=SILENCE, name="3"))
    words = [replace(word, start=word.start + 5_000, end=word.end + 5_000) for word in words[:2]] + words[2:]
    assert [word.speaker for word in label(words, channels, turns)] == ["1A", "1A", "2A", "1B"]
    assert asked == ["1", "2"]


def test_speakers_are_plain_letters_when_channels_are_mixed():
    words = said("a", 0, channel=None)
    found = label(words, [Channel(audio=SILENCE)], lambda _channel: [SpeakerTurn(start=0, end=900, speaker=0)])
    assert [word.speaker for word in found] == ["A"]


@pytest.mark.parametrize(
    ("channels", "share"),
    [
        ([], 0.0),
        ([[(0, 500)]], 0.5),
        ([[(0, 500)], [(250, 750)]], 0.75),
        ([[(0, 900), (950, 1_000)], [(100, 200)]], 0.95),
    ],
)
def test_speech_counts_once_when_it_is_on_several_channels(channels, share):
    regions = [[Region(start=start, end=end) for start, end in channel] for channel in channels]
    assert speech_share(regions, 1_000) == pytest.approx(share)

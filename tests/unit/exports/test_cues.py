"""Captions: every word once, in time, and not too long."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript
from scriba.exports.cues import DEFAULT_CHARACTERS, MIN_CUE_MS, clock, cues
from tests.fakes.strategies import transcripts
from tests.fakes.words import transcript_of, words_of


@pytest.mark.parametrize(
    ("ms", "expected"),
    [(0, "00:00:00,000"), (1_001, "00:00:01,001"), (3_599_999, "00:59:59,999"), (36_000_007, "10:00:00,007")],
)
def test_clock_is_exact_to_the_millisecond(ms: int, expected: str) -> None:
    assert clock(ms, ",") == expected


def test_caption_ends_at_the_end_of_a_clause_when_there_is_one() -> None:
    text = (
        "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness"
    )
    found = cues(transcript_of(text), characters=60)
    assert [" ".join(cue.lines) for cue in found] == [
        "It was the best of times, it was the worst of times,",
        "it was the age of wisdom, it was the age of foolishness",
    ]


def test_caption_ends_at_a_sentence_rather_than_at_a_later_comma() -> None:
    found = cues(transcript_of("Nobody came to see them. After that, they left and never came back."), characters=40)
    assert " ".join(found[0].lines) == "Nobody came to see them."


def test_no_caption_stays_over_a_silence() -> None:
    found = cues(transcript_of("Yes. <5000> No."))
    assert [(cue.lines, cue.end - cue.start) for cue in found] == [(("Yes.",), MIN_CUE_MS), (("No.",), MIN_CUE_MS)]


def test_long_caption_is_split_into_two_lines_of_like_length() -> None:
    (cue,) = cues(transcript_of("one two three four five six seven eight nine ten eleven twelve", length=200))
    assert len(cue.lines) == 2
    assert abs(len(cue.lines[0]) - len(cue.lines[1])) < 8


def test_speaker_is_named_when_asked_for() -> None:
    words = (*words_of("Good morning.", speaker="A"), *words_of("Hello.", start=700, speaker="B"))
    transcript = Transcript(language="en", duration=1_500, words=words)
    assert [cue.lines for cue in cues(transcript, speaker_labels=True)] == [
        ("Speaker A: Good morning.",),
        ("Speaker B: Hello.",),
    ]
    assert [cue.lines for cue in cues(transcript)] == [("Good morning.",), ("Hello.",)]


def test_words_are_joined_without_spaces_when_the_script_has_none() -> None:
    (cue,) = cues(transcript_of("你好 世界 。", language="zh"))
    assert cue.lines == ("你好世界。",)


@given(transcripts(), st.integers(1, 200))
def test_captions_keep_every_word_in_order(transcript: Transcript, characters: int) -> None:
    separator = "" if transcript.language in UNSPACED_LANGUAGES else " "
    shown = separator.join(line for cue in cues(transcript, characters) for line in cue.lines)
    assert shown == transcript.text


@given(transcripts(), st.integers(1, 200))
def test_captions_follow_each_other_without_overlap(transcript: Transcript, characters: int) -> None:
    found = cues(transcript, characters)
    assert all(cue.start < cue.end for cue in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(transcripts(), st.integers(1, 200))
def test_captions_keep_to_their_length_and_two_lines(transcript: Transcript, characters: int) -> None:
    longest = max((len(word.text) for word in transcript.words), default=0)
    for cue in cues(transcript, characters):
        assert 1 <= len(cue.lines) <= 2
        assert len(" ".join(cue.lines)) <= max(characters + 1, longest)


def test_caption_has_at_most_the_default_length_when_none_is_given() -> None:
    found = cues(transcript_of("lengthy " * 200, length=60, gap=10))
    assert max(len(" ".join(cue.lines)) for cue in found) <= DEFAULT_CHARACTERS

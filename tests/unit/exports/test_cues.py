"""Captions: every word once, in time, and not too long."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.boundaries import changes_voice
from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript, Word, join
from scriba.exports.cues import (
    DEFAULT_CHARACTERS,
    MAX_CUE_MS,
    MIN_CUE_MS,
    READING_CHARACTERS_PER_SECOND,
    SILENCE_MS,
    Cue,
    clock,
    cues,
)
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
    shown = " ".join(line for cue in cues(transcript, characters) for line in cue.lines)
    assert shown.split() == transcript.text.split() or transcript.language in UNSPACED_LANGUAGES
    assert shown.replace(" ", "") == transcript.text.replace(" ", "")


@given(transcripts(), st.integers(1, 200))
def test_captions_follow_each_other_without_overlap(transcript: Transcript, characters: int) -> None:
    found = cues(transcript, characters)
    assert all(cue.start < cue.end for cue in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(transcripts(), st.integers(1, 200), st.booleans())
def test_captions_keep_to_their_length_and_two_lines(transcript, characters, labelled):
    longest = max((len(word.text) for word in transcript.words), default=0) + len("Speaker A: ") * labelled
    for cue in cues(transcript, characters, speaker_labels=labelled):
        assert 1 <= len(cue.lines) <= 2
        assert len(" ".join(cue.lines)) <= max(characters + 1, longest)


@given(transcripts(), st.integers(1, 200))
def test_no_caption_is_shown_longer_than_seven_seconds(transcript: Transcript, characters: int) -> None:
    assert all(cue.end - cue.start <= MAX_CUE_MS for cue in cues(transcript, characters))


@given(transcripts(), st.integers(1, 200))
def test_caption_is_shown_for_a_second_when_the_next_one_leaves_room(transcript: Transcript, characters: int) -> None:
    found = cues(transcript, characters)
    for cue, following in zip(found, [*found[1:], None], strict=False):
        assert cue.end - cue.start >= MIN_CUE_MS or (following is not None and cue.end == following.start)


@given(transcripts(), st.integers(1, 200))
def test_caption_can_be_read_when_the_next_one_leaves_room(transcript: Transcript, characters: int) -> None:
    found = cues(transcript, characters)
    separator = "" if transcript.language in UNSPACED_LANGUAGES else " "
    for cue, following in zip(found, [*found[1:], None], strict=False):
        shown = cue.end - cue.start
        readable = len(separator.join(cue.lines)) * 1000 // READING_CHARACTERS_PER_SECOND <= shown
        assert readable or shown == MAX_CUE_MS or (following is not None and cue.end == following.start)


@given(transcripts(), st.integers(20, 200))
def test_short_caption_stands_alone_only_when_it_cannot_join_another(transcript: Transcript, characters: int) -> None:
    """Beside it there is another voice, a silence, or a caption that would grow too long or last too long."""
    found = cues(transcript, characters)
    groups = list(_groups(found, transcript))
    for (cue, group), (other, neighbour) in pairwise(zip(found, groups, strict=True)):
        together = [*group, *neighbour]
        apart = changes_voice(group[-1], neighbour[0]) or neighbour[0].start - group[-1].end > SILENCE_MS
        fits = (
            len(join(together, transcript.language)) <= characters and together[-1].end - group[0].start <= MAX_CUE_MS
        )
        assert apart or not fits or min(cue.end - cue.start, other.end - other.start) >= MIN_CUE_MS


def _groups(found: tuple[Cue, ...], transcript: Transcript) -> Iterator[list[Word]]:
    """The words of each caption."""
    rest = list(transcript.words)
    for cue in found:
        group = [rest.pop(0)]
        while "".join(word.text for word in group) != "".join(cue.lines).replace(" ", ""):
            group.append(rest.pop(0))
        yield group


def test_long_text_is_parted_between_clauses_and_evenly() -> None:
    text = (
        "When the rain had stopped at last, the children ran out of the house and into the garden, where their father was "
        "looking for the cat that had not come home, and nobody thought of closing the door."
    )
    found = cues(transcript_of(text, length=250), characters=90)
    assert [cue.lines for cue in found] == [
        ("When the rain had stopped at last,", "the children ran out of the house and into the garden,"),
        ("where their father was looking", "for the cat that had not come home,"),
        ("and nobody thought of closing the door.",),
    ]


def test_short_answers_share_a_caption_when_nobody_could_read_them_apart() -> None:
    assert [cue.lines for cue in cues(transcript_of("Yes. No. Yes. No. Well, I do."))] == [
        ("Yes. No. Yes. No. Well, I do.",)
    ]


def test_both_are_shown_for_a_second_when_two_channels_speak_at_once() -> None:
    words = (*words_of("Well, that is what I think of it.", channel="1"), *words_of("Do you?", start=400, channel="2"))
    found = cues(Transcript(language="en", duration=4_000, words=words))
    assert [(cue.lines, cue.start, cue.end) for cue in found] == [
        (("Well, that is what I think of it.",), 0, 1_000),
        (("Do you?",), 1_000, 2_000),
    ]


def test_captions_are_in_the_order_of_time_when_words_are_in_that_of_reading() -> None:
    words = (*words_of("Three. Four.", start=2_000, channel="1"), *words_of("One. Two.", channel="2"))
    found = cues(Transcript(language="en", duration=4_000, words=words))
    assert [cue.lines for cue in found] == [("One. Two.",), ("Three. Four.",)]


def test_lines_of_wide_characters_are_half_as_long() -> None:
    (cue,) = cues(
        transcript_of(
            "今 天 天 气 很 好， 我 们 一 起 去 公 园 散 步 吧， 你 觉 得 怎 么 样？", language="zh", length=150, gap=0
        )
    )
    assert cue.lines == ("今天天气很好，", "我们一起去公园散步吧，你觉得怎么样？")


def test_caption_has_at_most_the_default_length_when_none_is_given() -> None:
    found = cues(transcript_of("lengthy " * 200, length=60, gap=10))
    assert max(len(" ".join(cue.lines)) for cue in found) <= DEFAULT_CHARACTERS

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.core.speakers import SpeakerTurn
from scriba.core.transcript import Word
from scriba.pipeline.speakers import assign, letter
from scriba.pipeline.transcribe import assemble


def word(start: int, end: int, text: str = "word") -> Word:
    return Word(text=text, start=start, end=end, confidence=0.9)


def turn(start: int, end: int, speaker: int) -> SpeakerTurn:
    return SpeakerTurn(start=start, end=end, speaker=speaker)


def said(words: list[Word], turns: list[SpeakerTurn]) -> str:
    return "".join(str(one.speaker) for one in assign(words, turns)[0])


@pytest.mark.parametrize(
    ("number", "name"), [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_letters_go_on_after_z_when_there_are_many_speakers(number: int, name: str):
    assert letter(number) == name


def test_words_take_the_speaker_of_their_turn_when_turns_are_clear():
    words = [word(0, 400), word(500, 900), word(2000, 2400), word(2500, 2900)]
    assert said(words, [turn(0, 1000, 3), turn(1900, 3000, 1)]) == "AABB"


def test_letters_follow_the_words_when_the_first_turn_has_none():
    assert (
        said([word(5000, 5400), word(9000, 9400)], [turn(0, 900, 0), turn(4900, 5500, 1), turn(8900, 9500, 0)]) == "AB"
    )


def test_a_word_goes_to_the_nearest_turn_when_it_lies_in_none():
    turns = [turn(0, 1000, 0), turn(5000, 6000, 1)]
    assert said([word(100, 900), word(1300, 1500), word(4500, 4700), word(5100, 5900)], turns) == "AABB"


def test_words_after_the_last_and_before_the_first_turn_have_a_speaker():
    turns = [turn(2000, 3000, 0), turn(3000, 4000, 1)]
    assert said([word(0, 300), word(2100, 2500), word(3300, 3800), word(9000, 9300)], turns) == "AABB"


def test_a_long_turn_that_ended_last_is_nearest_when_a_short_one_lies_inside_it():
    turns = [turn(0, 10_000, 0), turn(2000, 2500, 1), turn(20_000, 21_000, 1)]
    assert said([word(1000, 1400), word(10_300, 10_600), word(20_100, 20_500)], turns) == "AAB"


def test_everything_is_said_by_one_when_there_are_no_turns():
    assert said([word(0, 300), word(400, 700)], []) == "AA"


def test_nothing_comes_back_when_there_are_no_words():
    assert assign([], [turn(0, 1000, 0)]) == ((), {})


def test_a_sentence_stays_whole_when_a_turn_cuts_one_word_out_of_it():
    words = [word(0, 300, "I"), word(320, 600, "really"), word(620, 900, "think"), word(920, 1300, "so.")]
    turns = [turn(0, 600, 0), turn(560, 840, 1), turn(840, 2000, 0)]
    assert said(words, turns) == "AAAA"


def test_the_border_word_stays_with_its_sentence_when_turn_and_word_disagree_a_little():
    words = [word(0, 400, "Are"), word(420, 800, "you"), word(820, 1200, "there?"), word(1400, 1800, "Yes.")]
    assert said(words, [turn(0, 1000, 0), turn(1000, 2000, 1)]) == "AAAB"


def test_an_answer_between_two_sentences_keeps_its_speaker():
    words = [word(0, 400, "Okay?"), word(600, 900, "Mm-hm."), word(1100, 1500, "Good.")]
    assert said(words, [turn(0, 500, 0), turn(550, 950, 1), turn(1050, 1600, 0)]) == "ABA"


def test_a_backchannel_goes_to_the_other_when_that_one_alone_speaks():
    words = [word(0, 400, "and"), word(420, 800, "then"), word(1300, 1600, "mm-hm"), word(2100, 2500, "we")]
    assert said(words, [turn(0, 850, 0), turn(1250, 1650, 1), turn(2050, 3000, 0)]) == "AABA"


def test_words_go_on_with_their_speaker_when_both_speak():
    words = [word(0, 400), word(420, 800), word(820, 1200), word(1220, 1600), word(1620, 2000)]
    assert said(words, [turn(0, 1300, 0), turn(800, 2000, 1)]) in {"AAABB", "AABBB"}


def test_other_fields_stay_when_a_speaker_is_given():
    found, names = assign([Word(text="hi", start=3, end=90, confidence=0.5, channel="1")], [turn(0, 100, 4)])
    assert names == {4: "A"}
    assert found == (Word(text="hi", start=3, end=90, confidence=0.5, channel="1", speaker="A"),)


@given(
    st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 900)), max_size=12),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 3000), st.integers(0, 3)), max_size=8),
)
def test_every_word_has_a_letter_and_letters_appear_in_order_whatever_the_turns(
    spans: list[tuple[int, int]], pieces: list[tuple[int, int, int]]
):
    words = [word(start, start + length) for start, length in sorted(spans)]
    found, _ = assign(words, [turn(start, start + length, speaker) for start, length, speaker in pieces])
    assert [(one.start, one.end, one.text) for one in found] == [(one.start, one.end, one.text) for one in words]
    assert list(dict.fromkeys(one.speaker for one in found)) == [
        letter(number) for number in range(len({one.speaker for one in found}))
    ]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 900)), max_size=8), max_size=4),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 3000), st.integers(0, 3)), max_size=8),
    st.integers(1, 10_000),
)
def test_all_words_of_a_transcript_have_speakers_and_times_in_order_whatever_windows_and_turns_say(
    windows: list[list[tuple[int, int]]], pieces: list[tuple[int, int, int]], duration: int
):
    words = [[word(start, start + length) for start, length in window] for window in windows]
    transcript = assemble(words, "en", duration)
    turns = [turn(start, start + length, speaker) for start, length, speaker in pieces]
    labelled = transcript.with_words(assign(transcript.words, turns)[0])
    clock = 0
    for one in labelled.words:
        assert clock <= one.start < one.end <= duration
        assert one.speaker
        clock = one.end
    assert [one for span in labelled.utterances for one in span.words] == list(labelled.words)
    assert all(before.speaker != after.speaker for before, after in itertools.pairwise(labelled.utterances))

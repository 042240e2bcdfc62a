"""Words are found whatever their case and punctuation."""

import pytest
from hypothesis import given

from scriba.core.errors import InvalidRequestError
from scriba.core.transcript import Transcript
from scriba.service.word_search import Match, search
from tests.fakes.strategies import transcripts
from tests.fakes.words import transcript_of

SPOKEN = transcript_of("Smoke — in the air. No smoke! In the 1,000 houses, the AIR was... the air.")


def found(*phrases: str) -> dict[str, tuple[int, ...]]:
    return {match.text: match.indexes for match in search(SPOKEN, phrases)}


def test_case_and_punctuation_do_not_count() -> None:
    assert found("SMOKE", "the air", "1000", "smoke in, the") == {
        "SMOKE": (0, 6),
        "the air": (3, 11, 14),
        "1000": (9,),
        "smoke in, the": (0, 6),
    }


def test_match_tells_from_where_to_where() -> None:
    words = SPOKEN.words
    assert search(SPOKEN, ["in the air"]) == [
        Match(text="in the air", count=1, timestamps=((words[2].start, words[4].end),), indexes=(2,))
    ]


def test_phrases_without_a_hit_are_left_out() -> None:
    assert found("fire", "smoke", "smok", "air the smoke") == {"smoke": (0, 6)}


def test_letters_count_where_nobody_writes_spaces() -> None:
    spoken = transcript_of("今天 天气 很 好 。 天气 不错", language="zh")
    assert [(match.text, match.indexes) for match in search(spoken, ["天气很好", "天气", "天"])] == [
        ("天气很好", (1,)),
        ("天气", (1, 5)),
    ]


@pytest.mark.parametrize("phrases", [[], [""], ["", " "], ["...", "—"]])
def test_search_for_nothing_is_refused(phrases: list[str]) -> None:
    with pytest.raises(InvalidRequestError, match="comma-separated"):
        search(SPOKEN, phrases)


def test_long_phrase_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="more than 5 words"):
        search(SPOKEN, ["one two three four five", "one two three four five six"])


@given(transcripts())
def test_every_word_is_found_where_it_is(transcript: Transcript) -> None:
    for index, word in enumerate(transcript.words):
        if len(word.text.split()) == 1 and any(character.isalnum() for character in word.text):
            assert index in search(transcript, [word.text])[0].indexes

"""The owner's spelling is written where the listed words are said."""

from typing import Any

import pytest

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.custom_spelling import spell
from tests.fakes.words import transcript_of, words_of


def options(**spelling: list[str]) -> TranscriptOptions:
    entries: list[dict[str, Any]] = [{"from": sources, "to": to} for to, sources in spelling.items()]
    return TranscriptOptions.model_validate({"custom_spelling": entries})


@pytest.mark.parametrize(
    ("said", "sources", "to", "written"),
    [
        ("We use sequel, Sequel and SEQUEL.", ["sequel"], "SQL", "We use SQL, SQL and SQL."),
        ("(Decarlo) left; decarlo's car", ["Decarlo"], "DeCarlo", "(DeCarlo) left; DeCarlo's car"),
        ('the "cs 50" course', ["CS 50"], "CS50", 'the "CS50" course'),
        ("the C, S 50 course", ["c s 50"], "CS50", "the C, S 50 course"),
        ("sequels and sequel-like", ["sequel"], "SQL", "sequels and sequel-like"),
        ("new york city and new york", ["new york", "new york city"], "NY", "NY and NY"),
        ("I can’t", ["can't"], "cannot", "I cannot"),
    ],
)
def test_listed_words_are_written_as_asked(said: str, sources: list[str], to: str, written: str) -> None:
    assert spell(transcript_of(said), options(**{to: sources})).text == written


def test_times_are_joined_when_several_words_become_one() -> None:
    (first, word) = spell(transcript_of("see kuber netes."), options(Kubernetes=["kuber netes"])).words
    assert (first.text, word.text, word.start, word.end, word.confidence) == ("see", "Kubernetes.", 350, 1_000, 0.9)


def test_words_of_two_speakers_are_never_joined() -> None:
    words = (*words_of("new", speaker="A"), *words_of("york", start=400, speaker="B"))
    transcript = Transcript(language="en", duration=900, words=words)
    assert spell(transcript, options(NY=["new york"])).words == words


def test_words_are_found_across_their_borders_when_the_script_has_no_spaces() -> None:
    assert (
        spell(transcript_of("我 在 北 京， 北 海", language="zh"), options(Beijing=["北京"])).text
        == "我在Beijing，北海"
    )

"""Filler words go unless they are wanted, and leave a sentence behind."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.disfluencies import remove_fillers
from tests.fakes.words import transcript_of, words_of


def without_fillers(text: str, *, language: str = "en", keep: bool = False) -> str:
    return remove_fillers(transcript_of(text, language=language), TranscriptOptions(disfluencies=keep)).text


@pytest.mark.parametrize(
    "filler", ["um", "uh", "hmm", "mhm", "uh-huh", "ah", "huh", "hm", "m", "ummm", "uhh", "mm-hmm"]
)
@pytest.mark.shows("disfluencies")
def test_filler_goes_when_it_is_not_wanted(filler: str) -> None:
    assert without_fillers(f"we {filler} went") == "we went"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Um, so I went.", "So I went."),
        ("I, um, went.", "I went."),
        ("Yes, um, I went.", "Yes, I went."),
        ("I, um, uh, went.", "I went."),
        ("We went, uh. Then not.", "We went. Then not."),
        ("We went. Uh. Then not.", "We went. Then not."),
        ("We went. Hmm. then not.", "We went. then not."),
        ('She said, "Um, no."', 'She said, "No."'),
        ('He said, "Hmm." Then he left.', "He said, Then he left."),
        ("Uh, iPhones are dear.", "iPhones are dear."),
        ("Uh-huh. Mhm.", ""),
        ("it is 5 m long", "it is 5 m long"),
        ("at three thirty p m we left", "at three thirty p m we left"),
        ("M and A, umbrella, human, hummus, ahead, uh-oh", "M and A, umbrella, human, hummus, ahead, uh-oh"),
    ],
)
def test_sentence_is_whole_when_its_filler_is_gone(said: str, left: str) -> None:
    assert without_fillers(said) == left


@pytest.mark.shows("disfluencies")
def test_fillers_stay_when_they_are_wanted() -> None:
    assert without_fillers("Um, I went.", keep=True) == "Um, I went."


def test_um_stays_when_it_is_a_word_of_the_language() -> None:
    assert without_fillers("um drei Uhr", language="de") == "um drei Uhr"


def test_other_speakers_words_are_not_touched_when_a_filler_goes() -> None:
    words = (*words_of("I went, there,", speaker="A"), *words_of("um.", start=2_000, speaker="B"))
    left = remove_fillers(Transcript(language="en", duration=3_000, words=words), TranscriptOptions())
    assert left.words == words[:3]

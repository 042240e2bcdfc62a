"""Without punctuation, marks go and what belongs to a word stays."""

import pytest
from hypothesis import given

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.punctuation import strip_punctuation
from tests.fakes.strategies import transcripts
from tests.fakes.words import transcript_of

BARE = TranscriptOptions(punctuate=False)


@pytest.mark.parametrize(
    ("language", "text", "bare"),
    [
        ("en", "Well... it's $3.50, (or 1,000)! No?", "Well it's $3.50 or 1,000 No"),
        ("en", "“The dogs' bowl,” he's sayin', 'twas", "The dogs' bowl he's sayin' twas"),
        ("en", "yes—no well...so one,two co-op 10:30 3.5%", "yes no well so one two co-op 10:30 3.5%"),
        (
            "en",
            "See www.example.com, mail a.b@c.de. U.S. e.g. Dr. x",
            "See www.example.com mail a.b@c.de U.S. e.g. Dr x",
        ),
        ("en", "— - ... ok", "ok"),
        ("es", "¿Qué tal? ¡Bien!", "Qué tal Bien"),
        ("de", "„Ja“, sagte er: »nein«", "Ja sagte er nein"),
        ("zh", "你好， 世界。", "你好世界"),
        ("ar", "كيف حالك؟ نعم، شكرا.", "كيف حالك نعم شكرا"),
        ("hi", "यह अच्छा है।", "यह अच्छा है"),
    ],
)
def test_marks_go_and_words_stay(language: str, text: str, bare: str) -> None:
    assert strip_punctuation(transcript_of(text, language=language), BARE).text == bare


def test_marks_stay_when_they_are_wanted() -> None:
    transcript = transcript_of("Well... it's so.")
    assert strip_punctuation(transcript, TranscriptOptions()) is transcript


@given(transcripts())
def test_stripping_twice_changes_nothing_more(transcript: Transcript) -> None:
    once = strip_punctuation(transcript, BARE)
    assert strip_punctuation(once, BARE).words == once.words

"""`format_text` and `punctuate`, by themselves and together."""

import pytest

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.passes.formatting import format_text
from scriba.pipeline.text.foreign_writing import LANGUAGES
from scriba.pipeline.transcribe import finish
from tests.fakes.words import transcript_of

SAID = 'Um, Dr. Lee said: "I paid twenty dollars," at 3 p.m. in the U.S. — really?'


def finished(text: str, *, language: str = "en", **options: bool) -> Transcript:
    return finish(transcript_of(text, language=language), TranscriptOptions.model_validate(options))


@pytest.mark.parametrize(
    ("punctuate", "formatted", "text"),
    [
        (True, True, 'Dr. Lee said: "I paid $20," at 3 p.m. in the U.S. — really?'),
        (False, True, "Dr Lee said I paid $20 at 3 p.m. in the U.S. really"),
        (True, False, 'doctor lee said: "i paid twenty dollars," at three p m in the u s — really?'),
        (False, False, "doctor lee said i paid twenty dollars at three p m in the u s really"),
    ],
)
def test_marks_and_writing_are_asked_for_apart(punctuate, formatted, text):
    assert finished(SAID, punctuate=punctuate, format_text=formatted).text == text


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_numbers_of_other_languages_are_written(language: str) -> None:
    number = {"de": "elf", "es": "once", "fr": "onze", "it": "undici", "pt": "onze", "nl": "elf"}[language]
    assert finished(f"A {number}!", language=language).text == "A 11!"


def test_text_stays_the_models_when_the_language_has_no_rules() -> None:
    transcript = transcript_of("Было двадцать пять.", language="ru")
    assert format_text(transcript, TranscriptOptions()) is transcript


def test_owner_is_told_when_numbers_cannot_be_said() -> None:
    found = finished("Watu 25", language="sw", format_text=False)
    assert found.text == "watu 25"
    assert found.warnings == (
        '"format_text" is off, but some numbers stay in digits: Scriba cannot say all of them in Swahili.',
    )


def test_nothing_comes_of_nothing() -> None:
    assert finished("", format_text=False, punctuate=False).words == ()

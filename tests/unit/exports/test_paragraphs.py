"""Paragraphs are made of whole sentences."""

from hypothesis import given

from scriba.core.boundaries import sentence_spans
from scriba.core.transcript import Transcript
from scriba.exports.paragraphs import MAX_PARAGRAPH_MS, paragraphs, to_paragraphs
from tests.fakes.strategies import transcripts
from tests.fakes.words import transcript_of, words_of


def test_paragraph_starts_after_a_long_pause() -> None:
    transcript = transcript_of("One is here. Two is here. <2500> Three is here.")
    assert to_paragraphs(transcript) == "One is here. Two is here.\n\nThree is here.\n"


def test_paragraph_starts_when_the_speaker_changes() -> None:
    words = (*words_of("Yes. Sure.", speaker="A"), *words_of("Good.", start=900, speaker="B"))
    found = paragraphs(Transcript(language="en", duration=2_000, words=words))
    assert [(span.speaker, span.text) for span in found] == [("A", "Yes. Sure."), ("B", "Good.")]


def test_paragraphs_stay_within_half_a_minute() -> None:
    found = paragraphs(transcript_of("This sentence has six words altogether. " * 60))
    assert len(found) > 3
    assert all(span.end - span.start <= MAX_PARAGRAPH_MS for span in found)


def test_there_is_no_paragraph_when_nothing_is_said() -> None:
    assert to_paragraphs(transcript_of("")) == ""


@given(transcripts())
def test_paragraphs_keep_every_sentence_whole_and_in_order(transcript: Transcript) -> None:
    found = paragraphs(transcript)
    assert tuple(word for span in found for word in span.words) == transcript.words
    ends = {id(span.words[-1]) for span in sentence_spans(transcript)}
    assert {id(span.words[-1]) for span in found} <= ends

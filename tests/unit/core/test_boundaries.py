"""Sentences end where they do, in every script."""

import pytest
from hypothesis import given

from scriba.core.boundaries import MAX_SENTENCE_CHARACTERS, MAX_UNMARKED_CHARACTERS, sentence_spans
from scriba.core.transcript import Transcript
from tests.fakes.strategies import transcripts
from tests.fakes.words import transcript_of, words_of


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was late. We left!", ["It was late.", "We left!"]),
        ("en", "Mr. Lorry met Dr. Manette. Then he left.", ["Mr. Lorry met Dr. Manette.", "Then he left."]),
        ("en", "Is it so? No. It costs 3.5 dollars.", ["Is it so?", "No.", "It costs 3.5 dollars."]),
        ("en", "See No. 5 there. Fine.", ["See No. 5 there.", "Fine."]),
        ("en", "So did I. Then J. K. Rowling came.", ["So did I.", "Then J. K. Rowling came."]),
        ("en", "Apples, pears, etc. are here. We sell pens etc. They sell.", ["Apples, pears, etc. are here.", "We sell pens etc.", "They sell."]),
        ("en", "In the U.S. Army he rose.", ["In the U.S. Army he rose."]),
        ("en", "He moved to the U.S. <600> She stayed.", ["He moved to the U.S.", "She stayed."]),
        ("en", '"What?" he asked. "Nothing." She sighed.', ['"What?" he asked.', '"Nothing."', "She sighed."]),
        ("en", "Well... maybe not. Well... Maybe.", ["Well... maybe not.", "Well...", "Maybe."]),
        ("en", "I came at 5 p.m. and left. It was 6 p.m. Nobody came.", ["I came at 5 p.m. and left.", "It was 6 p.m.", "Nobody came."]),
        ("de", "Am 3. Mai kam er z.B. nach Bonn. Dann nicht.", ["Am 3. Mai kam er z.B. nach Bonn.", "Dann nicht."]),
        ("zh", "你好 。 今天 很 好 ！ 是 吗 ？", ["你好。", "今天很好！", "是吗？"]),
        ("ar", "كيف حالك؟ أنا بخير.", ["كيف حالك؟", "أنا بخير."]),
        ("hi", "यह अच्छा है। ठीक है।", ["यह अच्छा है।", "ठीक है।"]),
        ("es", "¿Qué tal? ¡Muy bien!", ["¿Qué tal?", "¡Muy bien!"]),
    ],
)  # fmt: skip
def test_sentences_end_at_full_stops_and_not_at_abbreviations(language: str, text: str, expected: list[str]) -> None:
    assert [span.text for span in sentence_spans(transcript_of(text, language=language))] == expected


def test_sentence_ends_when_the_speaker_changes() -> None:
    words = (*words_of("and then", speaker="A"), *words_of("no wait", start=1_000, speaker="B"))
    spans = sentence_spans(Transcript(language="en", duration=2_000, words=words))
    assert [(span.speaker, span.text) for span in spans] == [("A", "and then"), ("B", "no wait")]


def test_text_without_full_stops_is_cut_at_its_pauses() -> None:
    spoken = " <900> ".join(["word " * 30] * 6)
    assert [len(span.words) for span in sentence_spans(transcript_of(spoken))] == [30] * 6


def test_long_text_without_full_stops_and_pauses_is_cut_all_the_same() -> None:
    spans = sentence_spans(transcript_of("word, word " * 200))
    assert all(40 <= len(span.text) <= MAX_UNMARKED_CHARACTERS and span.text.endswith(",") for span in spans[:-1])


def test_pause_inside_a_sentence_does_not_end_it_when_there_are_full_stops() -> None:
    spans = sentence_spans(transcript_of("We went <900> to the sea. It was <1200> cold."))
    assert [span.text for span in spans] == ["We went to the sea.", "It was cold."]


def test_long_sentence_is_cut_at_its_longest_pause() -> None:
    spans = sentence_spans(transcript_of(" <900> ".join(["word " * 40] * 6) + "end. " + "So it is. " * 10))
    assert all(len(span.text) <= MAX_SENTENCE_CHARACTERS for span in spans)
    assert {len(span.words) % 40 for span in spans[:2]} == {0}


@given(transcripts())
def test_sentences_keep_every_word_in_order(transcript: Transcript) -> None:
    spans = sentence_spans(transcript)
    assert tuple(word for span in spans for word in span.words) == transcript.words
    assert all(span.words for span in spans)

from dataclasses import replace

import pytest

from scriba.core.insights import NO_INSIGHTS
from scriba.core.options import TranscriptOptions
from scriba.pipeline.insights.highlights import MOST_PHRASES, add_highlights
from scriba.pipeline.insights.phrases import lemma_ranks
from tests.fakes.readers import passage_of, real_parser
from tests.fakes.words import transcript_of

GARDEN = (
    "A raised bed drains well, and raised beds warm up early in spring. Clay soil holds water, so plant your tomato "
    "plants in raised beds with good compost. Our neighbours gave us some old boards for the last bed. Clay soil is "
    "cold, and the tomato plants hate it."
)


def phrases_of(transcript):
    return add_highlights(NO_INSIGHTS, passage_of(transcript), TranscriptOptions()).highlights


def test_what_the_text_is_about_comes_first():
    found = phrases_of(transcript_of(GARDEN))
    names = [phrase.text.lower() for phrase in found]
    assert {"raised bed", "clay soil"} <= set(names[:3])
    assert names.index("tomato plants") < names.index("old boards")
    assert [phrase.rank for phrase in found] == sorted((phrase.rank for phrase in found), reverse=True)
    assert all(0 <= phrase.rank <= 1 for phrase in found)


def test_every_mention_is_counted_and_timed():
    transcript = transcript_of(GARDEN)
    (soil,) = [phrase for phrase in phrases_of(transcript) if phrase.text.lower() == "clay soil"]
    starts = [word.start for word in transcript.words if word.text.lower() == "clay"]
    assert soil.count == len(soil.timestamps) == 2
    assert [start for start, _ in soil.timestamps] == starts
    assert [end - start for start, end in soil.timestamps] == [650, 650]


def test_there_are_no_more_than_fifteen():
    text = " ".join(f"The {color} {thing} is here." for color in ("red", "blue", "green") for thing in
                    ("car", "house", "tree", "dog", "lamp", "chair", "boat", "hat"))  # fmt: skip
    assert len(phrases_of(transcript_of(text))) == MOST_PHRASES


def test_single_words_fill_up_when_there_are_few_phrases():
    assert [phrase.text for phrase in phrases_of(transcript_of("The doctor called. The doctor waited."))] == ["doctor"]


@pytest.mark.parametrize("text", ["", "Uh.", "... --", "It was what it was."])
def test_nothing_is_found_when_there_is_nothing(text):
    assert phrases_of(transcript_of(text)) == ()


def test_no_phrase_holds_what_was_redacted():
    text = "The ##### contract was signed by Mister [PERSON_NAME] and the sales team. The ##### contract is long."
    redacted = replace(transcript_of(text), is_redacted=True)
    found = [phrase.text for phrase in phrases_of(redacted)]
    assert "sales team" in found
    assert not [text for text in found if "#" in text or "[" in text]


def test_signs_are_words_like_others_when_nothing_was_redacted():
    assert "C# developers" in [phrase.text for phrase in phrases_of(transcript_of("We hired two C# developers."))]


def test_lemmas_near_many_others_rank_high():
    ranks = lemma_ranks([parsed.tokens for parsed in real_parser().parse([GARDEN])])
    assert sum(ranks.values()) == pytest.approx(1)
    assert ranks["bed", "NOUN"] > ranks["neighbour", "NOUN"]

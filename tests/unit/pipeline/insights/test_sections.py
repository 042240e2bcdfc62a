"""Sections of a text: how many, how long their headlines are, and where they begin and end."""

import pytest

from scriba.core.understanding import SectionSummaries
from scriba.pipeline.insights.sections import digest, even_parts
from tests.fakes.readers import passage_of
from tests.fakes.words import transcript_of

GARDEN = (
    "The roses in the garden need water. Roses like the soil of this garden. Water the garden roses in the evening. "
)
SHIP = (
    "The ship left the harbour at dawn. Sailors on the ship saw the harbour fade. The harbour was far behind the ship. "
)
BREAD = "Bread needs flour and yeast. The flour of this bread is rye. Yeast makes the bread rise with the flour. "
TALK = passage_of(transcript_of(GARDEN * 2 + SHIP * 2 + BREAD * 2))


def asked(**options) -> SectionSummaries:
    return SectionSummaries.model_validate({"summary_type": "paragraph", **options})


def test_the_text_is_cut_where_subjects_change_when_so_many_parts_are_wanted():
    found = digest(TALK, asked(approximate_chapters=3))
    edges = [(TALK.sentences[first].start, TALK.sentences[first + 5].end) for first in (0, 6, 12)]
    assert [(section.start, section.end) for section in found.sections] == edges
    assert all(section.text and section.bullets is None for section in found.sections)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_there_are_no_more_parts_than_wanted_and_they_cover_the_text(count):
    sections = digest(TALK, asked(approximate_chapters=count)).sections
    assert 1 <= len(sections) <= count
    assert (sections[0].start, sections[-1].end) == (TALK.sentences[0].start, TALK.sentences[-1].end)


def test_headlines_are_short_enough_or_cut():
    (section,) = digest(
        passage_of(transcript_of("This single sentence has quite a few more words than allowed.")),
        asked(headline_length=5),
    ).sections
    assert section.headline == "This single sentence has quite …"


def test_bullets_are_the_texts_own_sentences():
    (section,) = digest(TALK, asked(summary_type="bullets", approximate_chapters=1)).sections
    texts = {sentence.text for sentence in TALK.sentences}
    assert section.bullets
    assert set(section.bullets) <= texts
    assert section.text is None


def test_nothing_is_summed_up_when_nothing_is_said():
    found = digest(passage_of(transcript_of("")), asked())
    assert (found.sections, found.summary) == ((), "")


def test_parts_are_even_where_no_grammar_is_known():
    counts = [len(part.sentences) for part in even_parts(TALK, asked(approximate_chapters=4))]
    assert counts == [4, 5, 4, 5]
    assert len(even_parts(TALK, asked())) == 1
    assert even_parts(passage_of(transcript_of("")), asked()) == []

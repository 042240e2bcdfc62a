from dataclasses import replace

import pytest

from scriba.core.insights import NO_INSIGHTS
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.insights.summary import add_summary
from tests.fakes.readers import passage_of
from tests.fakes.words import transcript_of, words_of

TALK = (
    "Today we talk about raised beds and why clay soil makes growing vegetables so hard. Well, you know. Clay soil holds "
    "water for a long time, and young plants rot in it. Is that right? A raised bed filled with good compost drains well "
    "and warms up early in the year. And so on. Next week we visit a community garden where people grow vegetables for "
    "the food bank. They told us that fresh vegetables are the hardest thing to find."
)
SENTENCES = {sentence.strip() + "." for sentence in TALK.replace("?", ".").split(".") if sentence.strip()}


def summary_of(transcript, model="informative", form="bullets", **options):
    chosen = TranscriptOptions(summarization=True, summary_model=model, summary_type=form, **options)
    return add_summary(NO_INSIGHTS, passage_of(transcript), chosen).summary


def test_bullets_are_sentences_of_the_text_in_its_order():
    lines = summary_of(transcript_of(TALK)).split("\n")
    assert len(lines) == 3
    assert all(line.startswith("- ") and line[2:] in SENTENCES for line in lines)
    assert [TALK.index(line[2:]) for line in lines] == sorted(TALK.index(line[2:]) for line in lines)


def test_idle_words_are_left_out():
    summary = summary_of(transcript_of(TALK), form="paragraph")
    assert "raised bed" in summary
    assert "you know" not in summary
    assert "And so on" not in summary
    assert "\n" not in summary


def test_verbose_bullets_are_more():
    assert len(summary_of(transcript_of(TALK), form="bullets_verbose").split("\n")) == 5


@pytest.mark.parametrize("model", ["informative", "catchy"])
def test_a_headline_is_one_sentence(model):
    headline = summary_of(transcript_of(TALK), model, "headline")
    assert headline in SENTENCES
    assert model == "informative" or len(headline.split()) <= 14


def test_a_gist_is_a_few_words():
    gist = summary_of(transcript_of(TALK), "catchy", "gist")
    assert gist in TALK
    assert len(gist.split()) in {2, 3}


def test_bullets_come_without_a_model_and_a_form():
    summary = add_summary(NO_INSIGHTS, passage_of(transcript_of(TALK)), TranscriptOptions(summarization=True)).summary
    assert summary is not None
    assert summary.startswith("- ")


def test_everybody_is_heard_when_it_is_a_conversation():
    asked = words_of("I was charged twice for my subscription and I want a refund. " * 3, speaker="A")
    told = words_of("Please give me the number of your account.", start=90_000, speaker="B")
    transcript = Transcript(language="en", duration=100_000, words=(*asked, *told))
    lines = summary_of(transcript, "conversational", "bullets", speaker_labels=True).split("\n")
    assert {line[:5] for line in lines} == {"- A: ", "- B: "}


def test_a_text_shorter_than_its_summary_is_repeated_once():
    assert summary_of(transcript_of("The boat sank in the harbour.")) == "- The boat sank in the harbour."


@pytest.mark.parametrize("form", ["bullets", "headline", "paragraph"])
def test_nothing_is_summarized_when_nothing_is_said(form):
    assert summary_of(transcript_of(""), form=form) == ""


def test_redacted_sentences_are_chosen_last():
    text = "The ##### of ####### signed the long contract today. The boat carried three hundred boxes of fruit."
    headline = summary_of(replace(transcript_of(text), is_redacted=True), form="headline")
    assert headline == "The boat carried three hundred boxes of fruit."

from dataclasses import replace

import pytest

from scriba.core.insights import NO_INSIGHTS
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from scriba.pipeline.insights.sentiment import add_sentiments, features, probabilities
from tests.fakes.readers import passage_of, real_encoder
from tests.fakes.words import transcript_of, words_of


def sentiments_of(transcript):
    return add_sentiments(NO_INSIGHTS, passage_of(transcript), TranscriptOptions()).sentiments


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("That's wonderful, thank you so much for your help!", "POSITIVE"),
        ("I'm happy with the service.", "POSITIVE"),
        ("Our office is on the second floor.", "NEUTRAL"),
        ("The meeting starts at nine.", "NEUTRAL"),
        ("I was charged twice and I am very upset about it.", "NEGATIVE"),
        ("I don't like this at all.", "NEGATIVE"),
        ("The crowd cheered and danced in the streets.", "POSITIVE"),
        ("I still have no internet and nobody calls me back.", "NEGATIVE"),
    ],
)
def test_plain_feelings_are_heard(text, sentiment):
    (judged,) = sentiments_of(transcript_of(text))
    assert (judged.text, judged.sentiment) == (text, sentiment)
    assert 1 / 3 <= judged.confidence <= 1


def test_every_sentence_is_judged_with_its_speaker_channel_and_time():
    words = (*words_of("It works. It is great!", speaker="A"), *words_of("Good.", start=9000, speaker="B", channel="2"))
    judged = sentiments_of(Transcript(language="en", duration=10_000, words=words))
    assert [(each.text, each.speaker, each.channel) for each in judged] == [
        ("It works.", "A", None),
        ("It is great!", "A", None),
        ("Good.", "B", "2"),
    ]
    assert (judged[1].start, judged[1].end) == (words[2].start, words[4].end)


def test_a_negation_turns_the_next_words_round_up_to_a_comma():
    found = features("I do not like it, but good.")
    assert "~like" in found
    assert "good" in found
    assert "like" not in found


def test_classes_are_probabilities_even_when_no_word_is_known():
    (chances,) = probabilities(["Qwxz zzxq."], real_encoder().encode(["Qwxz zzxq."]))
    assert sum(chances) == pytest.approx(1)


def test_nothing_is_judged_when_nothing_is_said():
    assert sentiments_of(transcript_of("")) == ()


def test_redacted_words_count_as_unknown():
    judged = sentiments_of(replace(transcript_of("The ##### was terrible."), is_redacted=True))
    assert judged[0].text == "The ##### was terrible."

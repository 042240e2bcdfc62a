from scriba.pipeline.insights.passage import stretch
from tests.fakes.readers import passage_of
from tests.fakes.words import transcript_of


def test_characters_have_the_times_of_their_words():
    (sentence,) = passage_of(transcript_of("One two three four.")).sentences
    assert stretch(sentence, 4, 13) == (350, 1000)
    assert stretch(sentence, 5, 6) == (350, 650)


def test_a_place_outside_has_the_times_of_the_sentence():
    (sentence,) = passage_of(transcript_of("One two.")).sentences
    assert stretch(sentence, 90, 95) == (sentence.start, sentence.end)


def test_each_sentence_has_its_grammar():
    passage = passage_of(transcript_of("The red car stopped. It rained."))
    assert [len(parsed.noun_phrases) for parsed in passage.grammar] == [1, 1]
    assert [token.lemma for token in passage.grammar[0].tokens] == ["the", "red", "car", "stop", "."]

from dataclasses import replace

import numpy as np

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


def test_blocks_hold_half_a_minute_and_every_sentence_once():
    passage = passage_of(transcript_of("We went home and had some tea. " * 20, length=500))
    assert [sentence for block in passage.blocks for sentence in block] == list(range(20))
    lengths = [passage.sentences[block.stop - 1].end - passage.sentences[block.start].start for block in passage.blocks]
    assert len(lengths) == 3
    assert max(lengths) <= 30_000


def test_a_sentence_longer_than_a_block_is_one_by_itself():
    passage = passage_of(transcript_of(f"Short one. {'word ' * 70}end. Short one.", length=500))
    assert len(passage.blocks[0]) == 1
    assert sum(len(block) for block in passage.blocks) == len(passage.sentences)


def test_there_are_no_blocks_when_nothing_is_said():
    assert passage_of(transcript_of("")).blocks == ()


def test_what_redaction_wrote_is_not_read_for_meaning():
    plain = passage_of(transcript_of("My name is and I live here."))
    hidden = passage_of(replace(transcript_of("My name is ##### and I live here."), is_redacted=True))
    assert np.array_equal(plain.meanings, passage_of(transcript_of("My name is and I live here.")).meanings)
    assert plain.meanings[0] @ hidden.meanings[0] > 0.999


def test_several_sentences_have_one_meaning_of_length_one():
    passage = passage_of(transcript_of("The dog barks. The cat sleeps."))
    meaning = passage.meaning(range(2))
    assert abs(float(meaning @ meaning) - 1) < 1e-5
    assert min(passage.meanings @ meaning) > 0.5

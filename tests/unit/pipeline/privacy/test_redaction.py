import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.pipeline.privacy.engine import find
from scriba.pipeline.privacy.policies import ALL_POLICIES
from scriba.pipeline.privacy.redaction import hide, redacted, secrets
from tests.fakes.words import words_of


def text_of(words):
    return " ".join(word.text for word in words)


def redact(words, policies=ALL_POLICIES, substitution="hash", terms=None):
    return redacted(words, secrets(words, find(words, None), policies, terms), substitution)


@pytest.mark.shows("redact_pii_sub")
def test_letters_and_digits_become_signs_when_hashed():
    words = words_of("Hi, this is Sarah Johnson, call 415-867-5309.")
    assert text_of(redact(words)) == "Hi, this is ##### #######, call ###-###-####."


def test_times_stay_when_hashed():
    words = words_of("Hi, this is Sarah Johnson speaking.")
    assert [(word.start, word.end) for word in redact(words)] == [(word.start, word.end) for word in words]


def test_an_entity_is_one_word_when_its_name_stands_in():
    words = words_of("Hi, this is Sarah Johnson, calling.")
    named = redact(words, substitution="entity_name")
    assert text_of(named) == "Hi, this is [PERSON_NAME], calling."
    assert (named[3].start, named[3].end) == (words[3].start, words[4].end)


def test_each_speaker_keeps_a_word_when_an_entity_crosses_turns():
    words = words_of("my number is four one five eight six seven", speaker="A")
    words += words_of("five three oh nine", start=words[-1].end, speaker="B")
    named = redact(words, substitution="entity_name")
    assert text_of(named) == "my number is [PHONE_NUMBER] [PHONE_NUMBER]"
    assert [word.speaker for word in named[-2:]] == ["A", "B"]


def test_two_entities_in_one_word_are_both_named():
    words = words_of("terms alpha/beta here")
    terms = {"first": ["alpha"], "second": ["beta"]}
    assert text_of(redact(words, frozenset(), "entity_name", terms)) == "terms [FIRST]/[SECOND] here"


def test_only_what_a_policy_covers_is_hidden_when_few_are_asked_for():
    words = words_of("Hi, this is Sarah Johnson, call 415-867-5309.")
    assert text_of(redact(words, {"phone_number"})) == "Hi, this is Sarah Johnson, call ###-###-####."


def test_finer_names_cover_when_the_policy_is_one_of_the_sdk():
    words = words_of("we moved to portland oregon today")
    assert text_of(redact(words, {"location"})) == "we moved to ######## ###### today"
    assert text_of(redact(words_of("we moved to ohio today"), {"location_state"})) == "we moved to #### today"


def test_unexplained_digits_are_hidden_when_any_policy_of_numbers_is_on():
    words = words_of("so it says nine oh two one four")
    assert text_of(redact(words, {"us_social_security_number"})) == "so it says #### ## ### ### ####"
    assert text_of(redact(words, {"person_name"})) == text_of(words)


def test_own_terms_are_hidden_when_they_are_no_personal_data():
    words = words_of("Project Bluebird is late, bluebird again")
    assert text_of(redact(words, frozenset(), "hash", {"PROJECT": ["Project Bluebird", "bluebird"]})) == (
        "####### ######## is late, ######## again"
    )


@given(st.text(max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_hiding_leaves_no_letter_when_the_text_is_arbitrary(text, start, length):
    masked = hide(text, start, start + length)
    assert len(masked) == len(text)
    assert not any(character.isalnum() for character in masked[start : start + length])


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Z", "C"]), min_size=1, max_size=8), max_size=12))
def test_words_stay_in_order_when_they_are_arbitrary(texts):
    words = tuple(replace(word, text=text) for word, text in zip(words_of("x " * len(texts)), texts, strict=True))
    assert len(redact(words)) == len(words)
    named = redact(words, substitution="entity_name")
    assert all(before.end <= after.start for before, after in itertools.pairwise(named))

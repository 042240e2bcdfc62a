"""What sounds like what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriba.backends.runtime.sounds import Match, Terms, sounds

LIMIT = 0.45


def spans(terms, text, limit=LIMIT):
    found = Terms(terms).matches(text.split(), limit)
    return {(terms[match.term], " ".join(text.split()[match.first : match.last])) for match in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Knight", "night"),
        ("Philip", "Filip"),
        ("Quark", "kwark"),
        ("Sean", "sean"),
        ("Łódź", "łodz"),
        ("Müller", "Muler"),
    ],
)
def test_spellings_of_one_sound_are_alike(one, other):
    (match,) = [found for found in Terms([one]).matches([other], LIMIT) if found.last == 1]
    assert match.distance <= 0.3


@pytest.mark.parametrize(
    ("term", "text", "span"),
    [
        ("Kubernetes", "we moved to Cubanites last year", "Cubanites"),
        ("Tucumcari", "the ticket to Tukum Carey went up", "Tukum Carey"),
        ("Ngozi", "I met in Gozy at noon", "in Gozy"),
        ("Kuhn and Sons", "said Coon and suns today", "Coon and suns"),
        ("Ольга", "это Олга тут", "Олга"),
    ],
)
def test_term_is_found_where_it_was_written_otherwise(term, text, span):
    assert (term, span) in spans([term], text)


def test_other_words_are_not_taken_for_a_term():
    assert spans(["Kubernetes", "Tucumcari"], "the children ran down the hill and jumped into the cold water") == set()


def test_what_is_written_alike_has_no_distance():
    assert Match(term=1, first=1, last=2, distance=0.0) in Terms(["Graz", "Brno"]).matches(["in", "Brno,"], 0.1)


def test_no_terms_and_no_words_match_nothing():
    assert Terms([]).matches(["a"], 1.0) == []
    assert Terms(["Brno"]).matches([], 1.0) == []
    assert Terms(["?!"]).matches(["a"], 1.0) == []


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5), st.lists(st.text(max_size=12), max_size=12))
def test_matches_lie_in_the_text_and_keep_the_limit(terms, words):
    for match in Terms(terms).matches(words, LIMIT):
        assert 0 <= match.first < match.last <= len(words)
        assert 0 <= match.distance <= LIMIT + 1e-4


@given(st.text(max_size=20))
def test_sounds_have_no_marks_or_spaces(word):
    assert all(sound.isalnum() for sound in sounds(word))

"""Terms and the rest, counted apart."""

import pytest

from benchmarks.term_scoring import TermScore, term_score, total

TERMS = ["Kubernetes", "Brno"]


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        ("we like Kubernetes", "we like Kubernetes", TermScore(said=1, found=1, others=2)),
        ("we like Kubernetes", "we like Cuban nights", TermScore(said=1, others=2)),
        ("we like Kubernetes a lot", "we like Cuban nights at a lot", TermScore(said=1, others=4)),
        ("we like tea", "we like Brno", TermScore(false=1, errors=1, others=3)),
        ("we like tea", "we like", TermScore(errors=1, others=3)),
        ("we like tea", "we like the tea", TermScore(errors=1, others=3)),
        ("Brno Brno", "Brno", TermScore(said=2, found=1)),
    ],
)
def test_errors_belong_to_terms_or_to_the_rest(said, heard, expected):
    assert term_score(said, heard, TERMS, "en") == expected


def test_rates_are_of_all_recordings_together():
    both = total([TermScore(said=1, found=1, errors=1, others=4), TermScore(said=3, found=1, others=4)])
    assert (both.recall, both.rate) == (0.5, 0.125)
    assert total([]).recall == total([]).rate == 0.0

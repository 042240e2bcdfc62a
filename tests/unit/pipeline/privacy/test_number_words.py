"""Numbers below a hundred in other languages."""

import pytest

from scriba.pipeline.privacy.number_words import LANGUAGES, numbers


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_number_below_a_hundred_has_words(language):
    assert {int(digits) for digits in numbers(language).values()} == set(range(100))


@pytest.mark.parametrize(
    ("language", "words", "digits"),
    [
        ("es", "treinta y cuatro", "34"),
        ("fr", "quatre vingt treize", "93"),
        ("fr", "soixante et onze", "71"),
        ("de", "einundzwanzig", "21"),
        ("pt", "noventa e nove", "99"),
        ("it", "ventuno", "21"),
        ("it", "trentatré", "33"),
        ("nl", "drieëntwintig", "23"),
        ("nl", "eenentwintig", "21"),
    ],
)
def test_words_mean_digits_when_a_language_joins_them(language, words, digits):
    assert numbers(language)[tuple(words.split())] == digits

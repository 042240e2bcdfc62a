"""Written numbers of languages beside English."""

import pytest

from scriba.pipeline.passes.formatting import format_text
from scriba.pipeline.text.foreign_writing import LANGUAGES, written
from tests.fakes.words import words_of

SAID = [
    ("de", "fünfundzwanzig Prozent, drei komma fünf Prozent", "25%, 3,5%"),
    ("de", "zweitausend fünfhundert, zwölftausend, zwei Millionen Euro", "2500, 12.000, 2 Millionen Euro"),
    ("de", "im Jahr neunzehnhundertvierundachtzig", "im Jahr 1984"),
    ("fr", "quatre-vingt-dix-sept virgule cinq pour cent des vingt et un mille gens", "97,5% des 21000 gens"),
    ("es", "veinticinco por ciento de dos mil quinientas personas", "25% de 2500 personas"),
    ("it", "venticinque per cento di duemila euro", "25% di 2000 euro"),
    ("pt", "vinte e cinco por cento de dois mil e quinhentos", "25% de 2500"),
    ("nl", "vijfentwintig procent van tweeduizend", "25% van 2000"),
]


@pytest.mark.parametrize(("language", "said", "read"), SAID)
def test_numbers_are_written_in_digits(language: str, said: str, read: str) -> None:
    assert " ".join(word.text for word in written(words_of(said), language)) == read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ein Mann, zwei Hunde, eine Million, am dritten März, 25 Prozent von 3,5 Millionen"),
        ("fr", "un chien neuf, cent fois, mille mercis, le premier janvier, 25 %"),
        ("es", "un gato, mil gracias, 25%"),
        ("it", "lei sei, mille grazie, un cane"),
        ("pt", "um cão, mil vezes"),
        ("nl", "een hond, honderd keer"),
        ("de", "zwanzig, fünf"),
    ],
)
def test_small_and_round_numbers_stay_words(language: str, text: str) -> None:
    assert " ".join(word.text for word in written(words_of(text), language)) == text.replace("zwanzig", "20")


def test_every_language_is_tried() -> None:
    assert {language for language, *_ in SAID} == LANGUAGES
    assert format_text.__module__.endswith("formatting")

"""The spoken form: no capitals, no digits, no signs, and the time shared out."""

import pytest

from scriba.pipeline.text.speaking import spoken
from tests.fakes.words import words_of


def said(text: str, language: str = "en") -> str:
    return " ".join(word.text for word in spoken(words_of(text), language)[0])


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("en", "It costs $20, $5.20 or $0.99.", "it costs twenty dollars, five dollars and twenty cents or ninety nine cents."),
        ("en", "$3 million, €1 and 2.5 billion", "three million dollars, one euro and two point five billion"),
        ("en", "At 10:30 AM, 3 PM, 10:05 and 10:00", "at ten thirty a m, three p m, ten oh five and ten o'clock"),
        ("en", "3:30 p.m. tomorrow", "three thirty p m tomorrow"),
        ("en", "25% of 1,250 people", "twenty five percent of one thousand two hundred fifty people"),
        ("en", "in 1984, 2009, 2025 and the 1980s", "in nineteen eighty four, two thousand nine, twenty twenty five and the nineteen eighties"),
        ("en", "the 21st, 1/2 and 2/3, 24/7", "the twenty first, one half and two thirds, twenty four seven"),
        ("en", "555-1234, 007", "five five five one two three four, zero zero seven"),
        ("en", "John.Smith@gmail.com, www.example.com/help", "john dot smith at gmail dot com, www dot example dot com slash help"),
        ("en", "Mr. Smith vs. the U.S. Army", "mister smith versus the u s army"),
        ("en", "COVID-19, B12, AT&T, #5, -3, 10-15", "covid nineteen, b twelve, at and t, number five, minus three, ten to fifteen"),
        ("en", "“Don't,” I said. Well-known!", "“don't,” i said. well-known!"),
        ("de", "25% von 2.500 € und 3,5 Kilo", "fünfundzwanzig prozent von zweitausendfünfhundert euro und drei komma fünf kilo"),
        ("es", "25% de $3 millones", "veinticinco por ciento de tres millones de dólares"),
        ("fr", "25% de 3,50€", "vingt-cinq pour cent de trois euros cinquante centimes"),
        ("it", "25% di 2.000", "venticinque per cento di duemila"),
        ("pt", "25% de 5€", "vinte e cinco por cento de cinco euros"),
        ("nl", "25% van €20", "vijfentwintig procent van twintig euro"),
        ("pl", "Mam 25 lat", "mam dwadzieścia pięć lat"),
    ],
)  # fmt: skip
def test_signs_and_digits_are_said(language: str, written: str, expected: str) -> None:
    assert said(written, language) == expected


def test_time_is_shared_out_when_a_word_becomes_several() -> None:
    words, complete = spoken(words_of("pay $25 now"), "en")
    assert complete
    assert [word.text for word in words] == ["pay", "twenty", "five", "dollars", "now"]
    assert [(word.start, word.end) for word in words[1:4]] == [(350, 455), (455, 530), (530, 650)]


def test_digits_stay_when_the_language_has_no_numerals_here() -> None:
    words, complete = spoken(words_of("Watu 25"), "sw")
    assert [word.text for word in words] == ["watu", "25"]
    assert not complete


def test_word_stays_whole_when_it_is_too_short_to_be_parted() -> None:
    words, _ = spoken(words_of("$25", length=2), "en")
    assert [(word.text, word.start, word.end) for word in words] == [("twenty five dollars", 0, 2)]

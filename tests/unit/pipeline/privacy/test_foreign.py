"""Personal data by its form, in other languages than English."""

import pytest

from scriba.pipeline.privacy.engine import find
from tests.fakes.words import words_of

FOUND = [
    ("es", "Mi teléfono: seis uno dos, treinta y cuatro, veintiséis.", "phone_number|number_sequence", "seis uno dos, treinta y cuatro, veintiséis."),
    ("es", "El correo es juan punto perez arroba gmail punto com.", "email_address", "juan punto perez arroba gmail punto com."),
    ("es", "El IBAN es ES91 2100 0418 4502 0005 1332.", "banking_information", "ES91 2100 0418 4502 0005 1332."),
    ("fr", "C'est le zéro six, douze, trente-quatre, cinquante et un, soixante-dix-huit.", "phone_number", "zéro six, douze, trente-quatre, cinquante et un, soixante-dix-huit."),
    ("fr", "Sur www.exemple.fr ou marie.durand@orange.fr", "url", "www.exemple.fr"),
    ("de", "Sie ist null eins sieben zwei, einundzwanzig, dreiundvierzig, neunzig.", "number_sequence|phone_number", "null eins sieben zwei, einundzwanzig, dreiundvierzig, neunzig."),
    ("de", "Die Karte ist 4111 1111 1111 1111 danke", "credit_card_number", "4111 1111 1111 1111"),
    ("pt", "É nove um dois, três quatro cinco, meia sete oito.", "number_sequence|phone_number", "nove um dois, três quatro cinco, meia sete oito."),
    ("it", "Il numero: tre tre otto, dodici, trentatré, quarantuno.", "number_sequence|phone_number", "tre tre otto, dodici, trentatré, quarantuno."),
    ("nl", "Dat is nul zes, twaalf, vierendertig, tweeëntwintig, één.", "number_sequence|phone_number", "nul zes, twaalf, vierendertig, tweeëntwintig, één."),
]  # fmt: skip
CLEAN = [
    ("es", "Tenemos dos hijos, un perro y 1.250 libros desde 2019."),
    ("fr", "Du point de vue de Paul, vingt et un élèves et quatre-vingt-dix parents sont là."),
    ("de", "Das Haus hat drei Zimmer, und ich bin 120.000 Kilometer gefahren."),
    ("pt", "Um dia, uma casa, dois anos."),
    ("it", "Sei stato qui sei anni."),
    ("nl", "Er waren een man en twee honden in 2011."),
]


@pytest.mark.parametrize(("language", "text", "kinds", "expected"), FOUND, ids=[each[1] for each in FOUND])
def test_numbers_and_addresses_are_found_when_the_language_is_another(language, text, kinds, expected):
    words = words_of(text)
    found = [
        (each.kind, " ".join(word.text for word in words[each.first : each.last + 1]))
        for each in find(words, None, language)
    ]
    assert [value for kind, value in found if kind in kinds.split("|")] == [expected]


@pytest.mark.parametrize(("language", "text"), CLEAN)
def test_nothing_is_found_when_numbers_only_count(language, text):
    assert find(words_of(text), None, language) == []

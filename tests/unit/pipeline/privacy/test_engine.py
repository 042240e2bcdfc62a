"""The engine as a whole, rules and dictionaries alone: each case is a text and all that must be found in it."""

import pytest

from scriba.pipeline.privacy.engine import find
from tests.fakes.taggers import ScriptedTagger
from tests.unit.pipeline.privacy.found import found_in

WRITTEN_AND_SPOKEN = [
    ("The mobile is (650) 253-0122.", [("phone_number", "650) 253-0122")]),
    ("the mobile is six five oh two five three oh one double two", [("phone_number", "six five oh two five three oh one double two")]),
    ("Write to h.tanaka@outlook.com soon.", [("email_address", "h.tanaka@outlook.com")]),
    ("write to h dot tanaka at outlook dot com", [("email_address", "h dot tanaka at outlook dot com")]),
    ("It is 4111-1111-1111-1111.", [("credit_card_number", "4111-1111-1111-1111")]),
    ("the security code is four oh seven", [("credit_card_cvv", "four oh seven")]),
    ("expiring oh nine twenty eight", [("credit_card_expiration", "oh nine twenty eight")]),
    ("it expires in september twenty twenty eight", [("credit_card_expiration", "september twenty twenty eight")]),
    ("My SSN is 219-09-9999.", [("us_social_security_number", "219-09-9999")]),
    ("I was born on July 4, 1985.", [("date_of_birth", "July 4, 1985")]),
    ("born on the fifth of may two thousand one", [("date_of_birth", "the fifth of may two thousand one")]),
    ("The IBAN is DE89 3704 0044 0532 0130 00.", [("banking_information", "DE89 3704 0044 0532 0130 00")]),
    ("routing number zero two one zero zero zero zero two one", [("banking_information", "zero two one zero zero zero zero two one")]),
    ("the account ending in five five two one", [("account_number", "five five two one")]),
    ("It cost $1,250.75 in all.", [("money_amount", "$1,250.75")]),
    ("it cost one thousand two hundred fifty dollars and seventy five cents", [("money_amount", "one thousand two hundred fifty dollars and seventy five cents")]),
    ("she is forty two years old", [("person_age", "forty two years old")]),
    ("ten dot zero dot zero dot one three eight", [("ip_address", "ten dot zero dot zero dot one three eight")]),
    ("The password is Winter2024!", [("password", "Winter2024")]),
    ("my user name is k miller underscore eighty four", [("username", "k miller underscore eighty four")]),
    ("go to w w w dot example dot com slash help", [("url", "w w w dot example dot com slash help")]),
    ("open report dot pdf please", [("filename", "report dot pdf")]),
    ("my name is grace okafor", [("person_name", "grace okafor")]),
    ("we live at forty eight willow lane dayton ohio", [("location", "forty eight willow lane dayton ohio")]),
    ("he works at mercy hospital", [("organization", "mercy hospital")]),
    ("i take metformin for diabetes", [("drug", "metformin"), ("medical_condition", "diabetes")]),
    ("she broke her left arm", [("injury", "broke her left arm")]),
    ("my blood type is o negative", [("blood_type", "o negative")]),
    ("at half past eight", [("time", "half past eight")]),
    ("it took three to five days", [("duration", "three to five days")]),
    ("the plate is k l m four eight two one", [("vehicle_id", "k l m four eight two one")]),
    ("exp date 12/25, code 056", [("credit_card_expiration", "12/25"), ("credit_card_cvv", "056")]),
    ("the sort code is twenty forty five seventy seven", [("banking_information", "twenty forty five seventy seven")]),
    ("Send it with SWIFT code DEUTDEFF500.", [("banking_information", "DEUTDEFF500")]),
    ("it is under d two smith at aol dot com", [("email_address", "d two smith at aol dot com")]),
    ("read more at docs dot python dot org", [("url", "docs dot python dot org")]),
    ("the next stop is denver", [("location", "denver")]),
    ("that is spelled s m i t h", [("person_name", "s m i t h")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), WRITTEN_AND_SPOKEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_personal_data_is_found_when_it_is_written_or_spoken(text, expected):
    assert found_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Three, two, one, and we are live.",
        "mark my words this may be the best page",
        "I would like to cancel my subscription and get a refund.",
        "the second option is better than the first one",
        "she rose from the chair and will be frank",
        "please dot the i and cross the t",
        "At the end of the day it all comes down to trust.",
        "count with me one two three four five six",
        "there were twenty five thousand people",
    ],
)
def test_nothing_is_found_when_nothing_is_personal(text):
    assert found_in(text) == []


def test_a_question_explains_the_answer_when_speakers_change():
    assert found_in("what's your social?", "sure oh seven eight oh five one one two oh") == [
        ("us_social_security_number", "oh seven eight oh five one one two oh")
    ]
    assert found_in("and the date of birth", "march seventh nineteen sixty one") == [
        ("date_of_birth", "march seventh nineteen sixty one")
    ]


def test_a_number_is_one_when_the_listener_answers_in_between():
    (found,) = found_in("my card number is four one one one one one one one", "mhm", "one one one one one one one one")
    assert found[0] == "credit_card_number"
    assert found[1].count("one") == 15


def test_digits_are_a_number_sequence_when_nothing_explains_them():
    assert found_in("so it says nine oh two one four") == [("number_sequence", "nine oh two one four")]


def test_the_nearest_cue_decides_when_several_numbers_follow():
    kinds = [kind for kind, _ in found_in("account number 8834102, phone 415-867-5309 and the pin is 7391")]
    assert kinds == ["account_number", "phone_number", "password"]


def test_the_model_is_asked_with_capitals_when_the_text_has_none():
    tagger = ScriptedTagger(Wrzbrzk="GPE")
    assert found_in("we stayed in wrzbrzk for long", tagger=tagger) == [("location", "wrzbrzk")]
    assert tagger.sentences == ["We stayed in Wrzbrzk for long"]


def test_the_model_is_not_believed_when_it_names_ordinary_words():
    assert found_in("We need the printer Manual now.", tagger=ScriptedTagger(printer="ORG")) == []


def test_nothing_is_found_when_there_are_no_words():
    assert find((), None) == []

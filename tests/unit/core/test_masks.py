"""Masks: which are refused, and what they write."""

from datetime import date

import pytest

from scriba.core.masks import date_problem, email_problem, masked_date, masked_email, masked_phone, phone_problem

DAY = date(1991, 9, 4)


@pytest.mark.parametrize(
    ("mask", "text"),
    [
        ("mm/dd/yyyy", "09/04/1991"),
        ("DD.MM.YY", "04.09.91"),
        ("yyyy-mm-dd", "1991-09-04"),
        ("d mmmm yyyy", "4 September 1991"),
        ("mmm d, yyyy", "Sep 4, 1991"),
        ("m/d", "9/4"),
    ],
)
def test_a_date_is_written_as_the_mask_has_it(mask, text):
    assert date_problem(mask) is None
    assert masked_date(mask, DAY) == text


@pytest.mark.parametrize("mask", ["", "day", "--", "mm/dd/yyyy hh", "mm7dd"])
def test_a_mask_is_refused_when_it_is_none_for_dates(mask):
    assert date_problem(mask)


@pytest.mark.parametrize(
    ("mask", "digits", "text"),
    [
        ("(xxx)xxx-xxxx", "5556793466", "(555)679-3466"),
        ("xxx.xxx.xxxx", "15556793466", "555.679.3466"),
        ("+x(xxx)xxx-xxxx", "5556793466", "+1(555)679-3466"),
        ("+XX XX XXXX XXXX", "442079460958", "+44 20 7946 0958"),
        ("xxx-xxxx", "5551234", "555-1234"),
        ("xxx-xxx-xxxx", "5551234", None),
        ("xxx-xxxx", "5556793466", None),
        ("xxx-xxx-xxxx", "25556793466", None),
    ],
)
def test_a_number_is_written_when_the_mask_has_room_for_just_its_digits(mask, digits, text):
    assert phone_problem(mask) is None
    assert masked_phone(mask, digits) == text


@pytest.mark.parametrize("mask", ["", "xxx", "x" * 16, "(ddd)ddd-dddd", "xxx-xxx-xxxx ext"])
def test_a_mask_is_refused_when_it_is_none_for_numbers(mask):
    assert phone_problem(mask)


@pytest.mark.parametrize(
    ("mask", "address", "text"),
    [
        ("username@domain.com", "John.Doe@Example.co.uk", "john.doe@example.co.uk"),
        ("firstname.lastname@domain.com", "john_doe@company.org", "john.doe@company.org"),
        ("lastname_firstname@domain", "john.doe@company.org", "doe_john@company.org"),
        ("firstname.lastname@domain.com", "jdoe@company.org", None),
        ("firstname.lastname@domain.com", "john.f.doe@company.org", None),
    ],
)
def test_an_address_is_written_when_its_name_has_the_parts(mask, address, text):
    assert email_problem(mask) is None
    assert masked_email(mask, address) == text


@pytest.mark.parametrize(
    "mask", ["", "username", "user@domain.com", "username@example.com", "@domain.com", "username/@domain.com"]
)
def test_a_mask_is_refused_when_it_is_none_for_addresses(mask):
    assert email_problem(mask)

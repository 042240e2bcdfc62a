"""Masks of `custom_formatting`: how dates, telephone numbers and e-mail addresses are to be written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_DATE_FIELDS: Final = re.compile("yyyy|yy|mmmm|mmm|mm|m|dd|d", re.IGNORECASE)
_ADDRESS_FIELDS: Final = re.compile("username|firstname|lastname", re.IGNORECASE)
_ADDRESS_SIGNS: Final = frozenset("._-+")
_DOMAINS: Final = frozenset({"domain", "domain.com"})
_NAME: Final = re.compile(r"([^\W\d_]+)[._-]([^\W\d_]+)")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
"""Of a telephone number: without an area code, and by ITU-T E.164."""
_COUNTRY_CODE: Final = "1"
"""Of North America, which people leave out or add."""
_NATIONAL_DIGITS: Final = 10

MOST_CHARACTERS: Final = 64
"""Longest mask."""


def date_problem(mask: str) -> str | None:
    """What is wrong with a mask for dates, as the end of a sentence; None where nothing is."""
    if not _DATE_FIELDS.search(mask) or any(sign.isalnum() for sign in _DATE_FIELDS.sub("", mask)):
        return "must be made of yyyy, yy, mmmm, mmm, mm, m, dd, d and signs, such as 'mm/dd/yyyy'"
    return None


def phone_problem(mask: str) -> str | None:
    """The same for telephone numbers."""
    digits = mask.lower().count("x")
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS or any(sign.isalpha() for sign in mask.lower().replace("x", "")):
        return f"must have an x for each of {_FEWEST_DIGITS} to {_MOST_DIGITS} digits and no letter, as '(xxx)xxx-xxxx'"
    return None


def email_problem(mask: str) -> str | None:
    """The same for e-mail addresses."""
    local, _, domain = mask.rpartition("@")
    rest = _ADDRESS_FIELDS.sub("", local)
    if domain.lower() not in _DOMAINS or not _ADDRESS_FIELDS.search(local) or not set(rest) <= _ADDRESS_SIGNS:
        return "must be username, firstname or lastname with signs, and @domain.com, as 'firstname.lastname@domain.com'"
    return None


def masked_date(mask: str, day: date) -> str:
    """A date as the mask writes it. The mask has no problem."""
    return _DATE_FIELDS.sub(lambda field: _date_field(field.group().lower(), day), mask)


def _date_field(field: str, day: date) -> str:
    values = {
        "yyyy": f"{day.year:04}",
        "yy": f"{day.year % 100:02}",
        "mmmm": _MONTHS[day.month - 1],
        "mmm": _MONTHS[day.month - 1][:3],
        "mm": f"{day.month:02}",
        "m": str(day.month),
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }
    return values[field]


def masked_phone(mask: str, digits: str) -> str | None:
    """A number as the mask writes it; None where the mask has room for more digits, or for fewer.

    The country code 1 of a North American number is added or left out as the mask has it.
    """
    wanted = mask.lower().count("x")
    if wanted == _NATIONAL_DIGITS and len(digits) == wanted + 1 and digits.startswith(_COUNTRY_CODE):
        digits = digits[1:]
    elif len(digits) == _NATIONAL_DIGITS and wanted == len(digits) + 1:
        digits = _COUNTRY_CODE + digits
    if len(digits) != wanted:
        return None
    left = iter(digits)
    return "".join(next(left) if sign in "xX" else sign for sign in mask)


def masked_email(mask: str, address: str) -> str | None:
    """An address as the mask writes it, in small letters; None where its name cannot be told apart as the mask asks."""
    name, _, domain = address.lower().rpartition("@")
    local = mask.rpartition("@")[0]
    fields = [field.lower() for field in _ADDRESS_FIELDS.findall(local)]
    parts = {"username": name}
    found = _NAME.fullmatch(name)
    if found:
        parts |= {"firstname": found[1], "lastname": found[2]}
    if not _has_all(parts, fields):
        return None
    return _ADDRESS_FIELDS.sub(lambda field: parts[field.group().lower()], local) + f"@{domain}"


def _has_all(parts: dict[str, str], fields: Sequence[str]) -> bool:
    return all(field in parts for field in fields)

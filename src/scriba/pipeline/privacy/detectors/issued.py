"""Kinds of numbers that somebody issues, and the words that announce each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.cues import Cues

_ANY: Final = 3
"""Tokens by which a cue for any number at all must be nearer than one that tells its kind."""


@dataclass(frozen=True)
class Issued:
    """A kind of number: what announces it, how many characters it has, and whether letters may be among them."""

    kind: EntityType
    cues: Cues
    lengths: range
    has_letters: bool = True
    detail: EntityType | None = None
    vague: int = 0
    """Tokens by which the cue must be nearer than others."""


def _cues(phrases: str, nouns: str = "", heads: str = "number, id, no, digits, code", headed: str = "") -> Cues:
    """Cues from phrases with commas, from nouns alone and before each head, and from others before a head only."""
    listed = [phrase for phrase in [*phrases.split(", "), *nouns.split(", ")] if phrase]
    for noun in [noun for noun in [*nouns.split(", "), *headed.split(", ")] if noun]:
        listed += [f"{noun} {head}" for head in heads.split(", ")]
    return Cues.of(*listed)


ISSUED: Final = (
    Issued(
        "healthcare_number",
        _cues(
            "mrn, m r n, chart, chart's, group number on the insurance card, hospital number, my insurance is",
            "medicare, medicaid, health insurance, nhs, medical record, health card, health plan, health policy, "
            "insurance card, medical file, patient file",
            "number, id, policy number",
            "patient, health, insurance, insurance member, prescription, chart, medical, beneficiary, hospital",
        ),
        range(4, 20),
    ),
    Issued(
        "banking_information",
        _cues(
            "aba, bic, i ban, iban, wire, direct deposit",
            "routing, aba, transit, sort code, bsb, swift, bank account, checking account, savings account, checking, "
            "savings, current account",
            "number, account, code",
            "bank, institution",
        ),
        range(5, 35),
    ),
    Issued(
        "account_number",
        _cues(
            "account ending in, account ends in, account ending with, acct, frequent flyer, group number, user id",
            "account, membership, membership card, policy, loan, mortgage, loyalty card, rewards card, library card",
            "number, id, no, reference, starts with, begins with",
            "member, customer, client, subscriber, frequent flyer, loyalty, rewards, user, meter, contract, gym, "
            "subscription, store card, gift card, utility",
        ),
        range(4, 20),
    ),
    Issued(
        "credit_card_number",
        _cues(
            "visa, mastercard, master card, amex, american express, discover, diners, maestro, card ends in, "
            "card ending in, card ends with, card that ends, card ending, front of the card, long number",
            "card, credit card, debit card, bank card, debit, charge card",
            "number, no, digits",
        ),
        range(4, 20),
        has_letters=False,
    ),
    Issued(
        "credit_card_number",
        _cues(
            "ends in, ending in, end in, ends with, end with, ending with, that ends, ending, last four, last four digits"
        ),
        range(4, 5),
        has_letters=False,
        vague=2 * _ANY,
    ),
    Issued(
        "us_social_security_number",
        _cues(
            "s s n, ss number, taxpayer identification number, itin, taxpayer id, soc, last four of my social, "
            "last four of your social, last four of the social",
            "social, social security, ssn",
            "number, digits",
        ),
        range(4, 10),
        has_letters=False,
    ),
    Issued(
        "us_social_security_number",
        _cues(
            "social begins with, social starts with, ssn begins with, ssn starts with, first three of my social, "
            "number begins with, social security number begins with, social security number starts with"
        ),
        range(3, 4),
        has_letters=False,
    ),
    Issued(
        "credit_card_cvv",
        _cues(
            "cvv, cvc, cvv2, c v v, c v c, cid, csc, c s c, card verification, verification value, "
            "on the back, back of the card, back of it, on the reverse, signature strip, signature panel, card security, "
            "on the front, three digits, three digit number, three digit code, four digit code, four digits on the front, "
            "three numbers, security digits, little code, short code",
            "",
            "code, digits, number",
            "security, verification",
        ),
        range(3, 5),
        has_letters=False,
    ),
    Issued(
        "phone_number",
        _cues(
            "reach me at, reach me on, call me at, call me on, call me back at, call at, text me at, text me on, "
            "reached at, hotline, whatsapp, my number is, the number is, number's, toll free, reach him at, "
            "reach her at, reach us at, reach them at, call us at, call him at, call her at, ring me on, dial, "
            "give me a call at, give me a ring on, voicemail, my number, best number, caller id, your number, "
            "contact me at, contact me on, tel, good number, his number, her number, number for you, front desk, "
            "catch me on, catch me at, get me on, get me at, long distance, switchboard, extension, area code",
            "phone, line, direct line, office line, telephone, cell, cell phone, cellphone, mobile, mobile phone, "
            "landline, fax, pager, beeper, emergency contact",
            "number, line, digits",
            "callback, call back, contact, home, work, office, emergency",
        ),
        range(7, 16),
        has_letters=False,
    ),
    Issued(
        "phone_number",
        _cues("number, call, ring, text, reach, try, digits, catch, contact, use"),
        range(7, 16),
        has_letters=False,
        vague=_ANY + 1,
    ),
    Issued(
        "drivers_license",
        _cues(
            "dl, d l number",
            "driver's license, drivers license, driver license, driver's licence, drivers licence, driving license, "
            "driving licence, license, licence, operator's license, state id, provincial licence",
            "number, id, no",
        ),
        range(5, 19),
    ),
    Issued("passport_number", _cues("", "passport, passport card, travel document", "number, id, no"), range(6, 13)),
    Issued(
        "vehicle_id",
        _cues(
            "v i n, chassis number, car tag, tag on the, tags are, registration plate, vehicle registration",
            "license plate, licence plate, number plate, plate, plate's, plates, vin, vehicle identification",
            "number, no",
            "tag, vehicle, registration, car registration",
        ),
        range(4, 18),
    ),
    Issued(
        "password",
        _cues(
            "p i n, password is, passphrase, passcode, combination is, combination to",
            "pin",
            "number, code, key",
            "pass, access, secret, unlock, door, gate, alarm, entry, keypad, lockbox, garage, building",
        ),
        range(3, 13),
    ),
    Issued(
        "number_sequence",
        _cues("ein, employer identification number, tax id, company number, vat number"),
        range(6, 13),
        detail="organization_id",
        vague=_ANY,
    ),
    Issued(
        "number_sequence",
        _cues("icd, icd code, cpt, diagnosis code, billing code"),
        range(3, 9),
        detail="medical_code",
        vague=_ANY,
    ),
    Issued(
        "number_sequence",
        _cues(
            "code is, record locator, code we sent, code you received, docket, one time code, badge, employee id, "
            "student id, model number",
            "confirmation, order, tracking, reference, case, ticket, invoice, serial, booking, claim, reservation, id, "
            "flight, license key",
            "number, code, id, reference",
            "verification, badge, employee, student, receipt, file, incident",
        ),
        range(4, 25),
        vague=_ANY,
    ),
)
"""Every kind of issued number; where two cues are equally near, the first one here wins."""

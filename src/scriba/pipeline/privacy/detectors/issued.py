"""Kinds of numbers that somebody issues, and the words that announce each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.cues import Cues


@dataclass(frozen=True)
class Issued:
    """A kind of number: what announces it, how many characters it has, and whether letters may be among them."""

    kind: EntityType
    cues: Cues
    lengths: range
    has_letters: bool = True
    detail: EntityType | None = None


ISSUED: Final = (
    Issued(
        "healthcare_number",
        Cues.of(
            *(
                "medicare, medicaid, medicare number, health insurance, health insurance number, nhs number, nhs, "
                "medical record, medical record number, mrn, m r n, patient id, patient number, health card, "
                "health plan, health id, insurance id, insurance number, insurance member, prescription number, "
                "health policy, chart number, medical id, beneficiary number, insurance card"
            ).split(", ")
        ),
        range(4, 20),
    ),
    Issued(
        "banking_information",
        Cues.of(
            *(
                "routing number, routing, aba number, aba, transit number, sort code, bsb, swift, swift code, "
                "bic, iban, i ban, bank account, bank account number, checking account, checking account number, "
                "savings account, savings account number, wire"
            ).split(", ")
        ),
        range(5, 35),
    ),
    Issued(
        "account_number",
        Cues.of(
            *(
                "account number, account, account id, acct, account ending in, member id, member number, "
                "membership number, membership, membership id, membership card, customer id, customer number, "
                "client number, client id, policy number, policy, subscriber id, subscriber number, loan number, "
                "frequent flyer, frequent flyer number, loyalty number, loyalty card, rewards number, library "
                "card, user id, user number, mortgage number, utility account, group number"
            ).split(", ")
        ),
        range(4, 20),
    ),
    Issued(
        "credit_card_number",
        Cues.of(
            *(
                "card number, card, credit card, debit card, visa, mastercard, master card, amex, american "
                "express, discover card, card ends in, card ending in, ending in, ends in, card ends with, ending "
                "with"
            ).split(", ")
        ),
        range(4, 20),
        has_letters=False,
    ),
    Issued(
        "credit_card_cvv",
        Cues.of(
            *(
                "cvv, cvc, cvv2, c v v, c v c, cid, security code, card verification, verification value, code on "
                "the back, digits on the back, numbers on the back, three digit code, csc, back of the card, back "
                "of it, four digit code on the front, card security"
            ).split(", ")
        ),
        range(3, 5),
        has_letters=False,
    ),
    Issued(
        "us_social_security_number",
        Cues.of(
            *(
                "social, social security, social security number, ssn, s s n, ss number, last four of my social, "
                "taxpayer identification number, itin, taxpayer id, soc"
            ).split(", ")
        ),
        range(4, 10),
        has_letters=False,
    ),
    Issued(
        "phone_number",
        Cues.of(
            *(
                "phone, line, direct line, office line, phone number, telephone, cell, cell phone, mobile, "
                "mobile number, landline, fax, reach me "
                "at, reach me on, call me at, call me on, call me back at, call at, text me at, text me on, "
                "reached at, callback number, call back number, contact number, hotline, whatsapp, my number is, "
                "the number is, number's, home number, work number, toll free, reach him at, reach her at, reach "
                "us at, reach them at, call us at, call him at, call her at, ring me on, dial, give me a call at, "
                "give me a ring on, voicemail, my number, best number, caller id, your number, contact me at, "
                "contact me on, tel, good number, his number, her number"
            ).split(", ")
        ),
        range(7, 16),
        has_letters=False,
    ),
    Issued(
        "drivers_license",
        Cues.of(
            *(
                "driver's license, drivers license, driver license, driver's licence, driving license, driving "
                "licence, drivers licence, license number, licence number, dl number, license id"
            ).split(", ")
        ),
        range(5, 17),
    ),
    Issued(
        "passport_number", Cues.of(*"passport, passport number, passport id, travel document".split(", ")), range(6, 13)
    ),
    Issued(
        "vehicle_id",
        Cues.of(
            *(
                "license plate, licence plate, number plate, plate, plate number, plates, tag number, vin, v i n, "
                "vehicle identification number, vehicle registration, registration plate, chassis number, "
                "registration number, vin number, car tag"
            ).split(", ")
        ),
        range(4, 18),
    ),
    Issued(
        "password",
        Cues.of(
            *(
                "pin, pin number, pin code, p i n, passcode, pass code, access code, secret code, unlock code, "
                "door code, gate code, alarm code, entry code, access key, password is, passphrase"
            ).split(", ")
        ),
        range(3, 13),
    ),
    Issued(
        "number_sequence",
        Cues.of(*"ein, employer identification number, tax id".split(", ")),
        range(6, 12),
        detail="organization_id",
    ),
    Issued(
        "number_sequence",
        Cues.of(*"icd, icd code, cpt, diagnosis code, billing code".split(", ")),
        range(3, 9),
        detail="medical_code",
    ),
    Issued(
        "number_sequence",
        Cues.of(
            *(
                "confirmation number, confirmation code, confirmation, order number, order, tracking number, "
                "tracking, reference number, reference, case number, case, ticket number, ticket, invoice number, "
                "invoice, serial number, serial, verification code, booking reference, booking number, claim "
                "number, claim, booking, reservation number, badge number, employee id, employee number, student "
                "id, one time code, code is, receipt number, model number, id number, flight, ID, reservation, "
                "record locator, file number, code we sent, code you received, license key, docket"
            ).split(", ")
        ),
        range(4, 25),
    ),
)
"""Every kind of issued number; where two cues are equally near, the first one here wins."""

"""Kinds of entities that the contract names, for detection and for redaction policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityType = Literal[
    "account_number", "banking_information", "blood_type", "corporate_action", "credit_card_cvv",
    "credit_card_expiration", "credit_card_number", "date", "date_interval", "date_of_birth", "day",
    "drivers_license", "drug", "duration", "effect", "email_address", "event", "filename", "financial_metric",
    "gender", "gender_sexuality", "healthcare_number", "injury", "ip_address", "language", "location",
    "location_address", "location_address_street", "location_city", "location_coordinate", "location_country",
    "location_state", "location_zip", "marital_status", "medical_code", "medical_condition", "medical_process",
    "money_amount", "month", "nationality", "number_sequence", "occupation", "organization", "organization_id",
    "organization_medical_facility", "passport_number", "password", "person_age", "person_name", "phone_number",
    "physical_attribute", "political_affiliation", "product", "project", "religion", "sexuality", "statistics",
    "time", "trend", "url", "us_social_security_number", "username", "vehicle_id", "year", "zodiac_sign",
]  # fmt: skip
"""Names as the wire spells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something named in a transcript; `start` and `end` in ms."""

    entity_type: EntityType
    text: str
    start: int
    end: int

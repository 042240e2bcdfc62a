"""Which findings a request's policies cover. A kind may have finer names, and unexplained digits count as several."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, get_args

from scriba.core.entities import EntityType
from scriba.pipeline.privacy.engine import Found

ALL_POLICIES: Final[frozenset[EntityType]] = frozenset(get_args(EntityType))

UNDETECTED: Final[frozenset[EntityType]] = frozenset(
    {"corporate_action", "effect", "financial_metric", "product", "project", "trend"}
)
"""Names of the SDK that nothing here finds; a request that names one is told so."""

_DIGIT_POLICIES: Final[frozenset[EntityType]] = frozenset(
    {
        *("number_sequence", "account_number", "banking_information", "credit_card_number", "drivers_license"),
        *("healthcare_number", "organization_id", "passport_number", "phone_number", "us_social_security_number"),
    }
)
"""Policies under which digits that nothing explains are redacted too: they may be what was asked for."""


def covering(found: Found, policies: Collection[EntityType]) -> EntityType | None:
    """The policy that covers a finding, None where none does."""
    if found.kind in policies:
        return found.kind
    if found.detail is not None and found.detail in policies:
        return found.detail
    if found.kind == "number_sequence" and not _DIGIT_POLICIES.isdisjoint(policies):
        return "number_sequence"
    return None


def undetected(policies: Collection[EntityType]) -> str | None:
    """A sentence about policies that find nothing, None where every one works."""
    names = sorted(UNDETECTED.intersection(policies))
    if not names:
        return None
    return f"redact_pii_policies: nothing is found or redacted for {', '.join(names)}."

"""The detectors: one file a kind, and the table that names them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from scriba.pipeline.privacy.detectors import (
    addresses,
    amounts,
    banking,
    births,
    body,
    cards,
    credentials,
    dates,
    identifiers,
    mail,
    named,
    organizations,
    people,
    phones,
    places,
    prices,
    sequences,
    terms,
    times,
)
from scriba.pipeline.privacy.findings import Finding
from scriba.pipeline.privacy.speech import Speech

Detector = Callable[[Speech], Iterable[Finding]]
"""Speech in, findings out; detectors may overlap, `resolve` decides."""

DETECTORS: Final[tuple[Detector, ...]] = (
    cards.find,
    banking.find,
    addresses.find,
    mail.find,
    identifiers.find,
    phones.find,
    credentials.find,
    dates.find,
    births.find,
    times.find,
    amounts.find,
    prices.find,
    body.find,
    people.find,
    organizations.find,
    places.find,
    terms.find,
    named.find,
    sequences.find,
)
"""All of them."""

"""Who is calling: the raw API key in the `Authorization` header."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import APIKeyHeader

from scriba.api.context import ServicesOf
from scriba.core.job import Caller

_header = APIKeyHeader(
    name="Authorization", auto_error=False, description="The API key as it is; `Bearer` before it is tolerated."
)


def authenticate(services: ServicesOf, header: Annotated[str | None, Security(_header)]) -> Caller:
    """Raises AuthenticationError and TooManyRequestsError."""
    caller = services.keys.authenticate(_key(header or ""))
    services.limit.admit(caller.key_id)
    return caller


def _key(header: str) -> str | None:
    scheme, _, rest = header.strip().partition(" ")
    return (rest.strip() if scheme.casefold() == "bearer" else header.strip()) or None


CallerOf = Annotated[Caller, Depends(authenticate)]

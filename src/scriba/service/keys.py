"""API keys: made once, shown once, stored as a hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from scriba.core.errors import AuthenticationError, InvalidRequestError
from scriba.core.job import ApiKey, Caller
from scriba.core.keys import KeyStore
from scriba.core.storage import Clock

DEFAULT_PROJECT = "default"

_SECRET_BYTES = 24
"""192 random bits: beyond guessing, so that one plain SHA-256 is enough and no slow password hash is needed."""

_PREFIX_LENGTH = 8


def digest(secret: str) -> str:
    """What the store keeps of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Creates, finds and revokes keys."""

    rows: KeyStore
    clock: Clock

    def create(self, name: str, project: str = DEFAULT_PROJECT) -> tuple[ApiKey, str]:
        """A new key and its secret, which cannot be had again."""
        secret = secrets.token_hex(_SECRET_BYTES)
        return self._add(name, project, secret), secret

    def ensure(self, secret: str, name: str) -> None:
        """Accept a secret that the operator chose."""
        if self.rows.find(digest(secret)) is None:
            self._add(name, DEFAULT_PROJECT, secret)

    def ensure_any(self) -> str | None:
        """On the first start, create a key and return its secret; None when there is one already."""
        return None if self.rows.all() else self.create("first")[1]

    def authenticate(self, secret: str | None) -> Caller:
        """Who a key belongs to; raises AuthenticationError."""
        caller = self.rows.find(digest(secret)) if secret else None
        if caller is None:
            raise AuthenticationError
        return caller

    def all(self) -> list[ApiKey]:
        """Every key."""
        return self.rows.all()

    def revoke(self, key: str) -> ApiKey:
        """Revoke by id, name or prefix; raises InvalidRequestError when not exactly one matches."""
        revoked = self.rows.revoke(key, self.clock())
        if revoked is None:
            raise InvalidRequestError(f"Not exactly one valid key matches '{key}'. `scriba keys list` shows them.")
        return revoked

    def _add(self, name: str, project: str, secret: str) -> ApiKey:
        return self.rows.add(project, name, secret[:_PREFIX_LENGTH], digest(secret), self.clock())

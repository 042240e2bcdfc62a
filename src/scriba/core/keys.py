"""What the services ask of the store of API keys."""

from __future__ import annotations

from typing import Protocol

from scriba.core.job import ApiKey, Caller


class KeyStore(Protocol):
    """API keys, by the hash of their secret."""

    def add(self, project: str, name: str, prefix: str, digest: str, now: int) -> ApiKey:
        """Add a key, and its project if it is new."""
        ...

    def find(self, digest: str) -> Caller | None:
        """The caller of a valid, unrevoked key."""
        ...

    def all(self) -> list[ApiKey]:
        """Every key, revoked ones included, oldest first."""
        ...

    def revoke(self, key: str, now: int) -> ApiKey | None:
        """Revoke by id, name or prefix; None when nothing matches, and when several do."""
        ...

"""What the service of resumable uploads asks of durable state; `scriba.store.resumables` fulfils it."""

from __future__ import annotations

from typing import Protocol

from scriba.core.job import ResumableUpload, Upload


class ResumableStore(Protocol):
    """Resumable uploads, as rows. Every method is one transaction."""

    def add(self, upload: ResumableUpload) -> None:
        """Record one that has begun."""
        ...

    def get(self, upload_id: str) -> ResumableUpload | None:
        """The upload, if it is there."""
        ...

    def advance(self, upload: ResumableUpload, complete: Upload | None) -> None:
        """Write down its offset and expiry; once all bytes are safe, the ordinary upload that it is now."""
        ...

    def delete(self, upload_id: str) -> None:
        """Forget it."""
        ...

    def expired(self, now: int) -> list[ResumableUpload]:
        """Those whose time is over."""
        ...

    def ids(self) -> set[str]:
        """Every id."""
        ...

"""A resumable upload as JSON; the protocol itself speaks in headers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from scriba.api.schema.times import timestamp
from scriba.core.job import ResumableUpload


class FileResponse(BaseModel):
    """How far a resumable upload is."""

    id: str
    length: int = Field(description="Bytes of the whole file.")
    offset: int = Field(description="Bytes that are safe on the server's disk.")
    upload_url: str | None = Field(description="Value for `audio_url`, once all bytes are there.")
    expires: str = Field(description="UTC. When an unfinished upload is deleted, unless more bytes come.")


def file_payload(upload: ResumableUpload, upload_url: str | None) -> dict[str, Any]:
    """Body of a FileResponse."""
    return {
        "id": upload.id,
        "length": upload.length,
        "offset": upload.offset,
        "upload_url": upload_url,
        "expires": timestamp(upload.expires_at),
    }

"""What an upload is answered with."""

from __future__ import annotations

from pydantic import BaseModel, Field


class UploadResponse(BaseModel):
    """Where the file is."""

    upload_url: str = Field(description="Value for `audio_url`; only this server can read it.")

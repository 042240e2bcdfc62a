"""What the probes are answered with."""

from __future__ import annotations

from pydantic import BaseModel, Field


class HealthResponse(BaseModel):
    """The server is there."""

    status: str = Field(description="`ok`, or `ready` from `/ready`.")
    region: str
    version: str

"""The body of every error."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, Field


class ErrorBody(BaseModel):
    """What went wrong, in words that say what to do."""

    error: str = Field(description="Text for people.")


ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": ErrorBody, "description": "The request cannot be served as it is."},
    401: {"model": ErrorBody, "description": "The API key is missing or not valid."},
    "4XX": {"model": ErrorBody, "description": "Another fault of the request."},
    "5XX": {"model": ErrorBody, "description": "A fault of the server."},
}
"""For the routes under `/v2`."""

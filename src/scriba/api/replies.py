"""JSON answers, written straight from dicts and dataclasses: a 10-hour transcript has 100,000 words."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from pydantic_core import to_json
from typing_extensions import override


class Json(Response):
    """A JSON body made without a model in between."""

    media_type = "application/json"

    @override
    def render(self, content: Any) -> bytes:
        return to_json(content)


def error_reply(text: str, status: int, headers: dict[str, str] | None = None) -> Json:
    """The body of every error."""
    return Json({"error": text}, status_code=status, headers=headers)

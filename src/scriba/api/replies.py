"""JSON answers, written straight from dicts and dataclasses: a 10-hour transcript has 100,000 words."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response
from pydantic_core import to_json
from typing_extensions import override


class Json(Response):
    """A JSON body made without a model in between."""

    media_type = "application/json"

    @override
    def render(self, content: Any) -> bytes:
        return to_json(content)


OPENAI_PREFIX: Final = "/v1/"
"""Below it, errors have the form that clients of the OpenAI API know."""


def error_for(
    path: str, text: str, status: int, headers: dict[str, str] | None = None, *, code: str = "", parameter: str = ""
) -> Json:
    """An error in the form of the API that the path belongs to."""
    if not path.startswith(OPENAI_PREFIX):
        return error_reply(text, status, headers)
    return Json({"error": openai_error(text, status, code, parameter)}, status_code=status, headers=headers)


def openai_error(text: str, status: int, code: str = "", parameter: str = "") -> dict[str, str | None]:
    """What the OpenAI dialect says about an error."""
    kinds = {401: "authentication_error", 429: "rate_limit_error"}
    kind = kinds.get(status, "server_error" if status >= 500 else "invalid_request_error")  # noqa: PLR2004  HTTP's own boundary
    return {"message": text, "type": kind, "param": parameter or None, "code": code or None}


def error_reply(text: str, status: int, headers: dict[str, str] | None = None) -> Json:
    """The body of every error."""
    return Json({"error": text}, status_code=status, headers=headers)

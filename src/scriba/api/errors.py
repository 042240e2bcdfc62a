"""One handler for each family of errors; every body is `{"error": "<text>"}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from scriba.api.replies import Json, error_for
from scriba.core.calls import BrokenCallError, ParameterError, UnknownCallModelError
from scriba.core.errors import AuthenticationError, ScribaError, TooManyRequestsError

log = structlog.get_logger()

SERVER_ERROR: Final = "Server error, developers have been alerted."
"""The contract's text for everything that is not the caller's fault."""

_HTTP_TEXTS: Final = {404: "Not found", 405: "Method not allowed"}

_OPENAI_CODES: Final[dict[type[ScribaError], str]] = {
    AuthenticationError: "invalid_api_key",
    TooManyRequestsError: "rate_limit_exceeded",
    UnknownCallModelError: "model_not_found",
}
"""Codes that clients of the OpenAI dialect may look for."""

_QUERY_TEXTS: Final = {
    "missing": "is required",
    "int_parsing": "must be an integer",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "enum": "must be one of: {expected}",
    "value_error": "{error}",
}


def install(app: FastAPI) -> None:
    """Register the handlers. What they do not know ends in `scriba.api.access`."""
    app.exception_handler(ScribaError)(_on_scriba_error)
    app.exception_handler(HTTPException)(_on_http_error)
    app.exception_handler(RequestValidationError)(_on_query_error)


async def _on_scriba_error(request: Request, error: ScribaError) -> Json:
    status = error.http_status
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequestsError) else None
    path = request.url.path
    if status < 500 or isinstance(error, BrokenCallError):  # noqa: PLR2004  HTTP's own boundary between whose fault it is
        parameter = error.parameter if isinstance(error, ParameterError) else ""
        return error_for(
            path, str(error), status, headers, code=_OPENAI_CODES.get(type(error), ""), parameter=parameter
        )
    log.error("request failed", path=path, code=error.code, error=str(error))
    return error_for(path, SERVER_ERROR, status)


async def _on_http_error(request: Request, error: HTTPException) -> Json:
    headers = dict(error.headers) if error.headers else None
    text = _HTTP_TEXTS.get(error.status_code, str(error.detail))
    return error_for(request.url.path, text, error.status_code, headers)


async def _on_query_error(request: Request, error: RequestValidationError) -> Json:
    return error_for(request.url.path, _query_sentence(error.errors()[0]), 400)


def _query_sentence(problem: Mapping[str, Any]) -> str:
    text = _QUERY_TEXTS.get(problem["type"])
    wording = text.format_map(problem.get("ctx", {})) if text else f"is not valid: {problem['msg']}"
    return f"{problem['loc'][-1]} {wording}"

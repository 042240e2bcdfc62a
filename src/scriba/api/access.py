"""Around every request: a log line, and an answer even when a handler fails in a way that nobody foresaw."""

from __future__ import annotations

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scriba.api.errors import SERVER_ERROR
from scriba.api.replies import error_for

log = structlog.get_logger()


class Access:
    """ASGI middleware. Logs neither headers nor queries: these carry keys and what people search for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status: int | None = None

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        began = time.monotonic_ns()
        try:
            await self._app(scope, receive, watch)
        except Exception:
            log.exception("request failed", method=scope["method"], path=scope["path"])
            if status is not None:
                raise
            await error_for(scope["path"], SERVER_ERROR, 500)(scope, receive, watch)
        took = (time.monotonic_ns() - began) // 1_000_000
        log.debug("request", method=scope["method"], path=scope["path"], status=status, ms=took)

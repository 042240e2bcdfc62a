"""The tus protocol 1.0 (https://tus.io/protocols/resumable-upload): its headers, and bodies that may break off."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Final

from fastapi import Depends, Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scriba.api.auth import CallerOf
from scriba.api.body import BLOCK_BYTES
from scriba.core.errors import BrokenUploadError, InvalidRequestError
from scriba.core.job import ResumableUpload
from scriba.service.resumable import ALGORITHMS, Checksum

VERSION: Final = "1.0.0"
CONTENT_TYPE: Final = "application/offset+octet-stream"
PREFIX: Final = "/v2/files"

EXTENSIONS: Final = "creation,creation-with-upload,termination,checksum,expiration"


class TusVersion:
    """ASGI middleware: every answer under `/v2/files`, errors too, tells the protocol's version."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Tus-Resumable"] = VERSION
            await send(message)

        is_tus = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        await self._app(scope, receive, tell if is_tus else send)


def speaks_tus(request: Request, _caller: CallerOf) -> None:
    """Raises HTTPException 412 for a client of another version, or of none. The key is looked at first."""
    if request.headers.get("tus-resumable") != VERSION:
        text = f"This address speaks the tus protocol: send the header Tus-Resumable: {VERSION}."
        raise HTTPException(HTTPStatus.PRECONDITION_FAILED, text, {"Tus-Version": VERSION})


SpeaksTus: Final = Depends(speaks_tus)


def natural(request: Request, name: str) -> int:
    """A header that must hold a whole number; raises InvalidRequestError."""
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 19):  # noqa: PLR2004  the store's largest number
        raise InvalidRequestError(f"Upload error, the header {name} must hold a number of bytes.")
    return int(value)


def carries_bytes(request: Request) -> bool:
    """Whether the body is a piece of a file."""
    return request.headers.get("content-type", "").partition(";")[0].strip() == CONTENT_TYPE


def checksum_of(request: Request) -> Checksum | None:
    """What the header Upload-Checksum says; raises InvalidRequestError for algorithms that are not known."""
    header = request.headers.get("upload-checksum")
    if header is None:
        return None
    algorithm, _, encoded = header.strip().partition(" ")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise InvalidRequestError("Upload error, the header Upload-Checksum must end in base64.") from error
    if algorithm not in ALGORITHMS:
        raise InvalidRequestError(f"Upload error, checksums may be of: {', '.join(ALGORITHMS)}.")
    return Checksum(algorithm=algorithm, digest=digest)


def state_headers(upload: ResumableUpload) -> dict[str, str]:
    """What every answer about an upload tells."""
    expires = datetime.fromtimestamp(upload.expires_at // 1000, UTC)
    return {
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": format_datetime(expires, usegmt=True),
        "Cache-Control": "no-store",
    }


async def arriving(request: Request, idle_ms: int) -> AsyncIterator[bytes]:
    """The body in blocks of about 1 MB, the last of them also when it breaks off: then raises BrokenUploadError."""
    stream = request.stream()
    waiting = bytearray()
    try:
        while True:
            async with asyncio.timeout(idle_ms / 1000):
                waiting += await anext(stream)
            if len(waiting) >= BLOCK_BYTES:
                yield bytes(waiting)
                waiting.clear()
    except StopAsyncIteration:
        yield bytes(waiting)
    except (ClientDisconnect, TimeoutError) as error:
        yield bytes(waiting)
        raise BrokenUploadError("Upload error, the connection broke off; what has arrived is kept.") from error

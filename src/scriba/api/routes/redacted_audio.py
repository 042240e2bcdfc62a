"""Redacted recordings: where one is, and the recording itself behind a signed link."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse

from scriba.api.addresses import base_url
from scriba.api.auth import CallerOf
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS, ErrorBody
from scriba.api.schema.redacted_audio import READY, RedactedAudioPending, RedactedAudioResponse
from scriba.core.job import Status

router = APIRouter(tags=["redacted audio"])

_TYPES: Final = {"mp3": "audio/mpeg", "wav": "audio/wav"}

_PENDING: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": RedactedAudioPending, "description": "It is not ready yet."}
}

_SOUND: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _TYPES.values()}},
    403: {"model": ErrorBody, "description": "The link is not one of this server."},
    **{status: reply for status, reply in ERRORS.items() if status != 401},  # noqa: PLR2004  it asks for no key
}


@router.get(
    "/v2/transcript/{transcript_id}/redacted-audio",
    response_model=RedactedAudioResponse,
    responses={**_PENDING, **ERRORS},
)
def get_redacted_audio(request: Request, transcript_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """Where the redacted recording is. 202 until the transcript is final; 400 when there is none, or none any more."""
    found = services.redacted_audio.address(caller, transcript_id, base_url(request, services))
    if isinstance(found, Status):
        return Json({"status": found}, status_code=202)
    return Json({"status": READY, "redacted_audio_url": found})


@router.get("/redacted-audio/{name}", response_class=FileResponse, responses=_SOUND)
def get_recording(
    name: str,
    services: ServicesOf,
    until: Annotated[int, Query(description="When the link expires, ms since the epoch.")],
    signature: Annotated[str, Query(description="The server's own.")],
) -> FileResponse:
    """A redacted recording. Needs no key: the link that `redacted-audio` tells is signed, and expires."""
    path = services.redacted_audio.path(name, until, signature)
    return FileResponse(
        path,
        media_type=_TYPES[path.suffix.removeprefix(".")],
        filename=f"redacted{path.suffix}",
        headers={"cache-control": "private, no-store", "referrer-policy": "no-referrer"},
    )

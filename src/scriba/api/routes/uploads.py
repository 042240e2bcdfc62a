"""`POST /v2/upload`: bytes in, an address for `audio_url` out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from scriba.api.addresses import base_url
from scriba.api.auth import CallerOf
from scriba.api.body import multipart_boundary, upload_blocks
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.uploads import UploadResponse

router = APIRouter(tags=["uploads"])

_BODY = {
    "requestBody": {
        "required": True,
        "description": "The file as it is, or the first file of a multipart form.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("/v2/upload", response_model=UploadResponse, responses=ERRORS, openapi_extra=_BODY)
async def upload(request: Request, services: ServicesOf, caller: CallerOf) -> Json:
    """Store a recording. It is written to disk as it arrives, and is complete there before the answer."""
    writer = await run_in_threadpool(services.uploads.begin, _declared_size(request))
    try:
        async for block in upload_blocks(request):
            await run_in_threadpool(writer.write, block)
        upload_id = await run_in_threadpool(services.uploads.commit, caller, writer)
    except BaseException:
        # Also when the server stops and this task is cancelled: then nothing can be awaited any more.
        writer.abort()
        raise
    return Json({"upload_url": f"{base_url(request, services)}/upload/{upload_id}"})


def _declared_size(request: Request) -> int | None:
    """Bytes of the file, if they are known before it arrives; a form is a little larger than its file."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() and not multipart_boundary(request) else None

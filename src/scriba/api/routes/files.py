"""`/v2/files`: uploads that go on where they were cut off, by the tus protocol."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from scriba.api.addresses import base_url
from scriba.api.auth import CallerOf
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.files import FileResponse, file_payload
from scriba.api.tus import (
    CONTENT_TYPE,
    EXTENSIONS,
    PREFIX,
    VERSION,
    SpeaksTus,
    arriving,
    carries_bytes,
    checksum_of,
    natural,
    state_headers,
)
from scriba.core.errors import BrokenUploadError, UploadTooLargeError
from scriba.core.job import Caller, ResumableUpload
from scriba.service.resumable import ALGORITHMS, Checksum
from scriba.service.services import Services

router = APIRouter(tags=["resumable uploads"])

_PIECE: Final = {
    "requestBody": {
        "description": "The next bytes of the file.",
        "content": {CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.options(PREFIX, include_in_schema=False)
@router.options(f"{PREFIX}/{{file_id}}", include_in_schema=False)
def describe(services: ServicesOf) -> Response:
    """What the server can do of the tus protocol. Needs no key."""
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(services.resumable.max_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)


@router.post(
    PREFIX,
    status_code=HTTPStatus.CREATED,
    response_class=Response,
    responses=ERRORS,
    dependencies=[SpeaksTus],
    openapi_extra=_PIECE,
)
@router.post(f"{PREFIX}/", status_code=HTTPStatus.CREATED, dependencies=[SpeaksTus], include_in_schema=False)
async def create(request: Request, services: ServicesOf, caller: CallerOf) -> Response:
    """Begin an upload of `Upload-Length` bytes; its address is in `Location`. The first bytes may come along."""
    length, metadata = natural(request, "upload-length"), request.headers.get("upload-metadata", "")
    checksum = checksum_of(request)
    try:
        upload = await run_in_threadpool(services.resumable.create, caller, length, metadata)
    except UploadTooLargeError as error:
        headers = {"Tus-Max-Size": str(services.resumable.max_bytes)}
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error), headers) from error
    if carries_bytes(request):
        upload = await _receive(request, services, caller, upload, checksum=checksum, offset=0)
    headers = {**_headers(request, services, upload), "Location": f"{base_url(request, services)}{PREFIX}/{upload.id}"}
    return Response(status_code=HTTPStatus.CREATED, headers=headers)


@router.head(f"{PREFIX}/{{file_id}}", response_class=Response, responses=ERRORS, dependencies=[SpeaksTus])
def tell_offset(file_id: str, request: Request, services: ServicesOf, caller: CallerOf) -> Response:
    """How many bytes are there, in `Upload-Offset`."""
    upload = services.resumable.get(caller, file_id)
    headers = _headers(request, services, upload) | {"Upload-Length": str(upload.length)}
    if upload.metadata:
        headers["Upload-Metadata"] = upload.metadata
    return Response(headers=headers)


@router.get(f"{PREFIX}/{{file_id}}", response_model=FileResponse, responses=ERRORS)
def look_up(file_id: str, request: Request, services: ServicesOf, caller: CallerOf) -> Json:
    """How far an upload is and, once it is complete, its value for `audio_url`. Needs no header of the protocol."""
    upload = services.resumable.get(caller, file_id)
    return Json(file_payload(upload, _upload_url(request, services, upload)))


@router.patch(
    f"{PREFIX}/{{file_id}}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=ERRORS,
    dependencies=[SpeaksTus],
    openapi_extra=_PIECE,
)
async def extend(file_id: str, request: Request, services: ServicesOf, caller: CallerOf) -> Response:
    """Add bytes from `Upload-Offset` on. When the connection breaks off, what has arrived is kept."""
    if not carries_bytes(request):
        text = f"The body must be of the type {CONTENT_TYPE}."
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, text)
    offset = natural(request, "upload-offset")
    checksum = checksum_of(request)
    upload = await run_in_threadpool(services.resumable.get, caller, file_id)
    upload = await _receive(request, services, caller, upload, checksum=checksum, offset=offset)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_headers(request, services, upload))


@router.delete(
    f"{PREFIX}/{{file_id}}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=ERRORS,
    dependencies=[SpeaksTus],
)
def delete(file_id: str, services: ServicesOf, caller: CallerOf) -> Response:
    """Delete an upload, finished or not."""
    services.resumable.delete(caller, file_id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post(f"{PREFIX}/{{file_id}}", include_in_schema=False, dependencies=[SpeaksTus])
async def override(file_id: str, request: Request, services: ServicesOf, caller: CallerOf) -> Response:
    """PATCH or DELETE, from clients that can only POST and say so in X-HTTP-Method-Override."""
    method = request.headers.get("x-http-method-override", "").upper()
    if method == "PATCH":
        return await extend(file_id, request, services, caller)
    if method == "DELETE":
        return await run_in_threadpool(delete, file_id, services, caller)
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)


async def _receive(
    request: Request,
    services: Services,
    caller: Caller,
    upload: ResumableUpload,
    *,
    checksum: Checksum | None,
    offset: int,
) -> ResumableUpload:
    """Write the body to the upload; returns the upload with it."""
    resumable = services.resumable
    extension = await run_in_threadpool(resumable.extend, caller, upload.id, offset, checksum)
    try:
        async for block in arriving(request, resumable.idle_ms):
            await run_in_threadpool(extension.write, block)
        return await run_in_threadpool(extension.commit)
    except UploadTooLargeError as error:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error)) from error
    except BrokenUploadError:
        await run_in_threadpool(extension.keep)
        raise
    except BaseException:
        # The server stops and this task is cancelled: nothing can be awaited any more, and the bytes still count.
        extension.keep()
        raise
    finally:
        extension.close()


def _upload_url(request: Request, services: Services, upload: ResumableUpload) -> str | None:
    return f"{base_url(request, services)}/upload/{upload.id}" if upload.is_complete else None


def _headers(request: Request, services: Services, upload: ResumableUpload) -> dict[str, str]:
    """The protocol's, and ours: `Scriba-Upload-Url` with the value for `audio_url`."""
    address = _upload_url(request, services, upload)
    return state_headers(upload) | ({"Scriba-Upload-Url": address} if address else {})

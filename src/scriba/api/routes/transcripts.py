"""`/v2/transcript`: submit, look up, list, delete."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import ValidationError

from scriba.api.addresses import base_url
from scriba.api.auth import CallerOf
from scriba.api.body import json_object
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.lists import ListQuery, ListResponse, list_payload
from scriba.api.schema.transcripts import TranscriptResponse, transcript_payload
from scriba.core.errors import InvalidRequestError
from scriba.core.option_texts import explain
from scriba.core.options import TranscriptRequest
from scriba.core.submission import Priority

router = APIRouter(tags=["transcripts"])


async def _body(request: Request, _caller: CallerOf) -> dict[str, Any]:
    """The body, read only once it is known that the caller may submit."""
    return await json_object(request)


_SUBMIT: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TranscriptRequest"}}},
    }
}


@router.post("/v2/transcript", response_model=TranscriptResponse, responses=ERRORS, openapi_extra=_SUBMIT)
def submit(
    *,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    body: Annotated[dict[str, Any], Depends(_body)],
    priority: Annotated[
        Priority,
        Header(alias="X-Scriba-Priority", description="How urgent it is, beside other transcripts of the project."),
    ] = Priority.NORMAL,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=255,
            description="Any number of requests with the same key, within a day, make one transcript.",
        ),
    ] = None,
) -> Json:
    """Accept a recording. Once answered, the transcript survives a crash of the server."""
    try:
        wanted = TranscriptRequest.model_validate(body)
    except ValidationError as error:
        raise InvalidRequestError(explain(error)) from error
    job = services.transcripts.submit(
        caller,
        wanted,
        body.keys(),
        priority=priority,
        idempotency_key=idempotency_key,
        address=base_url(request, services),
    )
    return Json(transcript_payload(job, services.transcripts.progress(job)))


@router.get("/v2/transcript", response_model=ListResponse, responses=ERRORS)
def list_transcripts(
    request: Request, services: ServicesOf, caller: CallerOf, query: Annotated[ListQuery, Query()]
) -> Json:
    """A page of the project's transcripts, newest first."""
    page = services.transcripts.page(caller, query.as_job_query())
    return Json(list_payload(page, query, base_url(request, services)))


@router.get("/v2/transcript/{transcript_id}", response_model=TranscriptResponse, responses=ERRORS)
def get(transcript_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """The transcript as it stands. A failed one is answered with 200 too, and status `error`."""
    job = services.transcripts.get(caller, transcript_id)
    progress = None if job.status.is_final else services.transcripts.progress(job)
    return Json(transcript_payload(job, progress))


@router.post("/v2/transcript/{transcript_id}/cancel", response_model=TranscriptResponse, responses=ERRORS)
def cancel(transcript_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """Stop the work on a transcript, which ends in `error`. Its webhook is called; nothing is deleted but partial work."""
    return Json(transcript_payload(services.transcripts.cancel(caller, transcript_id)))


@router.delete("/v2/transcript/{transcript_id}", response_model=TranscriptResponse, responses=ERRORS)
def delete(transcript_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """Scrub a transcript and delete its files; one that is being worked on is cancelled."""
    return Json(transcript_payload(services.transcripts.delete(caller, transcript_id)))

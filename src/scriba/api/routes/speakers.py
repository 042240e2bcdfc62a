"""`/v2/speakers`: enrol voices, by which transcripts then name their speakers. Ours: the contract has no such addresses."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import ValidationError

from scriba.api.auth import CallerOf
from scriba.api.body import json_object
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.speakers import SpeakerRequest, SpeakerResponse, SpeakersResponse, speaker_payload
from scriba.core.errors import InvalidRequestError
from scriba.core.option_texts import explain

router = APIRouter(tags=["speakers"])


async def _body(request: Request, _caller: CallerOf) -> dict[str, Any]:
    """The body, read only once it is known that the caller may enrol."""
    return await json_object(request)


_ENROL: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": SpeakerRequest.model_json_schema()}},
    }
}


@router.post("/v2/speakers", response_model=SpeakerResponse, responses=ERRORS, openapi_extra=_ENROL)
def enrol(services: ServicesOf, caller: CallerOf, body: Annotated[dict[str, Any], Depends(_body)]) -> Json:
    """Enrol a voice. From a recording it takes some seconds: ask for the speaker until its status is `completed`."""
    try:
        asked = SpeakerRequest.model_validate(body)
    except ValidationError as error:
        raise InvalidRequestError(explain(error)) from error
    name = asked.name.strip()
    if asked.audio_url is not None:
        return Json(speaker_payload(services.speakers.enrol_recording(caller, name, asked.audio_url)))
    transcript_id, label = asked.transcript_id or "", asked.speaker or ""
    return Json(speaker_payload(services.speakers.enrol_transcribed(caller, name, transcript_id, label)))


@router.get("/v2/speakers", response_model=SpeakersResponse, responses=ERRORS)
def list_speakers(
    services: ServicesOf,
    caller: CallerOf,
    name: Annotated[str | None, Query(description="Only those of this name.")] = None,
) -> Json:
    """The project's enrolled voices, oldest first."""
    found = [speaker for speaker in services.speakers.all(caller) if not name or speaker.name == name]
    return Json({"speakers": [speaker_payload(speaker) for speaker in found]})


@router.get("/v2/speakers/{speaker_id}", response_model=SpeakerResponse, responses=ERRORS)
def get(speaker_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """An enrolled voice as it stands. One that could not be enrolled is answered with 200 too, and status `error`."""
    return Json(speaker_payload(services.speakers.get(caller, speaker_id)))


@router.delete("/v2/speakers/{speaker_id}", response_model=SpeakerResponse, responses=ERRORS)
def delete(speaker_id: str, services: ServicesOf, caller: CallerOf) -> Json:
    """Delete a voice for good, with the upload that it was taken from. Finished transcripts keep the name."""
    return Json(speaker_payload(services.speakers.delete(caller, speaker_id)))

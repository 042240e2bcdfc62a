"""`GET /v2/options`: what a request may ask for, and which of it works."""

from __future__ import annotations

from fastapi import APIRouter

from scriba import __version__
from scriba.api.auth import CallerOf
from scriba.api.context import ServicesOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.options import OptionsResponse
from scriba.core.option_listing import listed_options

router = APIRouter(tags=["options"])


@router.get("/v2/options", response_model=OptionsResponse, responses=ERRORS)
def list_options(services: ServicesOf, _caller: CallerOf) -> Json:
    """Every option of a transcript: its type, default, range, and whether it works on this server."""
    is_accepted = services.transcripts.routing.accept_speech_model
    refused = {} if is_accepted else {"speech_model": "use speech_models; the setting accept_speech_model allows it"}
    return Json({"version": __version__, "options": listed_options(refused)})

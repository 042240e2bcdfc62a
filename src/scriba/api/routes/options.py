"""`GET /v2/options`: what a request may ask for, and which of it works."""

from __future__ import annotations

from fastapi import APIRouter

from scriba import __version__
from scriba.api.auth import CallerOf
from scriba.api.replies import Json
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.options import OptionsResponse
from scriba.core.option_listing import listed_options

router = APIRouter(tags=["options"])


@router.get("/v2/options", response_model=OptionsResponse, responses=ERRORS)
def list_options(_caller: CallerOf) -> Json:
    """Every option of a transcript: its type, default, range, and whether it works in this version."""
    return Json({"version": __version__, "options": listed_options()})

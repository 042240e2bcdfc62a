"""Probes: can the server take work, and are its models loaded."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter

from scriba import __version__
from scriba.api.context import ServicesOf
from scriba.api.replies import Json, error_reply
from scriba.api.schema.errors import ErrorBody
from scriba.api.schema.health import HealthResponse
from scriba.service.health import Condition

router = APIRouter(tags=["health"])

UNAVAILABLE: Final = 503

_UNAVAILABLE: Final[dict[int | str, dict[str, Any]]] = {UNAVAILABLE: {"model": ErrorBody, "description": "Not now."}}


@router.get("/health", response_model=HealthResponse, responses=_UNAVAILABLE)
def health(services: ServicesOf) -> Json:
    """Whether the server can accept transcripts. Needs no key."""
    condition = services.health.condition()
    if not condition.takes_work:
        return error_reply("The data directory cannot be written; the server's log says why.", UNAVAILABLE)
    return _fine("ok", condition)


@router.get("/ready", response_model=HealthResponse, responses=_UNAVAILABLE)
def ready(services: ServicesOf) -> Json:
    """Whether the models are loaded, so that a transcript starts at once. Needs no key."""
    condition = services.health.condition()
    if not (condition.takes_work and condition.models_loaded):
        workers = ", ".join(f"{lane}: {count}" for lane, count in condition.workers.items())
        return error_reply(f"Not ready yet: workers with their models loaded are {workers}.", UNAVAILABLE)
    return _fine("ready", condition)


def _fine(status: str, condition: Condition) -> Json:
    return Json({"status": status, "region": condition.region, "version": __version__})

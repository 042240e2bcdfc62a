"""`GET /`: a page for people who open the server's address in a browser."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import resources
from string import Template

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from scriba import __version__
from scriba.api.addresses import base_url
from scriba.api.context import ServicesOf

router = APIRouter(include_in_schema=False)


@cache
def _page() -> Template:
    return Template(resources.files("scriba.api").joinpath("web/index.html").read_text(encoding="utf-8"))


@router.get("/")
def landing(request: Request, services: ServicesOf) -> HTMLResponse:
    """What this is, whether it is ready, and how to make a first request. Loads nothing from anywhere else."""
    condition = services.health.condition()
    state, sentence = ("ready", "Ready to transcribe") if condition.models_loaded else ("loading", "Loading models")
    if not condition.takes_work:
        state, sentence = ("failing", "The data directory cannot be written")
    page = _page().substitute(
        state=state,
        sentence=sentence,
        region=escape(condition.region),
        version=escape(__version__),
        base=escape(base_url(request, services)),
    )
    return HTMLResponse(
        page, headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
    )

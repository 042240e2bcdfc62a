"""The application: routes, errors, and the OpenAPI document generated from them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from typing_extensions import override

from scriba import __version__
from scriba.api import errors
from scriba.api.access import Access
from scriba.api.routes import (
    events,
    exports,
    files,
    health,
    landing,
    openai,
    options,
    redacted_audio,
    speakers,
    transcripts,
    uploads,
)
from scriba.api.tus import TusVersion
from scriba.api.watching import Watch
from scriba.core.options import TranscriptRequest
from scriba.service.services import Services


class Application(FastAPI):
    """FastAPI, with the request's schema in its OpenAPI document: the body is read and checked by our own code."""

    @override
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        place = "#/components/schemas/{model}"
        schema = TranscriptRequest.model_json_schema(by_alias=True, ref_template=place)
        schemas = document["components"]["schemas"]
        schemas.update(schema.pop("$defs", {}))
        schemas["TranscriptRequest"] = schema
        return document


def create_app(services: Services) -> FastAPI:
    """An application over these services. It starts nothing and looks at no settings."""
    app = Application(
        title="Scriba",
        version=__version__,
        summary="Speech to text on your own machine, with the pre-recorded API that developers already use.",
        openapi_url="/openapi.json",
        docs_url=None,  # These two pages load scripts from a content delivery network.
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.services = services
    app.state.watch = Watch(services.listening.outlines)
    errors.install(app)
    app.add_middleware(TusVersion)
    app.add_middleware(Access)
    for module in (
        uploads,
        files,
        transcripts,
        events,
        exports,
        redacted_audio,
        speakers,
        options,
        openai,
        health,
        landing,
    ):
        app.include_router(module.router)
    return app

"""The OpenAPI document, generated, complete and served without anything from elsewhere."""

import json
import re
from typing import Any

from scriba.core.options import TranscriptRequest
from tests.unit.api.conftest import World


def document(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.client.get("/openapi.json").json()
    return found


def test_every_reference_leads_somewhere(world: World) -> None:
    found = document(world)
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(found)))
    assert "TranscriptRequest" in references
    assert references <= set(found["components"]["schemas"])


def test_request_has_every_option(world: World) -> None:
    properties = document(world)["components"]["schemas"]["TranscriptRequest"]["properties"]
    assert set(properties) == set(TranscriptRequest.model_fields)


def test_response_echoes_every_option_but_the_secret(world: World) -> None:
    schemas = document(world)["components"]["schemas"]
    missing = set(schemas["TranscriptRequest"]["properties"]) - set(schemas["TranscriptResponse"]["properties"])
    assert missing == {"webhook_auth_header_value"}


def test_no_route_promises_another_error_body(world: World) -> None:
    assert "HTTPValidationError" not in json.dumps(document(world))


def test_no_page_loads_scripts_from_elsewhere(world: World) -> None:
    assert world.client.get("/docs").status_code == world.client.get("/redoc").status_code == 404

"""Requests of every shape that the OpenAPI document allows or forbids: never a fault of the server's, always the error shape.

`make fuzz` makes 2,000 of them for every operation.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from docs.generate_routes import description
from tests.unit.api.conftest import World

SCHEMA = schemathesis.openapi.from_dict(dict(description()))

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


def operations() -> Iterator[Any]:
    for found in SCHEMA.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        yield pytest.param(operation, id=f"{operation.method.upper()} {operation.path}")


@pytest.mark.parametrize("operation", list(operations()))
def test_any_request_is_answered_in_the_shape_that_is_promised(operation: Any, world: World) -> None:
    headers = {"authorization": world.client.headers["authorization"]}

    @settings(suppress_health_check=list(HealthCheck), deadline=None)
    @given(case=operation.as_strategy())
    def try_one(case: Case[Any]) -> None:
        response = case.call(app=world.client.app, headers=headers)
        # The probe of readiness promises a 503; nobody else does.
        assert response.status_code < 500 or str(response.status_code) in operation.definition.raw["responses"]
        case.validate_response(response, checks=[response_schema_conformance])
        if 400 <= response.status_code < 500 and operation.method != "head":
            assert set(response.json()) == {"error"}, response.text

    try_one()

"""Render the page of routes from the application's own description of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docs.markdown import line, table
from docs.schemas import default_of, type_of
from scriba.api.app import create_app
from scriba.bootstrap.serving import build_services
from scriba.settings import Settings

Node = Mapping[str, Any]


@cache
def description() -> Node:
    """The application's OpenAPI document."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(build_services(Settings.load(data_dir=Path(folder)))).openapi()


def routes() -> Iterator[tuple[str, str, Node]]:
    """Method, path and description of every route."""
    for path, operations in description()["paths"].items():
        for method, operation in operations.items():
            yield method.upper(), path, operation


def routes_page() -> str:
    """Every route with its parameters and its response."""
    overview = [(f"`{method} {path}`", _summary(operation)) for method, path, operation in routes()]
    page = (
        '# Routes\n\nEvery success is 200, every error is `{"error": "<text>"}` with the status of its '
        "[class](errors.md). The key goes into the header `authorization`.\n\n"
        + table(("route", "what it does"), overview)
    )
    for method, path, operation in routes():
        page += f"\n## {method} {path}\n\n{operation.get('description', '').strip()}\n"
        page += _parameters(operation) + _body(operation) + _response(operation)
    return page


def _summary(operation: Node) -> str:
    return line(operation.get("description", "").split(". ")[0].split("\n\n")[0].rstrip("."))


def _definitions() -> Node:
    schemas: Node = description().get("components", {}).get("schemas", {})
    return schemas


def _parameters(operation: Node) -> str:
    rows = [
        (
            f"`{parameter['name']}`",
            parameter["in"],
            type_of(parameter["schema"], _definitions()),
            "required" if parameter.get("required") else default_of(parameter["schema"]),
            line(parameter.get("description", parameter["schema"].get("description", ""))),
        )
        for parameter in operation.get("parameters", [])
    ]
    return f"\n{table(('parameter', 'in', 'type', 'default', 'meaning'), rows)}" if rows else ""


def _body(operation: Node) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        return "\nBody: JSON, [the options](options.md).\n"
    kinds = ", ".join(f"`{kind}`" for kind in content)
    return f"\nBody: {kinds}. {line(operation['requestBody'].get('description', ''))}\n" if content else ""


def _response(operation: Node) -> str:
    content = operation["responses"].get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if name:
        keys = ", ".join(f"`{key}`" for key in _definitions()[name].get("properties", {}))
        return f"\nResponse: JSON with {keys}.\n"
    kinds = ", ".join(f"`{kind}`" for kind in content)
    return f"\nResponse: {kinds}.\n" if kinds else ""

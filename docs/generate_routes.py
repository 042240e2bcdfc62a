"""Render the page of routes from the application's own description of them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

from fastapi.routing import APIRoute

from docs.markdown import line, table
from docs.schemas import default_of, type_of
from scriba.api import routes as api_routes
from scriba.api.app import create_app
from scriba.bootstrap.serving import build_services
from scriba.core.options import TranscriptRequest
from scriba.settings import Settings

Node = Mapping[str, Any]

OPTIONS: Final = frozenset(field.alias or name for name, field in TranscriptRequest.model_fields.items())


@cache
def description() -> Node:
    """The application's OpenAPI document."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(build_services(Settings.load(data_dir=Path(folder)))).openapi()


def routes() -> Iterator[tuple[str, str, Node]]:
    """Method, path and description of every route, those that the OpenAPI document leaves out last."""
    for path, operations in description()["paths"].items():
        for method, operation in operations.items():
            yield method.upper(), path, operation
    for module in iter_modules(api_routes.__path__):
        for route in import_module(f"{api_routes.__name__}.{module.name}").router.routes:
            if isinstance(route, APIRoute) and not route.include_in_schema:
                yield from (
                    (method, route.path, {"description": route.description}) for method in sorted(route.methods or ())
                )
    yield "GET", "/openapi.json", {"description": "This description for programs, as OpenAPI. Needs no key."}


def routes_page() -> str:
    """Every route with its parameters, and every object that is returned."""
    overview = [
        (f"[`{method} {path}`](#{_anchor(f'{method} {path}')})", _summary(operation))
        for method, path, operation in routes()
    ]
    page = (
        '# Routes\n\nEvery success is 200 (of resumable uploads: 201 and 204, as their protocol wants), every error is `{"error": "<text>"}` with the status of its '
        "[class](errors.md); below `/v1` it has the form of the OpenAI API. The key goes into the header `authorization`.\n\n"
        + table(("route", "what it does"), overview)
    )
    for method, path, operation in routes():
        page += f"\n## {method} {path}\n\n{operation.get('description', '').strip()}\n"
        page += _parameters(operation) + _body(operation) + _response(operation)
    return page + "".join(_object(name) for name in _returned())


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9_ -]", "", heading.lower()).strip().replace(" ", "-")


def _returned() -> list[str]:
    """Names of the objects in responses, in the order in which a reader meets them."""
    found: list[str] = []
    open_names = [name for _, _, operation in routes() if (name := _response_name(operation))]
    while open_names:
        name = open_names.pop(0)
        if name in found or "properties" not in _definitions()[name]:
            continue
        found.append(name)
        fields = {key: value for key, value in _definitions()[name]["properties"].items() if key not in OPTIONS}
        open_names += re.findall(r"schemas/(\w+)", json.dumps(fields))
    return found


def _object(name: str) -> str:
    properties = _definitions()[name]["properties"]
    is_echo = "speech_models" in properties
    rows = [
        (f"`{key}`", type_of(schema, _definitions()), line(schema.get("description", "")))
        for key, schema in properties.items()
        if not (is_echo and key in OPTIONS and key != "audio_url")
    ]
    about = line(_definitions()[name].get("description", "")) or "A transcript; what is not known yet is null."
    text = f"\n## {name}\n\n{about}\n\n{table(('field', 'type', 'meaning'), rows)}"
    return text + (
        "\nAnd every [option](options.md) of the request, as it was sent or by default.\n" if is_echo else ""
    )


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


def _response_name(operation: Node) -> str:
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    reference: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.rsplit("/", 1)[-1]


def _response(operation: Node) -> str:
    name = _response_name(operation)
    if name:
        return f"\nResponse: [{name}](#{name.lower()}).\n"
    kinds = ", ".join(f"`{kind}`" for kind in operation.get("responses", {}).get("200", {}).get("content", {}))
    return f"\nResponse: {kinds}.\n" if kinds else ""

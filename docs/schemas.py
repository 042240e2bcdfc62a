"""JSON schemas in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

_MANY: Final = 12
"""More names than this are counted, not listed."""


def type_of(schema: Schema, definitions: Schema) -> str:
    """A JSON schema's type for people; objects link to the section of their name."""
    if "anyOf" in schema:
        return " or ".join(type_of(part, definitions) for part in schema["anyOf"] if part.get("type") != "null")
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return type_of(definitions[name], definitions) if "enum" in definitions[name] else f"[object](#{name.lower()})"
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}), definitions)}"
    return _choices(schema) or (
        "path" if schema.get("format") == "path" else f"{schema.get('type', 'any')}{_range(schema)}"
    )


def _choices(schema: Schema) -> str:
    names = schema.get("enum") or [schema[key] for key in ("const",) if key in schema]
    return f"one of {len(names)} names" if len(names) > _MANY else ", ".join(f"`{name}`" for name in names)


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f", {low} to {high}"
    return f", at least {low}" if low is not None else f", at most {high}" if high is not None else ""


def default_of(schema: Schema) -> str:
    """A JSON schema's default for people."""
    default = schema.get("default")
    if isinstance(default, dict):
        return "see below"
    if default is None or default == []:
        return ""
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"

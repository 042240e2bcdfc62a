"""Every option of a request as data: what `GET /v2/options` lists, read off `scriba.core.options`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from scriba.core.option_objects import OptionState
from scriba.core.options import TranscriptRequest

STATES: Final[Mapping[str, str]] = {
    OptionState.HONOURED: "works",
    OptionState.PENDING: "warned",
    OptionState.LEGACY: "legacy",
}
"""What a client is told of each state: an option that is `warned` is named in `metadata.warnings` when it is used.

States without an entry are told by their own name.
"""

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOption:
    """One option. `values` are the names it may take, `options` what an object holds.

    `consequence` tells what happens instead where the option does not work.
    """

    name: str
    type: str
    default: Any
    required: bool
    minimum: float | None
    maximum: float | None
    values: tuple[str, ...]
    state: str
    consequence: str | None
    description: str
    options: tuple[ListedOption, ...]


def listed_options(refused: Mapping[str, str] = MappingProxyType({})) -> tuple[ListedOption, ...]:
    """Every option, in the order of the reference page; `refused` tells why this server refuses some of them."""
    schema = TranscriptRequest.model_json_schema(by_alias=True)
    return tuple(
        replace(option, state="refused", consequence=refused[option.name]) if option.name in refused else option
        for option in _listed(schema, schema.get("$defs", {}), OptionState.HONOURED)
    )


def _listed(schema: Schema, definitions: Schema, state: str) -> tuple[ListedOption, ...]:
    required = schema.get("required", ())
    return tuple(
        _option(name, field, definitions, state, is_required=name in required)
        for name, field in schema["properties"].items()
    )


def _option(name: str, field: Schema, definitions: Schema, outer: str, *, is_required: bool) -> ListedOption:
    """`outer` is the state of the object around it, which options without a state of their own share."""
    shape = _resolved(field, definitions)
    inner = _resolved(shape["items"], definitions) if isinstance(shape.get("items"), dict) else shape
    state = str(field.get("state", outer))
    return ListedOption(
        name=name,
        type=_type(shape, inner),
        default=field.get("default"),
        required=is_required,
        minimum=shape.get("minimum"),
        maximum=shape.get("maximum"),
        values=tuple(inner.get("enum", [inner["const"]] if "const" in inner else ())),
        state=STATES.get(state, state),
        consequence=field.get("consequence"),
        description=field.get("description", ""),
        options=_listed(inner, definitions, state) if "properties" in inner else (),
    )


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    """The schema without null, its reference followed."""
    if "anyOf" in schema:
        schema = next(part for part in schema["anyOf"] if part.get("type") != "null")
    if "$ref" in schema:
        found: Schema = definitions[schema["$ref"].rsplit("/", 1)[-1]]
        return found
    return schema


def _type(shape: Schema, inner: Schema) -> str:
    kind = str(shape.get("type", "any"))
    return f"list of {inner.get('type', 'any')}" if kind == "array" else kind

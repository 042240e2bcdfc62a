"""Tables of "name -> module:attribute", resolved when asked: naming a plug-in never imports its libraries."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def resolve(table: Mapping[str, str], name: str) -> Any:
    """The object that `table[name]` points to; raises KeyError for an unknown name."""
    module, _, attribute = table[name].partition(":")
    return getattr(import_module(module), attribute)

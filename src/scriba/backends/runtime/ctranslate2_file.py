"""The weights in a model file of CTranslate2, by name, for runtimes that compute a part of the model themselves.

The format is that of `Model::load` in CTranslate2's `models/model.cc`, version 6: little-endian, names with their length
in front and a zero behind.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

VERSION: Final = 6

_TYPES: Final = (np.float32, np.int8, np.int16, np.int32, np.float16)
"""In the order of CTranslate2's `DataType`; bfloat16, the next one, is unknown to numpy."""

_SCALE: Final = "_scale"


class _Reader:
    def __init__(self, path: Path) -> None:
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._place = 0

    def take(self, size: int) -> npt.NDArray[np.uint8]:
        found = self._bytes[self._place : self._place + size]
        if len(found) < size:
            raise ValueError("The file ends too early.")
        self._place += size
        return found

    def number(self, code: str) -> int:
        (found,) = struct.unpack(f"<{code}", self.take(struct.calcsize(f"<{code}")).tobytes())
        return int(found)

    def name(self) -> str:
        return self.take(self.number("H")).tobytes().rstrip(b"\0").decode()

    def array(self) -> npt.NDArray[Any]:
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = self.number("B")
        if kind >= len(_TYPES):
            raise ValueError(f"Weights of CTranslate2's type {kind} cannot be read.")
        return self.take(self.number("I")).view(_TYPES[kind]).reshape(shape)


class Variables:
    """What a model file holds; large arrays stay in the file until they are asked for."""

    def __init__(self, found: Mapping[str, npt.NDArray[Any]]) -> None:
        self._found = found

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def number(self, name: str) -> int:
        """A setting of the model."""
        return int(self._found[name])

    def weights(self, name: str) -> npt.NDArray[np.float32]:
        """An array as floats; one that is stored in eight bits has a scale for each of its rows."""
        stored = self._found[name]
        if stored.dtype == np.int8:
            scale = self._found[name + _SCALE].astype(np.float32)
            return np.asarray(stored / scale.reshape(-1, *[1] * (stored.ndim - 1)), dtype=np.float32)
        return np.ascontiguousarray(stored, dtype=np.float32)


def read_variables(path: Path) -> Variables:
    """Index the file; raises ValueError where it is of another version or damaged, OSError where it cannot be read."""
    reader = _Reader(path)
    version = reader.number("I")
    if version != VERSION:
        raise ValueError(f"Version {version} of CTranslate2's format is unknown; {VERSION} is known.")
    reader.name()
    reader.number("I")  # the architecture's revision
    found = {}
    for _ in range(reader.number("I")):
        name = reader.name()
        found[name] = reader.array()
    for _ in range(reader.number("I")):
        alias = reader.name()
        found[alias] = found[reader.name()]
    return Variables(found)

"""Who computes a model's encoder: CTranslate2, or ONNX Runtime, whose threads share the work on a single window.

CTranslate2 runs a batch on one thread, since its decoder is fastest so (ADR 0039). The encoder does much at once and
gains by more threads; it is half of the work on a short recording (ADR 0053).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import ctranslate2
import numpy as np
import numpy.typing as npt

from scriba.backends.runtime.ctranslate2_file import read_variables
from scriba.backends.runtime.onnx import open_session
from scriba.backends.runtime.whisper_graph import FEATURES, OUTPUT, encoder_graph, product_graph
from scriba.core.engines import EngineOptions

Encoding = npt.NDArray[np.generic]
"""What the encoder made of a window, in the model's own type of float; shape [positions, width]."""

Encode = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.generic]]
"""Features, shape [windows, bands, frames], to encodings, shape [windows, frames / 2, width]."""

_INTEGERS: Final = ("int8", "int8_float32")

_TERMS: Final = 8


def encoder_of(model: ctranslate2.models.Whisper, weights: Path, options: EngineOptions) -> Encode:
    """The faster way to encode with what these weights and this machine allow."""
    threads = options.threads or os.cpu_count() or 1
    if options.device != "cpu" or options.compute_type not in _INTEGERS or not _multiplies_exactly():
        return _by_ctranslate2(model)
    try:
        graph = encoder_graph(read_variables(weights / "model.bin"))
    except (KeyError, ValueError):  # a form of the weights that only CTranslate2 knows
        return _by_ctranslate2(model)
    return _by_onnx(graph, threads)


def _by_ctranslate2(model: ctranslate2.models.Whisper) -> Encode:
    return lambda features: np.array(model.encode(ctranslate2.StorageView.from_array(features), to_cpu=True))


def _by_onnx(graph: bytes, threads: int) -> Encode:
    session = open_session(graph, threads, "encoder of Whisper", spins=False)

    def encode(features: npt.NDArray[np.float32]) -> npt.NDArray[np.generic]:
        # One by one: activations share a scale, and a window must not depend on its company.
        return np.concatenate([session.run([OUTPUT], {FEATURES: window[None]})[0] for window in features])

    return encode


def _multiplies_exactly() -> bool:
    """Whether sums of products stay whole: processors without instructions for it add pairs in sixteen bits."""
    inputs = np.full((1, _TERMS), np.iinfo(np.uint8).max, np.uint8)
    weights = np.full((_TERMS, _TERMS), np.iinfo(np.int8).max, np.int8)
    (found,) = open_session(product_graph(), 1, "multiplication").run(None, {"inputs": inputs, "weights": weights})
    return bool((found == inputs.astype(np.int32) @ weights.astype(np.int32)).all())

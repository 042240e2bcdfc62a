"""Whisper's encoder as an ONNX graph, in integers where most of the work is.

The layers are those of Radford et al. 2022, figure 1: two convolutions, then blocks of attention and two linear layers,
each behind a layer normalization. Weights have eight bits and a scale for each output, as CTranslate2 has them.
Activations have eight bits and one scale for all of a window, but for the second linear layer of a block: a few of its
inputs are a hundred times larger than all others, so that each position has its own scale there (ADR 0053).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, Final

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from scriba.backends.runtime.ctranslate2_file import Variables

FEATURES: Final = "features"
"""The graph's input, shape [1, bands, frames]."""

OUTPUT: Final = "encoded"
"""Its output, shape [1, frames / 2, width]."""

_OPSETS: Final = (("", 17), ("com.microsoft", 1))
_CONTRIBUTED: Final = "com.microsoft"
_IR_VERSION: Final = 9

_LARGEST: Final = 127
_ZERO: Final = 128
"""What stands for nought in unsigned eight bits."""


class _Graph:
    """Nodes and constants, named as they come."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._numbers = count()

    def constant(self, value: Any) -> str:
        name = f"constant_{next(self._numbers)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        (output,) = self.nodes(kind, *inputs, outputs=1, domain=domain, **attributes)
        return output

    def nodes(self, kind: str, *inputs: str, outputs: int, domain: str = "", **attributes: Any) -> Sequence[str]:
        names = [f"{kind}_{next(self._numbers)}" for _ in range(outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def serialized(self, bands: int, encoded: str) -> bytes:
        self._nodes.append(helper.make_node("Identity", [encoded], [OUTPUT]))
        graph = helper.make_graph(
            self._nodes,
            "whisper-encoder",
            [helper.make_tensor_value_info(FEATURES, TensorProto.FLOAT, [1, bands, "frames"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, None)],
            self._constants,
        )
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION).SerializeToString())


class _Layers:
    """The layers of the architecture, with the weights that a model file has for them."""

    def __init__(self, graph: _Graph, variables: Variables) -> None:
        self._graph = graph
        self._variables = variables
        self._heads = variables.number("encoder/num_heads")

    def convolved(self, value: str, name: str, stride: int) -> str:
        weights = [self._constant(f"{name}/{part}") for part in ("weight", "bias")]
        found = self._graph.node("Conv", value, *weights, pads=[1, 1], strides=[stride])
        return self._graph.node("Gelu", found, domain=_CONTRIBUTED)

    def placed(self, value: str) -> str:
        """Positions told apart: the encodings of as many as there are."""
        graph = self._graph
        first = graph.constant(np.zeros(1, np.int64))
        length = graph.node("Shape", value, start=1, end=2)
        encodings = self._constant("encoder/position_encodings/encodings")
        return graph.node("Add", value, graph.node("Slice", encodings, first, length, first))

    def block(self, value: str, name: str) -> str:
        graph = self._graph
        normal = self.normalized(value, f"{name}/self_attention/layer_norm")
        mixed = self._linear(normal, f"{name}/self_attention/linear_0")
        parts = graph.nodes("Split", mixed, graph.constant(np.full(3, self._width(name), np.int64)), outputs=3, axis=-1)
        attended = graph.node("MultiHeadAttention", *parts, domain=_CONTRIBUTED, num_heads=self._heads)
        value = graph.node("Add", value, self._linear(attended, f"{name}/self_attention/linear_1"))
        normal = self.normalized(value, f"{name}/ffn/layer_norm")
        inner = graph.node("Gelu", self._linear(normal, f"{name}/ffn/linear_0"), domain=_CONTRIBUTED)
        return graph.node("Add", value, self._linear_by_position(inner, f"{name}/ffn/linear_1"))

    def normalized(self, value: str, name: str) -> str:
        weights = [self._constant(f"{name}/{part}") for part in ("gamma", "beta")]
        return self._graph.node("LayerNormalization", value, *weights, axis=-1, epsilon=1e-5)

    def _linear(self, value: str, name: str) -> str:
        """One scale for all activations."""
        weights, scales = self._quantized(name)
        bias = self._constant(f"{name}/bias")
        return self._graph.node("DynamicQuantizeMatMul", value, weights, scales, "", bias, domain=_CONTRIBUTED)

    def _linear_by_position(self, value: str, name: str) -> str:
        """A scale for each position's activations."""
        graph = self._graph
        weights, scales = self._quantized(name)
        largest = graph.node("ReduceMax", graph.node("Abs", value), axes=[-1], keepdims=1)
        some = graph.node("Max", largest, graph.constant(np.finfo(np.float32).tiny * _LARGEST))
        scale = graph.node("Mul", some, graph.constant(np.float32(1 / _LARGEST)))
        shifted = graph.node("Add", graph.node("Div", value, scale), graph.constant(np.float32(_ZERO)))
        quantized = graph.node("Cast", graph.node("Round", shifted), to=TensorProto.UINT8)
        product = graph.node("MatMulInteger", quantized, weights, graph.constant(np.uint8(_ZERO)))
        floats = graph.node("Mul", graph.node("Cast", product, to=TensorProto.FLOAT), scale)
        return graph.node("Add", graph.node("Mul", floats, scales), self._constant(f"{name}/bias"))

    def _quantized(self, name: str) -> tuple[str, str]:
        """Weights, shape [inputs, outputs], and a scale for each output."""
        weights = self._variables.weights(f"{name}/weight")
        scales = np.maximum(np.abs(weights).max(axis=1) / _LARGEST, np.finfo(np.float32).tiny)
        integers = np.rint(weights / scales[:, None]).astype(np.int8)
        return self._graph.constant(integers.T.copy()), self._graph.constant(scales)

    def _width(self, name: str) -> int:
        return len(self._variables.weights(f"{name}/ffn/layer_norm/beta"))

    def _constant(self, name: str) -> str:
        return self._graph.constant(self._variables.weights(name))


def encoder_graph(variables: Variables) -> bytes:
    """The encoder of a model file, serialized; raises KeyError where the file holds another architecture."""
    graph = _Graph()
    layers = _Layers(graph, variables)
    value = layers.convolved(FEATURES, "encoder/conv1", 1)
    value = layers.convolved(value, "encoder/conv2", 2)
    value = layers.placed(graph.node("Transpose", value, perm=[0, 2, 1]))
    for number in count():
        name = f"encoder/layer_{number}"
        if f"{name}/ffn/linear_0/weight" not in variables:
            break
        value = layers.block(value, name)
    bands = variables.weights("encoder/conv1/weight").shape[1]
    return graph.serialized(bands, layers.normalized(value, "encoder/layer_norm"))


def product_graph() -> bytes:
    """A product of one row of eight inputs with a column of eight weights, in the integers of `encoder_graph`."""
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["inputs", "weights"], ["product"])],
        "product",
        [
            helper.make_tensor_value_info("inputs", TensorProto.UINT8, [1, None]),
            helper.make_tensor_value_info("weights", TensorProto.INT8, [None, None]),
        ],
        [helper.make_tensor_value_info("product", TensorProto.INT32, None)],
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION).SerializeToString())

"""Tiny models in the formats that onnx-asr loads: their words mean nothing, and depend on the sound alone."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

VOCABULARY = ("<unk>", "\u2581the", "\u2581tide", "s", "\u2581came", "\u2581in", "ward", ".", "<blk>")
DURATIONS = 5
FEATURES = 80
STEP = 8
"""Feature frames of 10 ms for each of the encoder's."""


def _weights(width: int, seed: int) -> onnx.TensorProto:
    values = np.random.default_rng(seed).normal(0, 1, (FEATURES, width)).astype(np.float32)
    return numpy_helper.from_array(values, "weights")


def _save(path: Path, nodes: list[Any], inputs: list[Any], outputs: list[Any], constants: list[Any]) -> None:
    graph = helper.make_graph(nodes, path.stem, inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _ints(name: str, *values: int) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(values, np.int64), name)


def _listening(width: int, seed: int) -> tuple[list[Any], list[Any], list[Any]]:
    """Nodes from features [batch, 80, frames] to "scores" [batch, frames / 8, width]."""
    inputs = [
        helper.make_tensor_value_info("audio_signal", TensorProto.FLOAT, ["b", FEATURES, "t"]),
        helper.make_tensor_value_info("length", TensorProto.INT64, ["b"]),
    ]
    constants = [
        _weights(width, seed),
        _ints("first", 0),
        _ints("last", np.iinfo(np.int64).max),
        _ints("axis", 2),
        _ints("step", STEP),
    ]
    nodes = [
        helper.make_node("Slice", ["audio_signal", "first", "last", "axis", "step"], ["sparse"]),
        helper.make_node("Transpose", ["sparse"], ["frames"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["frames", "weights"], ["scores"]),
    ]
    return nodes, inputs, constants


def _describe(folder: Path, kind: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"model_type": kind, "features_size": FEATURES}))
    lines = [f"{token} {index}" for index, token in enumerate(VOCABULARY)]
    (folder / "vocab.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_ctc(folder: Path) -> Path:
    """A NeMo CTC model."""
    _describe(folder, "nemo-conformer-ctc")
    nodes, inputs, constants = _listening(len(VOCABULARY), 1)
    nodes.append(helper.make_node("LogSoftmax", ["scores"], ["logprobs"], axis=-1))
    outputs = [helper.make_tensor_value_info("logprobs", TensorProto.FLOAT, ["b", "n", len(VOCABULARY)])]
    _save(folder / "model.onnx", nodes, inputs, outputs, constants)
    return folder


def write_tdt(folder: Path) -> Path:
    """A token-and-duration transducer, as Parakeet is; the encoder has decided, and the joint passes it on."""
    _describe(folder, "nemo-conformer-tdt")
    width = len(VOCABULARY) + DURATIONS
    nodes, inputs, constants = _listening(width, 3)
    constants += [_ints("one", 1), _ints("eight", STEP)]
    nodes += [
        helper.make_node("Transpose", ["scores"], ["outputs"], perm=[0, 2, 1]),
        helper.make_node("Sub", ["length", "one"], ["less"]),
        helper.make_node("Div", ["less", "eight"], ["whole"]),
        helper.make_node("Add", ["whole", "one"], ["encoded_lengths"]),
    ]
    outputs = [
        helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["b", width, "n"]),
        helper.make_tensor_value_info("encoded_lengths", TensorProto.INT64, ["b"]),
    ]
    _save(folder / "encoder-model.onnx", nodes, inputs, outputs, constants)
    state = [1, 1, 4]
    _save(
        folder / "decoder_joint-model.onnx",
        [
            helper.make_node("Transpose", ["encoder_outputs"], ["outputs"], perm=[0, 2, 1]),
            helper.make_node("Identity", ["input_states_1"], ["output_states_1"]),
            helper.make_node("Identity", ["input_states_2"], ["output_states_2"]),
        ],
        [
            helper.make_tensor_value_info("encoder_outputs", TensorProto.FLOAT, [1, width, 1]),
            helper.make_tensor_value_info("targets", TensorProto.INT32, [1, 1]),
            helper.make_tensor_value_info("target_length", TensorProto.INT32, [1]),
            helper.make_tensor_value_info("input_states_1", TensorProto.FLOAT, state),
            helper.make_tensor_value_info("input_states_2", TensorProto.FLOAT, state),
        ],
        [
            helper.make_tensor_value_info("outputs", TensorProto.FLOAT, [1, 1, width]),
            helper.make_tensor_value_info("output_states_1", TensorProto.FLOAT, state),
            helper.make_tensor_value_info("output_states_2", TensorProto.FLOAT, state),
        ],
        [],
    )
    return folder

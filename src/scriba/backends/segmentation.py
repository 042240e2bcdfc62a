"""Who speaks inside ten seconds: the powerset model segmentation-3.0 (MIT) over ONNX Runtime."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from typing_extensions import override

from scriba.backends.runtime.onnx import open_session
from scriba.backends.runtime.weights import bundled_file
from scriba.core.audio import Samples
from scriba.core.engines import Activity, EngineOptions, Segmenter, WeightsFile

WEIGHTS: Final = WeightsFile(
    name="segmentation-3.0.onnx",
    sha256="eba8ad5c48e90e387ad502c1a15b93a9428b272fbb17944136a8f408d9c01532",
    size=5_916_305,
)

MEMBERS: Final = np.array(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.float32
)
"""Which of three local speakers each of the model's classes holds."""

WINDOWS_A_CALL: Final = 4
"""More is hardly faster, and progress should come often."""


class PowersetSegmenter(Segmenter):
    """Activity of at most three speakers, two at once, in windows of 10 s."""

    def __init__(self, model: bytes, threads: int) -> None:
        # The recurrence keeps one core busy: windows go side by side instead.
        self._session = open_session(model, 1, "speaker segmentation model")
        self._threads = threads

    @override
    def activity(self, windows: Samples) -> Activity:
        """Probability that each local speaker speaks; [n, 160000] -> [n, 589, 3]."""
        parts = [windows[first : first + WINDOWS_A_CALL] for first in range(0, len(windows), WINDOWS_A_CALL)]
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._run, parts)))

    def _run(self, windows: Samples) -> Activity:
        logarithms = self._session.run(None, {"waveform": windows[:, None, :]})[0]
        return np.asarray(np.exp(logarithms) @ MEMBERS, dtype=np.float32)


def load(options: EngineOptions) -> PowersetSegmenter:
    """Read the bundled model; raises WeightsMissingError, WeightsCorruptError, ModelError."""
    return PowersetSegmenter(bundled_file(WEIGHTS), max(1, options.threads))

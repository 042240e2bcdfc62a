"""Voices as points: CAM++ "zh-en common advanced" of 3D-Speaker (Apache-2.0) over ONNX Runtime."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import kaldi_native_fbank
import numpy as np
from typing_extensions import override

from scriba.backends.runtime.onnx import open_session
from scriba.backends.runtime.weights import bundled_file
from scriba.core.audio import SAMPLE_RATE, Samples
from scriba.core.engines import Embedder, EngineOptions, WeightsFile
from scriba.core.speakers import Embedding, VoiceSpace

WEIGHTS: Final = WeightsFile(
    name="campplus-zh-en-advanced.onnx",
    sha256="040a5054241c6cfed10baad01f2c1ec34bdffb74a2a0ffb03e70e1425eefe755",
    size=28_284_099,
)

CENTRE: Final = WeightsFile(
    name="campplus-zh-en-advanced.centre.npy",
    sha256="383b133d605385defb7d2bf2c07b191c9869605cf8077fde13ee7c4217c3f1d0",
    size=896,
)
"""The mean of many people's points, made by `python -m benchmarks.voices --centre`; ADR 0024."""

SPACE: Final = "campplus-zh-en-advanced/1"
"""Name of the space of stored voices: a new one once other weights or another centre make other points."""

SHORTEST: Final = SAMPLE_RATE // 4
"""Samples below which a clip is repeated: the network looks at stretches of time, not at moments."""

BANDS: Final = 80


class CamPlusEmbedder(Embedder):
    """192 dimensions a voice."""

    def __init__(self, model: bytes, threads: int) -> None:
        # One thread a clip: clips go side by side, which scales better than one clip on many cores.
        self._session = open_session(model, 1, "speaker embedding model")
        self._threads = threads

    @override
    def embed(self, clips: Sequence[Samples]) -> Embedding:
        """Voices of clips of one speaker each, in order; [n, 192], rows of length 1."""
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._run, clips))
        return np.stack(rows) if rows else np.zeros((0, 192), dtype=np.float32)

    def _run(self, clip: Samples) -> Embedding:
        row = self._session.run(None, {"fbank": features(clip)[None]})[0][0]
        return np.asarray(row / (np.linalg.norm(row) + 1e-9), dtype=np.float32)


def features(clip: Samples) -> Samples:
    """Kaldi's filter bank energies, 25 ms every 10 ms, less their mean over time; [frames, 80]."""
    if len(clip) < SHORTEST:
        clip = np.tile(clip, -(-SHORTEST // max(1, len(clip)))) if len(clip) else np.zeros(SHORTEST, dtype=np.float32)
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = BANDS
    bank = kaldi_native_fbank.OnlineFbank(options)
    bank.accept_waveform(SAMPLE_RATE, clip)
    bank.input_finished()
    frames = np.stack([bank.get_frame(number) for number in range(bank.num_frames_ready)])
    return np.asarray(frames - frames.mean(axis=0), dtype=np.float32)


def load(options: EngineOptions) -> CamPlusEmbedder:
    """Read the bundled model; raises WeightsMissingError, WeightsCorruptError, ModelError."""
    return CamPlusEmbedder(bundled_file(WEIGHTS), max(1, options.threads))


def load_space() -> VoiceSpace:
    """Where the points are compared; raises WeightsMissingError, WeightsCorruptError."""
    return VoiceSpace(name=SPACE, centre=np.load(io.BytesIO(bundled_file(CENTRE))))

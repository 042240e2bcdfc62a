"""Recordings written for a test, in any container that FFmpeg writes."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from scriba.core.audio import Audio


def write_wav(path: Path, audio: Audio) -> Path:
    """16 kHz mono PCM."""
    samples = (audio.cut(0, audio.duration) * 32768).astype("<i2")
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(16_000)
        stream.writeframes(samples.tobytes())
    return path


def tone(seconds: float, rate: int, channels: int = 1, hertz: float = 440.0) -> np.ndarray:
    """A sine at half of full scale; shape [channels, n], float32."""
    times = np.arange(int(seconds * rate)) / rate
    return np.tile(0.5 * np.sin(2 * np.pi * hertz * times), (channels, 1)).astype(np.float32)


LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def write_audio(
    path: Path,
    codec: str,
    samples: np.ndarray,
    rate: int,
    *,
    container: str | None = None,
    video: bool = False,
) -> Path:
    """Encode float samples, shape [channels, n], with a codec; with `video`, beside a black picture."""
    with av.open(str(path), "w", format=container) as output:
        picture = _add_video(output) if video else None
        stream = output.add_stream(codec, rate=rate, layout=LAYOUTS[len(samples)])
        assert isinstance(stream, AudioStream)
        if codec == "wmav2":
            stream.codec_context.bit_rate = 96_000  # it has no default
        if picture is not None:
            _write_video(output, picture, samples.shape[1] / rate)
        _write_samples(output, stream, samples, rate)
    return path


def write_video(path: Path) -> Path:
    """A black second without sound."""
    with av.open(str(path), "w") as output:
        _write_video(output, _add_video(output), 1.0)
    return path


def _add_video(output: av.container.OutputContainer) -> VideoStream:
    stream = output.add_stream("mpeg4", rate=10)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    return stream


def _write_video(output: av.container.OutputContainer, stream: VideoStream, seconds: float) -> None:
    for index in range(int(seconds * 10)):
        frame = VideoFrame.from_ndarray(np.zeros((48, 64, 3), dtype=np.uint8), format="rgb24")
        frame.pts, frame.time_base = index, Fraction(1, 10)
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


def _write_samples(output: av.container.OutputContainer, stream: AudioStream, samples: np.ndarray, rate: int) -> None:
    size = stream.codec_context.frame_size or 1024
    resampler = av.AudioResampler(
        format=stream.codec_context.format.name, layout=LAYOUTS[len(samples)], rate=rate, frame_size=size
    )
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=LAYOUTS[len(samples)])
    frame.sample_rate, frame.pts = rate, 0
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        output.mux(stream.encode(piece))
    output.mux(stream.encode(None))


def write_channels(path: Path, samples: np.ndarray, rate: int = 16_000) -> Path:
    """PCM of any number of channels; `samples` in [-1, 1), shape [channels, n]."""
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(len(samples))
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes((samples.T * 32767).astype("<i2").tobytes())
    return path

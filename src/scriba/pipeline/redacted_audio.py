"""A copy of a recording without what nobody may hear, written as it is read: its length needs no memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec import Codec
from av.codec.codec import UnknownCodecError
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError

from scriba.core.errors import UnsupportedAudioError
from scriba.core.operator_errors import SettingsError
from scriba.pipeline.decode import Damage, frames_of, opened
from scriba.pipeline.muting import Cover, Muter, Sound
from scriba.pipeline.sniffing import sniff

Quality = Literal["mp3", "wav"]

_MP3: Final = "libmp3lame"
_MP3_RATES: Final = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_LAYOUTS: Final = {1: "mono", 2: "stereo"}
"""What MP3 can hold."""

_MIXABLE: Final = 16
"""FFmpeg mixes no more to stereo."""

_DEEP: Final = frozenset({"s32", "s32p", "s64", "s64p"})
"""Formats of samples with more than 16 bits that mean something: those of lossless codecs."""

_TOLD_MS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How the recording is read and covered, and how its copy is written, where that differs."""

    format: Literal["s16", "s32"]
    layout: AudioLayout
    rate: int
    container: Quality
    codec: str
    written_layout: AudioLayout
    written_rate: int

    @property
    def bit_rate(self) -> int | None:
        """Good for speech and fair for music; None where nothing is lost."""
        if self.container == "wav":
            return None
        rate = self.written_rate
        each = 64_000 if rate >= 32_000 else 48_000 if rate >= 16_000 else 32_000  # noqa: PLR2004  MPEG 1, 2, 2.5
        return each * self.written_layout.nb_channels


def check_encoders() -> None:
    """Raises SettingsError where the installed FFmpeg libraries cannot write MP3."""
    try:
        Codec(_MP3, "w")
    except UnknownCodecError as error:
        raise SettingsError(
            "The installed FFmpeg libraries cannot write MP3. Ask for redact_pii_audio_quality 'wav', or install the "
            "av package as it is published, whose libraries have LAME."
        ) from error


def redact_audio(
    source: Path,
    target: Path,
    wanted: Sequence[Cover],
    quality: Quality,
    *,
    name: str = "",
    duration: int = 0,
    advance: Callable[[float], None] = lambda _share: None,
) -> tuple[str, ...]:
    """Write a copy of the audio stream that `decode` reads, with its channels; nothing else of the file is copied.

    WAV has the very samples of the recording wherever it is not covered. Returns warnings. Raises
    UnsupportedAudioError, and SettingsError where MP3 cannot be written; then no file is left.
    """
    if quality == "mp3":
        check_encoders()
    try:
        with opened(source, sniff(source), name) as container:
            return _copy(_frames(container), target, wanted, quality, duration=duration, advance=advance)
    except FFmpegError as error:
        target.unlink(missing_ok=True)
        raise _unreadable((error.strerror or "").lower()) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    stream = container.streams.best("audio")
    if not isinstance(stream, AudioStream):
        raise _unreadable("it has no audio stream")
    return frames_of(container, stream, Damage())


def _copy(
    frames: Iterator[AudioFrame],
    target: Path,
    wanted: Sequence[Cover],
    quality: Quality,
    *,
    duration: int,
    advance: Callable[[float], None],
) -> tuple[str, ...]:
    first = next(frames, None)
    if first is None:
        raise _unreadable("nothing of it can be decoded")
    form = _form(first, quality)
    muter = Muter(wanted, form.rate, 2**15 - 1 if form.format == "s16" else 2**31 - 1)
    options = {"rf64": "auto"} if quality == "wav" else {}  # beyond 4 GB a plain WAV cannot count its bytes
    with av.open(f"file:{target}", mode="w", format=form.container, options=options) as output:
        writer = _Writer(output, form)
        told = 0
        for block in _blocks(_with(first, frames), form):
            writer.write(muter.mute(block))
            if duration and writer.ms - told >= _TOLD_MS:
                told = writer.ms
                advance(min(1.0, writer.ms / duration))
        writer.finish()
    count = first.layout.nb_channels
    if count == form.written_layout.nb_channels:
        return ()
    return (f"MP3 holds two channels: the {count} of the recording were mixed in the redacted one. WAV keeps them.",)


def _with(first: AudioFrame, rest: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    yield first
    yield from rest


def _form(frame: AudioFrame, quality: Quality) -> _Form:
    is_deep = frame.format.name in _DEEP
    # One or two channels may come without a place of their own in the room, which encoders want.
    count, rate = frame.layout.nb_channels, frame.sample_rate
    layout = AudioLayout(_LAYOUTS[count]) if count in _LAYOUTS else frame.layout
    codec, written_layout, written_rate = "pcm_s24le" if is_deep else "pcm_s16le", layout, rate
    if quality == "mp3":
        if count > _MIXABLE:
            raise _unreadable(f"MP3 cannot hold a mix of {count} channels: ask for WAV")
        codec, written_layout = _MP3, layout if count in _LAYOUTS else AudioLayout("stereo")
        written_rate = next((known for known in _MP3_RATES if known >= rate), _MP3_RATES[-1])
    return _Form(
        format="s32" if is_deep else "s16",
        layout=layout,
        rate=rate,
        container=quality,
        codec=codec,
        written_layout=written_layout,
        written_rate=written_rate,
    )


def _blocks(frames: Iterator[AudioFrame], form: _Form) -> Iterator[Sound]:
    """The frames in the copy's form; a stream may change its own half-way."""
    resampler: AudioResampler | None = None
    shape: tuple[object, ...] = ()
    for frame in frames:
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or found != shape:
            yield from _resampled(resampler, None, form)
            resampler, shape = AudioResampler(format=form.format, layout=form.layout, rate=form.rate), found
        frame.pts = None
        yield from _resampled(resampler, frame, form)
    yield from _resampled(resampler, None, form)


def _resampled(resampler: AudioResampler | None, frame: AudioFrame | None, form: _Form) -> Iterator[Sound]:
    for piece in resampler.resample(frame) if resampler else ():
        yield piece.to_ndarray().astype(np.int32, copy=False).reshape(-1, form.layout.nb_channels)


class _Writer:
    """Encodes blocks, which are covered by then: resampled any earlier, what is covered would ring on beside it."""

    def __init__(self, output: OutputContainer, form: _Form) -> None:
        self._output = output
        self._form = form
        self._samples = 0
        stream = output.add_stream(form.codec, rate=form.written_rate, layout=form.written_layout.name)
        assert isinstance(stream, AudioStream)
        self._stream = stream
        if form.bit_rate is not None:
            self._stream.bit_rate = form.bit_rate
            self._stream.options = {"compression_level": "7"}  # a third faster, and nobody hears it in speech

    @property
    def ms(self) -> int:
        """How much has been written."""
        return self._samples * 1000 // self._form.rate

    def write(self, block: Sound) -> None:
        packed = np.ascontiguousarray(block).reshape(1, -1)
        samples = packed.astype(np.int16) if self._form.format == "s16" else packed
        frame = AudioFrame.from_ndarray(samples, format=self._form.format, layout=self._form.layout.name)
        frame.sample_rate = self._form.rate
        frame.time_base = Fraction(1, self._form.rate)
        frame.pts = self._samples
        self._samples += len(block)
        self._output.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._output.mux(self._stream.encode(None))


def _unreadable(reason: str) -> UnsupportedAudioError:
    detail = f" ({reason})" if reason else ""
    return UnsupportedAudioError(f"The recording could not be read again for its redacted copy{detail}.")

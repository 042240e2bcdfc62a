"""Any recording that FFmpeg reads, as mono 16 kHz int16 on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError

from scriba.core.audio import MIN_AUDIO_MS, SAMPLE_RATE, SAMPLES_PER_MS
from scriba.core.errors import AudioTooLongError, AudioTooShortError, UnsupportedAudioError
from scriba.pipeline.sniffing import FileType, is_protected, sniff

_RAW_FORMATS: Final = {"g722": "g722", "722": "g722", "gsm": "gsm"}
"""Formats without any header: a file's extension, and FFmpeg's demuxer."""

_CONTAINERS: Final = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,bonk,caf,dsf,dts,dtshd,dv,eac3,flac,flv,g722,gsm,iff,ilbc,ircam,"
    "kux,live_flv,loas,matroska,mlp,mov,mp3,mpc,mpc8,mpeg,mpegts,mxf,nistsphere,nut,ogg,oma,pvf,qcp,qoa,rm,rso,"
    "sds,shn,sol,sox,tak,truehd,tta,voc,vqf,w64,wav,webm,wsaud,wtv,wv,wve,xa,xwma"
)
"""Demuxers that read nothing but the file itself. Playlists (hls, concat, dash) would open other files and hosts."""

_ESTIMATED_DURATIONS: Final = frozenset({"aac", "ac3", "amr", "amrnb", "amrwb", "eac3", "g722", "gsm", "loas", "mp3"})
"""Formats whose length is only guessed from the bit rate before they are read to the end."""


_TOLD_BYTES: Final = 10 * SAMPLE_RATE * 2
"""How much is decoded between two reports of progress: 10 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedAudio:
    """What was found in the file; `duration` in ms, `warnings` for people."""

    duration: int
    container: str
    codec: str
    channels: int
    sample_rate: int
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Damage:
    """What went wrong on the way through a file."""

    packets: int = 0
    good_packets: int = 0
    broke_off: str = ""
    warnings: list[str] = field(default_factory=list)


def decode(
    source: Path,
    target: Path,
    *,
    max_ms: int | None = None,
    name: str = "",
    advance: Callable[[float], None] = lambda _share: None,
) -> DecodedAudio:
    """Write the best audio stream of `source` to `target`, raw little-endian int16, mono, 16 kHz.

    `name` is the file's original name, consulted only where the content does not tell its format. What can be read
    of a damaged file is kept, with a warning. Raises UnsupportedAudioError, AudioTooShortError (under 160 ms),
    AudioTooLongError (over `max_ms`); then `target` is gone. `advance` is told the share that is done, where the file
    says how long it is.
    """
    kind = sniff(source)
    if not kind.may_hold_audio:
        raise _unsupported(kind)
    try:
        with _opened(source, kind, name) as container:
            return _decode_stream(container, source, target, kind, max_ms=max_ms, advance=advance)
    except FFmpegError as error:
        target.unlink(missing_ok=True)
        raise _unsupported(kind, _reason(source, error)) from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _opened(source: Path, kind: FileType, name: str) -> InputContainer:
    extension = name.rpartition(".")[2].lower()
    return av.open(
        f"file:{source}",
        mode="r",
        format=_RAW_FORMATS.get(extension) if kind.is_unknown else None,
        metadata_errors="replace",
        options={"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"},
    )


def _decode_stream(
    container: InputContainer,
    source: Path,
    target: Path,
    kind: FileType,
    *,
    max_ms: int | None,
    advance: Callable[[float], None],
) -> DecodedAudio:
    stream = container.streams.best("audio")
    if not isinstance(stream, AudioStream):
        raise _unsupported(kind, "it has no audio stream")
    if stream.codec_context is None:
        raise _unsupported(kind, _reason(source, None) or "no decoder for its audio")
    damage = _Damage()
    with target.open("wb") as output:
        expected = (container.duration or 0) // 1000  # FFmpeg tells microseconds
        blocks = _told(_samples(container, stream, damage), expected, advance)
        duration = _write(blocks, output, max_ms)
        output.flush()
        os.fsync(output.fileno())
    if damage.packets > damage.good_packets:
        # Mostly rubbish: noise that happens to look like an audio format, or encrypted samples.
        raise _unsupported(kind, _reason(source, None) or "its audio is damaged")
    if duration < MIN_AUDIO_MS:
        raise AudioTooShortError
    return DecodedAudio(
        duration=duration,
        container=container.format.name,
        codec=stream.codec_context.name,
        channels=stream.codec_context.channels,
        sample_rate=stream.codec_context.sample_rate,
        warnings=tuple(_warnings(container, stream, damage, duration)),
    )


def _write(blocks: Iterator[bytes], output: IO[bytes], max_ms: int | None) -> int:
    """Append all samples and return their duration, ms."""
    written = 0
    limit = None if max_ms is None else max_ms * SAMPLES_PER_MS * 2
    for block in blocks:
        output.write(block)
        written += len(block)
        if limit is not None and written > limit:
            hours = (max_ms or 0) / 3_600_000
            msg = f"Audio duration is too long: this server takes up to {hours:g} hours."
            raise AudioTooLongError(msg)
    return written // 2 // SAMPLES_PER_MS


def _told(blocks: Iterator[bytes], expected: int, advance: Callable[[float], None]) -> Iterator[bytes]:
    """The same blocks; `advance` is told every some seconds of sound."""
    seen, told = 0, 0
    for block in blocks:
        yield block
        seen += len(block)
        if expected and seen - told >= _TOLD_BYTES:
            told = seen
            advance(seen // 2 // SAMPLES_PER_MS / expected)


def _samples(container: InputContainer, stream: AudioStream, damage: _Damage) -> Iterator[bytes]:
    """Blocks of mono 16 kHz int16 samples."""
    resampler: AudioResampler | None = None
    shape: tuple[object, ...] = ()
    for frame in _frames(container, stream, damage):
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or found != shape:  # a stream may change its format half-way
            yield from _flushed(resampler)
            resampler, shape = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE), found
        frame.pts = None
        for block in resampler.resample(frame):
            yield block.to_ndarray().astype("<i2", copy=False).tobytes()
    yield from _flushed(resampler)


def _flushed(resampler: AudioResampler | None) -> Iterator[bytes]:
    for block in resampler.resample(None) if resampler else ():
        yield block.to_ndarray().astype("<i2", copy=False).tobytes()


def _frames(container: InputContainer, stream: AudioStream, damage: _Damage) -> Iterator[AudioFrame]:
    """All frames that can be decoded; damaged packets are counted and passed over."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except FFmpegError as error:
            damage.broke_off = error.strerror or str(error)
            return
        try:
            frames = packet.decode()
        except FFmpegError:
            damage.packets += 1
            continue
        damage.good_packets += bool(frames)
        yield from (frame for frame in frames if isinstance(frame, AudioFrame))


def _warnings(container: InputContainer, stream: AudioStream, damage: _Damage, duration: int) -> Iterator[str]:
    if damage.packets > 1:  # a single one is often a tag at the end
        yield f"The audio is damaged: {damage.packets} of its packets could not be decoded and were left out."
    claimed = int((stream.duration or 0) * (stream.time_base or 0) * 1000)
    is_estimate = container.format.name in _ESTIMATED_DURATIONS
    if damage.broke_off or (not is_estimate and duration + 1000 < claimed * 0.95):
        seconds = duration / 1000
        yield f"The file ends early: only its first {seconds:.1f} seconds could be decoded."


def _reason(source: Path, error: FFmpegError | None) -> str:
    if is_protected(source):
        return "it is encrypted"
    return "" if error is None else (error.strerror or "").lower()


def _unsupported(kind: FileType, reason: str = "") -> UnsupportedAudioError:
    detail = f"{kind.description}; {reason}" if reason else kind.description
    msg = f"Transcoding failed. File does not appear to contain audio. File type is {kind.mime} ({detail})."
    return UnsupportedAudioError(msg)

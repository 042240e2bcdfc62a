"""Any recording that FFmpeg reads, as mono 16 kHz int16 on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError

from scriba.core.audio import MIN_AUDIO_MS, SAMPLES_PER_MS
from scriba.core.errors import AudioRangeError, AudioTooLongError, AudioTooShortError, UnsupportedAudioError
from scriba.pipeline.mixing import WHOLE, Excerpt, Heard, Mix, Outputs, blocks
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


_TOLD_MS: Final = 10_000
"""How much is decoded between two reports of progress."""

MAX_CHANNELS: Final = 64
"""FFmpeg resamples no more at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedAudio:
    """What was found in the file, and where its samples are.

    `duration` of the whole recording and `start` of what was kept in ms; `warnings` for people.
    """

    duration: int
    start: int
    files: tuple[Path, ...]
    container: str
    codec: str
    channels: int
    sample_rate: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What to decode, and where to."""

    source: Path
    target: Path
    kind: FileType
    name: str
    excerpt: Excerpt
    max_ms: int | None
    advance: Callable[[float], None]


class _OutOfPhaseError(Exception):
    """The mix of two channels has nothing left of what they have in common."""


@dataclass(slots=True)
class Damage:
    """What went wrong on the way through a file."""

    packets: int = 0
    good_packets: int = 0
    broke_off: str = ""


def decode(
    source: Path,
    target: Path,
    *,
    excerpt: Excerpt = WHOLE,
    is_split: bool = False,
    max_ms: int | None = None,
    name: str = "",
    advance: Callable[[float], None] = lambda _share: None,
) -> DecodedAudio:
    """Write an excerpt of the best audio stream of `source` to `target`, raw little-endian int16, mono, 16 kHz.

    With `is_split` every channel goes into a file of its own beside `target`, numbered from 1. `name` is the file's
    original name, consulted only where the content does not tell its format. What can be read of a damaged file is
    kept, with a warning. Raises UnsupportedAudioError, AudioTooShortError (under 160 ms), AudioTooLongError (over
    `max_ms`), AudioRangeError (the excerpt is not in the recording); then no file is left.
    `advance` is told the share that is done, where the file says how long it is.
    """
    kind = sniff(source)
    if not kind.may_hold_audio:
        raise _unsupported(kind)
    wanted = _Wanted(
        source=source, target=target, kind=kind, name=name, excerpt=excerpt, max_ms=max_ms, advance=advance
    )
    try:
        if is_split:
            return _decode_as(wanted, Mix.SPLIT)
        try:
            return _decode_as(wanted, Mix.MONO)
        except _OutOfPhaseError:
            # Known only at the end, and rare: worth a second pass then, not worth two files always.
            return _decode_as(wanted, Mix.DIFFERENCE)
    except FFmpegError as error:
        raise _unsupported(kind, _reason(source, error)) from error


def _decode_as(wanted: _Wanted, mix: Mix) -> DecodedAudio:
    outputs = Outputs(wanted.target, is_split=mix is Mix.SPLIT)
    try:
        with opened(wanted.source, wanted.kind, wanted.name) as container:
            return _decode_stream(container, wanted, mix, outputs)
    except BaseException:
        outputs.discard()
        raise


def opened(source: Path, kind: FileType, name: str) -> InputContainer:
    """The file, its format chosen from the closed list; `name` as in `decode`. Raises FFmpegError."""
    extension = name.rpartition(".")[2].lower()
    return av.open(
        f"file:{source}",
        mode="r",
        format=_RAW_FORMATS.get(extension) if kind.is_unknown else None,
        metadata_errors="replace",
        options={"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"},
    )


def _decode_stream(container: InputContainer, wanted: _Wanted, mix: Mix, outputs: Outputs) -> DecodedAudio:
    stream = container.streams.best("audio")
    if not isinstance(stream, AudioStream):
        raise _unsupported(wanted.kind, "it has no audio stream")
    if stream.codec_context is None:
        raise _unsupported(wanted.kind, _reason(wanted.source, None) or "no decoder for its audio")
    damage, heard = Damage(), Heard()
    expected = (container.duration or 0) // 1000  # FFmpeg tells microseconds
    frames = _told(frames_of(container, stream, damage), heard, expected, wanted.advance)
    if mix is Mix.SPLIT:
        frames = _countable(frames, wanted.kind)
    for block in blocks(frames, mix, wanted.excerpt, heard):
        outputs.write(block)
        _check_length(outputs.samples, wanted.max_ms)
    outputs.finish()
    if damage.packets > damage.good_packets:
        # Mostly rubbish: noise that happens to look like an audio format, or encrypted samples.
        raise _unsupported(wanted.kind, _reason(wanted.source, None) or "its audio is damaged")
    if mix is Mix.MONO and heard.products.is_out_of_phase:
        raise _OutOfPhaseError
    length = outputs.samples // SAMPLES_PER_MS
    duration = length if wanted.excerpt.is_whole else max(heard.duration, wanted.excerpt.start + length)
    _check_range(wanted.excerpt, heard.duration, length)
    return DecodedAudio(
        duration=duration,
        start=wanted.excerpt.start,
        files=outputs.paths,
        container=container.format.name,
        codec=stream.codec_context.name,
        channels=heard.channels,
        sample_rate=stream.codec_context.sample_rate,
        warnings=(
            *_damage_warnings(container, stream, damage, duration),
            *_channel_warnings(heard, mix),
            *_range_warnings(wanted.excerpt, duration),
        ),
    )


def _check_length(samples: int, max_ms: int | None) -> None:
    if max_ms is not None and samples > max_ms * SAMPLES_PER_MS:
        msg = f"Audio duration is too long: this server takes up to {max_ms / 3_600_000:g} hours."
        raise AudioTooLongError(msg)


def _check_range(excerpt: Excerpt, duration: int, length: int) -> None:
    if excerpt.start and excerpt.start >= duration:
        msg = f"audio_start_from ({excerpt.start} ms) is beyond the end of the audio, which is {duration} ms long."
        raise AudioRangeError(msg)
    if length < MIN_AUDIO_MS:
        raise AudioTooShortError


def _countable(frames: Iterator[AudioFrame], kind: FileType) -> Iterator[AudioFrame]:
    """The same frames, if they do not have too many channels to split."""
    for frame in frames:
        count = frame.layout.nb_channels
        if count > MAX_CHANNELS:
            raise _unsupported(kind, f"it has {count} channels, and at most {MAX_CHANNELS} can be split")
        yield frame


def _told(
    frames: Iterator[AudioFrame], heard: Heard, expected: int, advance: Callable[[float], None]
) -> Iterator[AudioFrame]:
    """The same frames; `advance` is told every some seconds of sound."""
    told = 0.0
    for frame in frames:
        yield frame
        if expected and heard.ms - told >= _TOLD_MS:
            told = heard.ms
            advance(heard.ms / expected)


def frames_of(container: InputContainer, stream: AudioStream, damage: Damage) -> Iterator[AudioFrame]:
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


def _damage_warnings(container: InputContainer, stream: AudioStream, damage: Damage, duration: int) -> Iterator[str]:
    if damage.packets > 1:  # a single one is often a tag at the end
        yield f"The audio is damaged: {damage.packets} of its packets could not be decoded and were left out."
    claimed = int((stream.duration or 0) * (stream.time_base or 0) * 1000)
    is_estimate = container.format.name in _ESTIMATED_DURATIONS
    if damage.broke_off or (not is_estimate and duration + 1000 < claimed * 0.95):
        seconds = duration / 1000
        yield f"The file ends early: only its first {seconds:.1f} seconds could be decoded."


def _channel_warnings(heard: Heard, mix: Mix) -> Iterator[str]:
    if mix is Mix.DIFFERENCE:
        yield (
            "The two channels are out of phase, so that mixing them would cancel what is said: their difference was "
            "transcribed instead."
        )
    copies = heard.products.copies() if mix is Mix.SPLIT else []
    if copies:
        numbers = " and ".join(str(channel + 1) for channel in copies)
        yield (
            f"Channels {numbers} carry the same sound. Each was transcribed by itself, as multichannel asks: the words "
            "appear once for each of them. Such recordings need no multichannel."
        )
    if heard.changes_channels and mix is not Mix.MONO:
        yield f"The number of channels changes within the file: the {heard.channels} of its beginning were used."


def _range_warnings(excerpt: Excerpt, duration: int) -> Iterator[str]:
    if excerpt.end is not None and excerpt.end > duration:
        yield f"audio_end_at ({excerpt.end} ms) is beyond the end of the audio, which is {duration} ms long."


def _reason(source: Path, error: FFmpegError | None) -> str:
    if is_protected(source):
        return "it is encrypted"
    return "" if error is None else (error.strerror or "").lower()


def _unsupported(kind: FileType, reason: str = "") -> UnsupportedAudioError:
    detail = f"{kind.description}; {reason}" if reason else kind.description
    msg = f"Transcoding failed. File does not appear to contain audio. File type is {kind.mime} ({detail})."
    return UnsupportedAudioError(msg)

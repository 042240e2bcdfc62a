"""Any recording that FFmpeg reads, as mono 16 kHz int16 on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedAudio:
    """What was found in the file; `duration` in ms, `warnings` for people."""

    duration: int
    container: str
    codec: str
    channels: int
    sample_rate: int
    warnings: tuple[str, ...] = ()


def decode(source: Path, target: Path, *, max_ms: int | None = None, name: str = "") -> DecodedAudio:
    """Write the best audio stream of `source` to `target`, raw little-endian int16, mono, 16 kHz.

    `name` is the file's original name, consulted only where the content does not tell its format. Raises
    UnsupportedAudioError, AudioTooShortError (under 160 ms), AudioTooLongError (over `max_ms`).
    """
    raise NotImplementedError

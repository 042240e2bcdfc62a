"""Which formats the installed FFmpeg libraries can decode."""

from __future__ import annotations

from typing import Final

from av.codec import Codec
from av.codec.codec import UnknownCodecError

_NEEDED: Final = {
    "AAC": "aac",
    "AC-3": "ac3",
    "ALAC": "alac",
    "AMR": "amrnb",
    "APE": "ape",
    "FLAC": "flac",
    "MP3": "mp3float",
    "Opus": "opus",
    "PCM": "pcm_s16le",
    "TTA": "tta",
    "Vorbis": "vorbis",
    "WavPack": "wavpack",
    "WMA": "wmav2",
}
"""Audio codecs behind the contract's list of formats, and FFmpeg's decoder of each."""


def decoders() -> dict[str, bool]:
    """Every codec that recordings commonly have, and whether it can be decoded here."""
    return {name: _is_available(decoder) for name, decoder in _NEEDED.items()}


def _is_available(decoder: str) -> bool:
    try:
        Codec(decoder, "r")
    except UnknownCodecError:
        return False
    return True

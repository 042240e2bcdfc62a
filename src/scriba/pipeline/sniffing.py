"""What a file is, by its first bytes. Names and declared types are not believed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typing_extensions import override

HEAD_BYTES: Final = 8192


@dataclass(frozen=True, slots=True)
class FileType:
    """A media type, and what to call the file in a sentence."""

    mime: str
    description: str

    @property
    def is_unknown(self) -> bool:
        """The content tells nothing."""
        return self.mime == "application/octet-stream"

    @property
    def may_hold_audio(self) -> bool:
        """Whether it is worth handing to a decoder."""
        return self.is_unknown or self.mime.startswith(("audio/", "video/"))

    @override
    def __str__(self) -> str:
        """As error texts name it."""
        return f"{self.mime} ({self.description})"


EMPTY: Final = FileType("application/x-empty", "empty file")
UNKNOWN: Final = FileType("application/octet-stream", "unrecognized data")
TEXT: Final = FileType("text/plain", "text")
HTML: Final = FileType("text/html", "HTML document")

_MAGIC: Final = (
    (0, b"%PDF-", FileType("application/pdf", "PDF document")),
    (0, b"\xff\xd8\xff", FileType("image/jpeg", "JPEG image")),
    (0, b"\x89PNG\r\n\x1a\n", FileType("image/png", "PNG image")),
    (0, b"GIF8", FileType("image/gif", "GIF image")),
    (0, b"BM", FileType("image/bmp", "BMP image")),
    (0, b"II*\x00", FileType("image/tiff", "TIFF image")),
    (0, b"MM\x00*", FileType("image/tiff", "TIFF image")),
    (8, b"WEBP", FileType("image/webp", "WebP image")),
    (0, b"PK\x03\x04", FileType("application/zip", "ZIP archive or Office document")),
    (0, b"\x1f\x8b", FileType("application/gzip", "gzip archive")),
    (0, b"BZh", FileType("application/x-bzip2", "bzip2 archive")),
    (0, b"7z\xbc\xaf\x27\x1c", FileType("application/x-7z-compressed", "7-Zip archive")),
    (0, b"\xfd7zXZ\x00", FileType("application/x-xz", "XZ archive")),
    (0, b"Rar!", FileType("application/vnd.rar", "RAR archive")),
    (0, b"\x28\xb5\x2f\xfd", FileType("application/zstd", "Zstandard archive")),
    (0, b"\x7fELF", FileType("application/x-executable", "ELF program")),
    (0, b"MZ", FileType("application/vnd.microsoft.portable-executable", "Windows program")),
    (0, b"\xd0\xcf\x11\xe0", FileType("application/x-ole-storage", "older Office document")),
    (0, b"SQLite format 3", FileType("application/vnd.sqlite3", "SQLite database")),
    (0, b"MThd", FileType("audio/midi", "MIDI notes")),
    (8, b"WAVE", FileType("audio/wav", "WAV audio")),
    (8, b"AVI ", FileType("video/x-msvideo", "AVI video")),
    (0, b"fLaC", FileType("audio/flac", "FLAC audio")),
    (0, b"OggS", FileType("audio/ogg", "Ogg media")),
    (0, b"ID3", FileType("audio/mpeg", "MP3 audio")),
    (0, b"\x1aE\xdf\xa3", FileType("video/webm", "Matroska or WebM media")),
    (0, b"0&\xb2u\x8ef\xcf\x11", FileType("audio/x-ms-wma", "Windows Media file")),
    (0, b".snd", FileType("audio/basic", "Sun audio")),
    (0, b"#!AMR", FileType("audio/amr", "AMR audio")),
    (0, b"caff", FileType("audio/x-caf", "Core Audio file")),
    (0, b"FLV", FileType("video/x-flv", "Flash video")),
    (0, b"wvpk", FileType("audio/x-wavpack", "WavPack audio")),
    (0, b"TTA1", FileType("audio/x-tta", "True Audio")),
    (0, b"MAC ", FileType("audio/x-ape", "Monkey's Audio")),
    (0, b"RF64", FileType("audio/wav", "WAV audio")),
    (0, b"riff", FileType("audio/x-w64", "Wave64 audio")),
    (0, b"NIST_1A", FileType("audio/x-nist", "NIST Sphere audio")),
    (8, b"AIFF", FileType("audio/aiff", "AIFF audio")),
    (8, b"AIFC", FileType("audio/aiff", "AIFF audio")),
    (0, b"\x00\x00\x01\xba", FileType("video/mpeg", "MPEG video")),
)

_ISO_BRANDS: Final = {
    b"M4A": FileType("audio/mp4", "MPEG-4 audio"),
    b"M4B": FileType("audio/mp4", "MPEG-4 audio book"),
    b"3gp": FileType("video/3gpp", "3GPP media"),
    b"qt ": FileType("video/quicktime", "QuickTime movie"),
    b"aax": FileType("audio/vnd.audible.aax", "Audible audio"),
    b"avi": FileType("image/avif", "AVIF image"),
    b"hei": FileType("image/heic", "HEIF image"),
    b"mif": FileType("image/heif", "HEIF image"),
}
_MP4: Final = FileType("video/mp4", "MPEG-4 media")


def sniff(path: Path) -> FileType:
    """The type of a file."""
    with path.open("rb") as stream:
        return sniff_bytes(stream.read(HEAD_BYTES))


def sniff_bytes(head: bytes) -> FileType:
    """The type of a file that begins with these bytes."""
    if not head:
        return EMPTY
    for offset, magic, found in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return found
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide"}:
        return _ISO_BRANDS.get(head[8:11], _MP4) if head[4:8] == b"ftyp" else _MP4
    if _is_text(head):
        return _text_type(head)
    return UNKNOWN


_NEVER_IN_TEXT: Final = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b"))


def _is_text(head: bytes) -> bool:
    if any(byte in _NEVER_IN_TEXT for byte in head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character cut in two at the end of what was read
    return True


def _text_type(head: bytes) -> FileType:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start:
        return HTML
    if start.startswith(b"<?xml"):
        return FileType("text/xml", "XML document")
    if start.startswith((b"{", b"[")):
        return FileType("application/json", "JSON text")
    return TEXT


_PROTECTED_ISO: Final = (b"enca", b"encv", b"drms", b"aavd")
_PROTECTED_ASF: Final = bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e")
"""The GUID of ASF's content encryption object."""

_PROTECTION_SEARCH_BYTES: Final = 4 << 20


def is_protected(path: Path) -> bool:
    """Whether an MPEG-4 or Windows Media file says that its samples are encrypted."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(_PROTECTION_SEARCH_BYTES)
        stream.seek(max(0, size - _PROTECTION_SEARCH_BYTES))
        tail = stream.read()
    if head[4:8] == b"ftyp":
        return any(mark in part for mark in _PROTECTED_ISO for part in (head, tail))
    return head.startswith(b"0&\xb2u") and _PROTECTED_ASF in head

"""WebVTT captions."""

from __future__ import annotations

from scriba.core.transcript import Transcript
from scriba.exports.cues import DEFAULT_CHARACTERS, clock, cues


def to_vtt(transcript: Transcript, characters: int = DEFAULT_CHARACTERS, *, speaker_labels: bool = False) -> str:
    """Captions behind the header; times as `HH:MM:SS.mmm`, markup characters escaped."""
    blocks = (
        "\n".join((f"{clock(cue.start, '.')} --> {clock(cue.end, '.')}", *map(_escape, cue.lines), ""))
        for cue in cues(transcript, characters, speaker_labels=speaker_labels)
    )
    return "\n".join(("WEBVTT\n", *blocks))


def _escape(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

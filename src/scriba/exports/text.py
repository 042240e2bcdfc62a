"""Plain text."""

from __future__ import annotations

from scriba.core.transcript import Transcript


def to_text(transcript: Transcript) -> str:
    """The running text, ended by a line feed."""
    return f"{transcript.text}\n" if transcript.words else ""

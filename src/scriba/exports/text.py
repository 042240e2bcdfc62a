"""Plain text."""

from __future__ import annotations

from scriba.core.transcript import Transcript


def to_text(transcript: Transcript, *, speaker_labels: bool = False) -> str:
    """The running text, ended by a line feed; with labels a line an utterance, `Speaker A: ` before it."""
    if speaker_labels:
        return "".join(f"Speaker {one.speaker}: {one.text}\n" for one in transcript.utterances)
    return f"{transcript.text}\n" if transcript.words else ""

"""SubRip captions."""

from __future__ import annotations

from scriba.core.transcript import Transcript
from scriba.exports.cues import DEFAULT_CHARACTERS, clock, cues


def to_srt(transcript: Transcript, characters: int = DEFAULT_CHARACTERS, *, speaker_labels: bool = False) -> str:
    """Numbered captions; times as `HH:MM:SS,mmm`."""
    blocks = (
        "\n".join((str(number), f"{clock(cue.start, ',')} --> {clock(cue.end, ',')}", *cue.lines, ""))
        for number, cue in enumerate(cues(transcript, characters, speaker_labels=speaker_labels), start=1)
    )
    return "\n".join(blocks)

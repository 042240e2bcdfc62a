"""Voices as columns: a point is its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, RowMapping, delete, insert

from scriba.core.speakers import Voice
from scriba.store.schema import transcript_voices

_KIND: Final = "<f4"


def voice_columns(voice: Voice) -> dict[str, Any]:
    """The columns that hold a voice."""
    return {"point": voice.point.astype(_KIND).tobytes(), "speech": voice.speech, "model": voice.model}


def voice_from(row: RowMapping) -> Voice:
    """The inverse of `voice_columns`."""
    point = np.frombuffer(row["point"], dtype=_KIND).astype(np.float32)
    return Voice(point=point, speech=row["speech"], model=row["model"])


def keep_voices(connection: Connection, transcript_id: str, voices: Mapping[str, Voice]) -> None:
    """Store the voices of a transcript's speakers by label."""
    rows = [
        {"transcript_id": transcript_id, "speaker": label, **voice_columns(voice)} for label, voice in voices.items()
    ]
    if rows:
        connection.execute(insert(transcript_voices), rows)


def drop_voices(connection: Connection, transcript_id: str) -> None:
    """Delete the voices of a transcript's speakers."""
    connection.execute(delete(transcript_voices).where(transcript_voices.c.transcript_id == transcript_id))

"""Recordings with references: a folder with a `manifest.jsonl`, one object a line.

Fields: `id`, `audio` (a path from the folder or from the one above it), and where known `text`, `language`, `domain`,
`seconds`, `kind`, `segments` (`text`, `start`, `end` in seconds). `text` is "" where nothing is spoken, and absent where the
words are not known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Segment:
    """An utterance and its seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One recording."""

    id: str
    audio: Path
    text: str | None
    language: str | None
    domain: str
    kind: str
    is_overlapped: bool
    """Several people speak at once, so that there is no one order of the words."""
    seconds: float = 0.0
    segments: tuple[Segment, ...] = ()


def read(folder: Path) -> list[Item]:
    """All items of a manifest whose recordings exist."""
    with (folder / "manifest.jsonl").open() as lines:
        items = [_item(folder, json.loads(line)) for line in lines if line.strip()]
    return [item for item in items if item.audio.is_file()]


def _item(folder: Path, fields: dict[str, Any]) -> Item:
    places = [root / str(fields["audio"]) for root in (folder, folder.parent)]
    text = fields.get("text")
    language = fields.get("language")
    return Item(
        id=str(fields["id"]),
        audio=next((place for place in places if place.is_file()), places[0]),
        text=None if text is None else str(text),
        language=None if language is None else str(language),
        domain=str(fields.get("domain", "")),
        kind=str(fields.get("kind", "")),
        is_overlapped=bool(fields.get("shared_audio")),
        seconds=float(fields.get("seconds", 0.0)),
        segments=tuple(
            Segment(str(one["text"]), one["start"], one["end"]) for one in fields.get("segments", ()) if "start" in one
        ),
    )

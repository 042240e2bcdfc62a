"""What stages hand to each other through the store: windows as JSON, and work items cut from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from scriba.core.audio import Audio, Channel, Region, Window
from scriba.core.job import ItemKind, NewItem
from scriba.core.transcript import Word
from scriba.pipeline.parts import parts

SPEECH_PER_ITEM_MS: Final = 60_000
"""Windows of one recognize item. Large enough to decode in a batch, small enough that a killed worker loses seconds
and that a short clip waits seconds behind a long recording (ADR 0006)."""

WindowRow = list[Any]
"""A window as JSON: start, end, [[start, end] of each region]."""


def window_row(window: Window) -> WindowRow:
    """A window for the store."""
    return [window.start, window.end, [[region.start, region.end] for region in window.regions]]


def window_from(row: Sequence[Any]) -> Window:
    """The inverse of `window_row`."""
    start, end, regions = row
    return Window(start=start, end=end, regions=tuple(Region(start=first, end=last) for first, last in regions))


def channel_rows(channels: Sequence[Channel], files: Sequence[Path]) -> list[dict[str, Any]]:
    """Channels for the store, each with the name of its file in the workspace."""
    return [
        {
            "audio": file.name,
            "name": channel.name,
            "start": channel.start,
            "windows": [window_row(window) for window in channel.windows],
        }
        for channel, file in zip(channels, files, strict=True)
    ]


def channel_from(row: Mapping[str, Any], workspace: Path) -> Channel:
    """The inverse of `channel_rows`, for one of them."""
    return Channel(
        audio=Audio.open(workspace / row["audio"]),
        windows=tuple(window_from(window) for window in row["windows"]),
        name=row["name"],
        start=row["start"],
    )


def recognize_items(
    channels: Sequence[Channel], language: str, recognizer: str, second: Mapping[str, str] | None = None
) -> list[NewItem]:
    """Neighbouring windows of a channel grouped into items of about `SPEECH_PER_ITEM_MS`, those of all by time.

    `second` has a second language that may be spoken, with its recognizer.
    """
    groups = [(index, group) for index, channel in enumerate(channels) for group in _grouped(channel.windows)]
    groups.sort(key=lambda group: group[1][0].start)
    return [
        NewItem(
            kind=ItemKind.RECOGNIZE,
            index=number,
            start=channels[index].start + group[0].start,
            end=channels[index].start + group[-1].end,
            payload={
                "channel": index,
                "windows": [window_row(window) for window in group],
                "language": language,
                "recognizer": recognizer,
                **({"second": dict(second)} if second else {}),
            },
        )
        for number, (index, group) in enumerate(groups)
    ]


def _grouped(windows: Sequence[Window]) -> list[list[Window]]:
    groups: list[list[Window]] = []
    for window in windows:
        if not groups or sum(each.end - each.start for each in groups[-1]) + (window.end - window.start) > (
            SPEECH_PER_ITEM_MS
        ):
            groups.append([])
        groups[-1].append(window)
    return groups


def diarize_items(channels: Sequence[Channel]) -> list[NewItem]:
    """One item for each part of each channel on which somebody speaks."""
    places = [
        (index, part, len(parts(channel.audio.duration)))
        for index, channel in enumerate(channels)
        if channel.windows
        for part in range(len(parts(channel.audio.duration)))
    ]
    return [
        NewItem(
            kind=ItemKind.DIARIZE,
            index=number,
            start=channels[index].start + channels[index].audio.duration * part // count,
            end=channels[index].start + channels[index].audio.duration * (part + 1) // count,
            payload={"channel": index, "part": part},
        )
        for number, (index, part, count) in enumerate(places)
    ]


def words_result(words: Sequence[Sequence[Word]]) -> dict[str, Any]:
    """Words of each window for the store."""
    return {"words": [[word.row() for word in window] for window in words]}


def words_from(result: Mapping[str, Any]) -> list[tuple[Word, ...]]:
    """The inverse of `words_result`."""
    return [tuple(Word.from_row(row) for row in window) for window in result["words"]]

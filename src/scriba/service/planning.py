"""What stages hand to each other through the store: windows as JSON, and work items cut from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scriba.core.audio import Region, Window
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


def recognize_items(windows: Sequence[Window], language: str, recognizer: str) -> list[NewItem]:
    """Neighbouring windows grouped into items of about `SPEECH_PER_ITEM_MS`."""
    groups: list[list[Window]] = []
    for window in windows:
        if not groups or sum(each.end - each.start for each in groups[-1]) + (window.end - window.start) > (
            SPEECH_PER_ITEM_MS
        ):
            groups.append([])
        groups[-1].append(window)
    return [
        NewItem(
            kind=ItemKind.RECOGNIZE,
            index=index,
            start=group[0].start,
            end=group[-1].end,
            payload={
                "windows": [window_row(window) for window in group],
                "language": language,
                "recognizer": recognizer,
            },
        )
        for index, group in enumerate(groups)
    ]


def diarize_items(duration: int) -> list[NewItem]:
    """One item for each part of a recording of so many ms."""
    count = len(parts(duration))
    return [
        NewItem(
            kind=ItemKind.DIARIZE,
            index=index,
            start=duration * index // count,
            end=duration * (index + 1) // count,
        )
        for index in range(count)
    ]


def words_result(words: Sequence[Sequence[Word]]) -> dict[str, Any]:
    """Words of each window for the store."""
    return {"words": [[word.row() for word in window] for window in words]}


def words_from(result: Mapping[str, Any]) -> list[tuple[Word, ...]]:
    """The inverse of `words_result`."""
    return [tuple(Word.from_row(row) for row in window) for window in result["words"]]

"""How far a transcript is: computed from sums over its work items, so that asking is cheap for any recording."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scriba.core.job import ItemKind, Progress, Status

PREPARED: Final = 0.1
"""The share of the way that lies behind a recording once it is decoded and speech is found."""

FINISHING: Final = 0.98
"""Where the last stage begins."""

NEARLY: Final = 0.999
"""The most that is told of a transcript that is not completed: something may follow the last stage."""

DIARIZING: Final = 0.3
"""What a millisecond of diarization weighs beside one of recognition, by the time that they usually take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTally:
    """A transcript's items of one kind. Times of the recording and of the clock in ms.

    `covered` is what the items cover of the recording, `behind` how much of that is done, begun items by their
    share. `first_open` is where the earliest item that is not done begins; `since` when work on the first began.
    """

    known: int
    done: int
    covered: int = 0
    behind: float = 0.0
    share: float = 0.0
    first_open: int | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A transcript without its words: all that listeners watch. `waiting` counts those queued before it."""

    status: Status
    error: str | None = None
    duration: int | None = None
    waiting: int | None = None
    tallies: Mapping[ItemKind, ItemTally] = field(default_factory=dict)

    @property
    def recognized_until(self) -> int | None:
        """Up to where all of the recording's words are there, ms; None as long as nobody knows what there is to do."""
        items = self.tallies.get(ItemKind.RECOGNIZE)
        if items is None:
            return None
        return self.duration if items.first_open is None else items.first_open

    def progress(self, now: int) -> Progress:
        """Where the work stands. The fraction never goes back while a transcript is worked on."""
        behind, ahead = self._work()
        recognized = self.tallies.get(ItemKind.RECOGNIZE)
        heard = recognized.behind / recognized.covered if recognized and recognized.covered else 0.0
        return Progress(
            stage=next((kind for kind in ItemKind if self._is_open(kind)), None),
            fraction=math.floor(self._fraction(behind, ahead) * 10_000) / 10_000,
            audio_done=int((self.duration or 0) * heard),
            left=self._left(behind, ahead, now),
            waiting=self.waiting,
        )

    def _is_open(self, kind: ItemKind) -> bool:
        tally = self.tallies.get(kind)
        return tally is not None and tally.done < tally.known

    def _fraction(self, behind: float, ahead: float) -> float:
        if self.status == Status.COMPLETED:
            return 1.0
        preparing = self.tallies.get(ItemKind.PREPARE)
        if preparing is None or preparing.done < preparing.known:
            return PREPARED * (preparing.share if preparing else 0.0)
        finishing = self.tallies.get(ItemKind.FINISH)
        if finishing is not None:
            return min(NEARLY, FINISHING + (1 - FINISHING) * finishing.share)
        return PREPARED + (FINISHING - PREPARED) * (behind / (behind + ahead) if behind else 0.0)

    def _work(self) -> tuple[float, float]:
        """Recognition and diarization behind and ahead, in ms of recognition.

        Nothing counts until recognition is cut into items: before that nobody knows what lies ahead.
        """
        recognized, heard = self.tallies.get(ItemKind.RECOGNIZE), self.tallies.get(ItemKind.DIARIZE)
        if recognized is None:
            return 0.0, 0.0
        total, behind = float(recognized.covered), recognized.behind
        if heard is not None:
            total += DIARIZING * heard.covered
            behind += DIARIZING * heard.behind
        return behind, max(0.0, total - behind)

    def _left(self, behind: float, ahead: float, now: int) -> int | None:
        """Estimated ms to the end, at the pace so far; None while there is no pace to go by."""
        begun = [tally.since for kind in _MEASURED if (tally := self.tallies.get(kind)) and tally.since is not None]
        if self.status.is_final or not begun or not behind:
            return None
        return round((now - min(begun)) * ahead / behind)


_MEASURED: Final = (ItemKind.RECOGNIZE, ItemKind.DIARIZE)

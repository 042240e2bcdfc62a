"""Which work items may share a worker process, so that a crash can be laid at one door (ADR 0045).

When a process dies of its own, nobody can tell which of the items in it was to blame: all of them get a strike. From
then on each of them runs alone. So the culprit convicts itself, and company costs an innocent item one strike at most.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scriba.core.job import Interruption, WorkItem

PLACE_MS: Final = 30_000
"""What an item that takes one place covers of a recording: a window at its longest."""

FULL: Final = 2
"""Places that an item takes at most: a minute, as items are cut, or more with long pauses in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a worker holds while it looks for another item, and its places: short items take fewer than long ones."""

    held: tuple[WorkItem, ...] = ()
    places: int = 1

    @property
    def is_open(self) -> bool:
        """Whether any item may join: there is a place, and nothing here is under suspicion."""
        return sum(map(places_of, self.held)) < self.places and not any(item.strikes for item in self.held)

    def admits(self, strikes: int) -> bool:
        """Whether an item with so many strikes may join: suspects only where nothing else is."""
        return self.is_open and not (strikes and self.held)

    @property
    def crowded(self) -> frozenset[str]:
        """Transcripts that have all places here but those of one item: these are for others, which then need not wait."""
        most = max(FULL + 1, self.places - FULL)
        taken: Counter[str] = Counter()
        for item in self.held:
            taken[item.transcript_id] += places_of(item)
        return frozenset(job_id for job_id, count in taken.items() if count >= most)


def places_of(item: WorkItem) -> int:
    """How many places an item takes."""
    return min(FULL, max(1, math.ceil(item.audio / PLACE_MS)))


ALONE: Final = Company()
"""A worker that holds nothing, and one item at most."""


def blame(
    held: Iterable[WorkItem], hung: frozenset[int], interruption: Interruption
) -> list[tuple[WorkItem, Interruption]]:
    """Why each attempt ended in a process that was ended for those items in it that `hung` (ids), or ended by itself.

    Where the time limit is one item's fault, the others were only stopped.
    """
    if not hung:
        return [(item, interruption) for item in held]
    return [(item, Interruption.HANG if item.id in hung else Interruption.STOPPED) for item in held]

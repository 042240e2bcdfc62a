"""The stages of a transcript as work items, one file each: from preparing the recording to understanding the text.

Each reads what the stages before it have checkpointed and tells what follows; none of them touches a row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from scriba.core.job import ItemKind, Job, WorkItem
from scriba.service.stages.diarize import diarize
from scriba.service.stages.enrol import enrol
from scriba.service.stages.finish import finish
from scriba.service.stages.identify import identify
from scriba.service.stages.prepare import prepare
from scriba.service.stages.recognize import recognize
from scriba.service.stages.redact import redact
from scriba.service.stages.tools import Engines, Outcome, Tools
from scriba.service.stages.understand import understand

__all__ = ["STAGES", "Engines", "Outcome", "Stages", "Tools"]

Stage = Callable[[Tools, WorkItem, Job], Outcome]
"""The body of a work item; raises AudioError, ModelError and whatever the observer of the pipeline raises."""

STAGES: Final[Mapping[ItemKind, Stage]] = {
    ItemKind.PREPARE: prepare,
    ItemKind.IDENTIFY: identify,
    ItemKind.RECOGNIZE: recognize,
    ItemKind.DIARIZE: diarize,
    ItemKind.FINISH: finish,
    ItemKind.ENROL: enrol,
    ItemKind.UNDERSTAND: understand,
    ItemKind.REDACT: redact,
}
"""Every kind of work item and what does it."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Runs one work item at a time."""

    tools: Tools

    def run(self, item: WorkItem) -> Outcome:
        """Do an item's work; raises like a stage."""
        return STAGES[item.kind](self.tools, item, self.tools.jobs.get(item.transcript_id))

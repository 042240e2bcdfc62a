"""Calls that wait for their transcript: jobs like all others, which end when their caller has the result or has gone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from scriba.core.calls import (
    BrokenCallError,
    CallStore,
    FailedCallError,
    UnknownCallModelError,
    UnsupportedTaskError,
)
from scriba.core.engines import Task
from scriba.core.errors import TranscriptNotFoundError
from scriba.core.job import Caller, Job, Status
from scriba.core.options import TranscriptRequest
from scriba.core.transcript import Transcript
from scriba.service.transcripts import Transcripts
from scriba.service.uploads import Uploads, UploadWriter

log = structlog.get_logger()

_OUR_FAULTS = ("Processing error", "Server error")
"""How errors begin that no recording is to blame for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The use cases of the OpenAI dialect."""

    transcripts: Transcripts
    uploads: Uploads
    rows: CallStore
    models: Mapping[str, Sequence[str]]
    """Names of the dialect, and the logical models that stand for each."""
    max_bytes: int
    keeps_transcripts: bool

    def model_names(self) -> list[str]:
        """Every name that a call may use: the dialect's, ours, and those of the recognizers."""
        routing = self.transcripts.routing
        recognizers = [card.name for card in routing.cards.values()]
        return list(dict.fromkeys((*self.models, *routing.cards, *routing.aliases, *recognizers)))

    def speech_models(self, name: str, task: Task) -> list[str]:
        """The logical models that a name stands for; raises UnknownCallModelError and UnsupportedTaskError."""
        routing = self.transcripts.routing
        found = list(self.models.get(name, ()))
        if name in routing.cards or name in routing.aliases:
            found = [name]
        found = found or [model for model, card in routing.cards.items() if card.name == name]
        if not found:
            raise UnknownCallModelError(name)
        if task == Task.TRANSLATE:
            found = [model for model in found if routing.cards[routing.aliases.get(model, model)].translates]
        if not found:
            raise UnsupportedTaskError(f"The model '{name}' cannot translate.", "model")
        return found

    def begin(self, declared_size: int | None) -> UploadWriter:
        """Open the recording's upload; raises UploadTooLargeError."""
        return self.uploads.begin(declared_size, max_bytes=self.max_bytes)

    def submit(self, caller: Caller, request: TranscriptRequest, task: Task) -> Job:
        """Accept a call; raises like `Transcripts.submit`."""
        job_id = str(uuid.uuid4())
        self.rows.add(job_id, caller.project_id)
        try:
            return self.transcripts.submit(caller, request, frozenset(), task=task, job_id=job_id)
        except BaseException:
            self.rows.remove(job_id)
            raise

    def result(self, caller: Caller, job_id: str) -> tuple[Job, Transcript]:
        """What a call that has ended is answered with; raises FailedCallError and BrokenCallError."""
        job = self.transcripts.get(caller, job_id)
        if job.status == Status.COMPLETED and job.transcript is not None:
            return job, job.transcript
        text = job.error or ""
        if job.status != Status.ERROR or text.startswith(_OUR_FAULTS):
            raise BrokenCallError(text or "The server is stopping.")
        raise FailedCallError(text)

    def end(self, caller: Caller, job_id: str, *, is_delivered: bool) -> None:
        """The caller has the result, or has gone: delete everything, unless results are to be kept."""
        if is_delivered and self.keeps_transcripts:
            self.rows.keep(job_id)
            return
        with suppress(TranscriptNotFoundError):
            self.transcripts.delete(caller, job_id)
        self.rows.remove(job_id)

    def discard_all(self) -> None:
        """When no API process runs, nobody waits any more."""
        for job_id, project_id in self.rows.all():
            self.end(Caller(project_id=project_id, key_id=0, key_name="nobody"), job_id, is_delivered=False)
            log.info("call discarded", transcript_id=job_id)

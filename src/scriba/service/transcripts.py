"""Transcripts: accept, look up, list, delete."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

import structlog

from scriba.core.engines import Task
from scriba.core.errors import InvalidRequestError, TranscriptNotReadyError
from scriba.core.job import CANCELLED_TEXT, Caller, ItemKind, Job, JobPage, JobQuery, NewItem, NewJob, Progress, Status
from scriba.core.languages import DEFAULT_LANGUAGE_CODE, bare_code
from scriba.core.option_texts import warnings_of
from scriba.core.options import TranscriptRequest
from scriba.core.progress import Outline
from scriba.core.storage import Clock, FileStore, JobStore
from scriba.core.submission import Idempotency, Priority
from scriba.core.transcript import Transcript
from scriba.core.understood import refusal, refused
from scriba.pipeline.privacy.policies import undetected
from scriba.service.routing import Routing
from scriba.service.uploads import Uploads

log = structlog.get_logger()

TASK: Final = "task"
"""Beside the options of a job: what to do, where it is not to transcribe. No request can name it."""

ADDRESS: Final = "server_address"
"""Beside the options of a job: under which address the client reached the server, for links that nobody asks for."""

IDEMPOTENCY_MS: Final = 24 * 3_600_000
"""How long an idempotency key is remembered: a day, as other services do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcripts:
    """The use cases of `/v2/transcript`."""

    jobs: JobStore
    files: FileStore
    uploads: Uploads
    routing: Routing
    region: str
    clock: Clock

    def submit(
        self,
        caller: Caller,
        request: TranscriptRequest,
        body_keys: AbstractSet[str],
        *,
        priority: Priority = Priority.NORMAL,
        idempotency_key: str | None = None,
        task: Task = Task.TRANSCRIBE,
        job_id: str | None = None,
        address: str = "",
    ) -> Job:
        """Accept a request: one transaction, then it survives anything.

        `body_keys` are the keys that the client sent, for warnings about unknown ones; `address` is where it reaches
        this server. A repetition of a request with
        the same `idempotency_key` brings the transcript of the first. Raises InvalidRequestError and
        UploadAccessError.
        """
        _refuse_unavailable(request)
        options = request.model_dump(mode="json", by_alias=True, exclude={"audio_url"})
        options["speech_models"] = self.routing.requested(request)
        if request.language_code is None and not request.language_detection:
            options["language_code"] = next(iter(request.language_codes or ()), DEFAULT_LANGUAGE_CODE)
        if task != Task.TRANSCRIBE:
            options[TASK] = task
        idempotency = self._idempotency(idempotency_key, [request.audio_url, options, sorted(body_keys), priority])
        # Looked up first: the upload of the first request may be gone.
        earlier = self.jobs.earlier(caller.project_id, idempotency) if idempotency else None
        if earlier is not None:
            return earlier
        if request.redact_pii_audio:
            options[ADDRESS] = address
        job = self.jobs.add(
            NewJob(
                id=job_id or str(uuid.uuid4()),
                caller=caller,
                audio_url=request.audio_url,
                options=options,
                warnings=(*warnings_of(request, frozenset(body_keys)), *_undetected(request)),
                upload_id=self.uploads.resolve(caller, request.audio_url),
                region=self.region,
                created_at=self.clock(),
                priority=priority,
                idempotency=idempotency,
            ),
            NewItem(kind=ItemKind.PREPARE),
        )
        log.info("transcript accepted", transcript_id=job.id, key=caller.key_name, models=options["speech_models"])
        return job

    def _idempotency(self, key: str | None, request: list[Any]) -> Idempotency | None:
        if key is None:
            return None
        digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        return Idempotency(key=key, digest=digest, since=self.clock() - IDEMPOTENCY_MS)

    def get(self, caller: Caller, job_id: str) -> Job:
        """Raises TranscriptNotFoundError."""
        return self.jobs.get(job_id, caller.project_id)

    def progress(self, job: Job) -> Progress:
        """How far it is."""
        outline = self.jobs.outlines([job.id]).get(job.id, Outline(status=job.status))
        return outline.progress(self.clock())

    def completed(self, caller: Caller, job_id: str, purpose: str) -> Transcript:
        """The transcript of a completed job; `purpose` completes the refusal ("captions").

        Raises TranscriptNotFoundError and TranscriptNotReadyError.
        """
        job = self.get(caller, job_id)
        if job.is_deleted:
            raise TranscriptNotReadyError("This transcript was deleted by its user; nothing of it is left.")
        if job.status != Status.COMPLETED or job.transcript is None:
            raise TranscriptNotReadyError(
                f"This transcript has a status of '{job.status}'. Transcripts must have a status of 'completed' "
                f"before requesting {purpose}."
            )
        return job.transcript

    def page(self, caller: Caller, query: JobQuery) -> JobPage:
        """A page of the project's transcripts, newest first."""
        return self.jobs.page(caller.project_id, query)

    def delete(self, caller: Caller, job_id: str) -> Job:
        """Scrub a transcript and its files; returns the tombstone. Raises TranscriptNotFoundError."""
        tombstone = self.scrub(job_id, caller.project_id)
        log.info("transcript deleted", transcript_id=job_id, key=caller.key_name)
        return tombstone

    def scrub(self, job_id: str, project_id: int) -> Job:
        """Delete for whatever reason; raises TranscriptNotFoundError."""
        job = self.jobs.get(job_id, project_id)
        tombstone = self.jobs.delete(job_id, project_id, self.clock())
        self.files.delete_workspace(job_id)
        self.files.delete_redacted(job_id)
        if job.upload_id is not None and not self.jobs.upload_is_wanted(job.upload_id):
            self.uploads.delete(job.upload_id)
        return tombstone

    def cancel(self, caller: Caller, job_id: str) -> Job:
        """Stop the work on a transcript, which ends in `error`; cancelling again changes nothing.

        Raises TranscriptNotFoundError, and InvalidRequestError when there is nothing to stop.
        """
        job = self.jobs.cancel(job_id, caller.project_id, self.clock())
        if job.error != CANCELLED_TEXT:
            raise InvalidRequestError(f"This transcript has a status of '{job.status}': there is nothing to cancel.")
        self.files.delete_workspace(job_id)
        log.info("transcript cancelled", transcript_id=job_id, key=caller.key_name)
        return job


def _refuse_unavailable(request: TranscriptRequest) -> None:
    """Where the language is known beforehand, so is what does not work in it; raises InvalidRequestError."""
    if request.language_detection:
        return
    missing = refused(request, bare_code(request.language_code or DEFAULT_LANGUAGE_CODE))
    if missing:
        raise InvalidRequestError(refusal(missing))


def _undetected(request: TranscriptRequest) -> list[str]:
    """A warning about policies that find nothing."""
    warning = undetected(request.redact_pii_policies or ()) if request.redact_pii else None
    return [warning] if warning else []

"""Jobs and work items: their states, their transitions, and who is to blame when a worker dies.

A transcript is one job, and so is an enrolment (`scriba.core.enrolment`). It is worked off as small work items; each
claim of an item is an attempt, and the attempt's number fences its result: what an outdated attempt brings is dropped.

    pending ──claim──▶ running ──complete──▶ done
       ▲                  │
       └──requeue─────────┴──fail──▶ failed      (and with it the transcript ends in `error`)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from scriba.core.submission import Idempotency, Priority
from scriba.core.transcript import Transcript

MAX_STRIKES: Final = 3
"""Attempts that may fail by the item's own fault before the transcript ends in `error`."""

DELETED_TEXT: Final = "Deleted by user."
DELETED_URL: Final = "http://deleted_by_user"
"""The contract's values in the tombstone of a deleted transcript."""

CANCELLED_TEXT: Final = "Cancelled by user."
"""The `error` of a transcript that was cancelled."""

MAX_ATTEMPTS: Final = 25
"""Attempts in all, interrupted ones included: an end even where blame cannot be placed."""


class Status(StrEnum):
    """The contract's four states of a transcript."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    ERROR = "error"

    @property
    def is_final(self) -> bool:
        """Whether the transcript will not change any more by itself."""
        return self in {Status.COMPLETED, Status.ERROR}


class ItemKind(StrEnum):
    """The stages of a transcript, in order (`redact` is that of its sound); between them what is a job of its own."""

    PREPARE = "prepare"
    IDENTIFY = "identify"
    RECOGNIZE = "recognize"
    DIARIZE = "diarize"
    FINISH = "finish"
    ENROL = "enrol"
    """The only item of an enrolment: a recording in, the voice of its speaker out."""
    UNDERSTAND = "understand"
    REDACT = "redact"


class ItemState(StrEnum):
    """Where a work item stands."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Lane(StrEnum):
    """What a worker needs to have loaded to take an item."""

    MEDIA = "media"
    SPEECH = "speech"
    TEXT = "text"


LANES: Final[Mapping[ItemKind, Lane]] = {
    ItemKind.PREPARE: Lane.MEDIA,
    ItemKind.IDENTIFY: Lane.SPEECH,
    ItemKind.RECOGNIZE: Lane.SPEECH,
    ItemKind.DIARIZE: Lane.MEDIA,
    ItemKind.FINISH: Lane.MEDIA,
    ItemKind.ENROL: Lane.MEDIA,
    ItemKind.UNDERSTAND: Lane.TEXT,
    ItemKind.REDACT: Lane.MEDIA,
}

ON_DEMAND: Final = frozenset({Lane.TEXT})
"""Lanes whose workers are started when an item waits, and leave when none does: most transcripts need none."""


class Interruption(StrEnum):
    """Why an attempt ended without a result."""

    ERROR = "error"
    """The stage raised an exception that another attempt may not meet."""
    CRASH = "crash"
    """The worker died of its own: a fault in native code, an exit, or memory used up."""
    HANG = "hang"
    """The item ran past its time limit and the worker was ended for it."""
    STOPPED = "stopped"
    """Somebody stopped or killed the worker, or the machine went down: not the item's fault."""


BLAMED: Final = frozenset({Interruption.ERROR, Interruption.CRASH, Interruption.HANG})
"""Interruptions that count as a strike against the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One claimed piece of work. `attempt` starts at 1 and is the fencing token; `audio` is what it covers, ms."""

    id: int
    transcript_id: str
    kind: ItemKind
    index: int
    attempt: int
    strikes: int
    payload: Mapping[str, Any] = field(default_factory=dict)
    audio: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A work item to add."""

    kind: ItemKind
    index: int = 0
    payload: Mapping[str, Any] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    """What it covers of the recording, ms; nothing where that is not said."""


def strikes_after(item: WorkItem, interruption: Interruption) -> int:
    """The item's strikes once this attempt has ended so."""
    return item.strikes + (interruption in BLAMED)


def is_exhausted(item: WorkItem, interruption: Interruption) -> bool:
    """Whether the item must not be tried again after this attempt."""
    return strikes_after(item, interruption) >= MAX_STRIKES or item.attempt >= MAX_ATTEMPTS


def exhaustion_text(item: WorkItem, interruption: Interruption, cause: str) -> str:
    """What the transcript's `error` says when an item is given up."""
    ending = {
        Interruption.ERROR: "failed",
        Interruption.CRASH: "crashed the worker",
        Interruption.HANG: "ran past the time limit",
        Interruption.STOPPED: "was interrupted",
    }[interruption]
    return f"Processing error, the {item.kind} stage {ending} in {item.attempt} attempts: {cause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose request it is."""

    project_id: int
    key_id: int
    key_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A transcript to accept. `options` is the request as echoed in responses, defaults filled in."""

    id: str
    caller: Caller
    audio_url: str
    options: Mapping[str, Any]
    warnings: tuple[str, ...]
    upload_id: str | None
    region: str
    created_at: int
    priority: Priority = Priority.NORMAL
    idempotency: Idempotency | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A transcript as stored. Times are ms since the epoch, UTC.

    `findings` grows while stages finish: `language_code`, `language_confidence`, `speech_model_used`, `duration`,
    `recognizer`, `timings`.
    """

    id: str
    sequence: int
    project_id: int
    key_name: str
    region: str
    status: Status
    audio_url: str
    upload_id: str | None
    options: Mapping[str, Any]
    warnings: tuple[str, ...]
    findings: Mapping[str, Any]
    created_at: int
    completed_at: int | None
    error: str | None
    is_deleted: bool
    transcript: Transcript | None
    webhook_status_code: int | None = None
    priority: Priority = Priority.NORMAL
    throttled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    """Which transcripts a list shows; `created_on` is an interval [start, end) in ms."""

    limit: int
    status: Status | None = None
    before_id: str | None = None
    after_id: str | None = None
    created_from: int | None = None
    created_until: int | None = None
    throttled_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One page of a list, newest first, and whether there are more on either side."""

    jobs: tuple[Job, ...]
    has_older: bool
    has_newer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a transcript is. Times in ms, `left` estimated; `waiting` counts those before it that have not begun."""

    stage: ItemKind | None
    fraction: float
    audio_done: int
    left: int | None
    waiting: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key without its secret: `prefix` is what people recognise it by."""

    id: int
    project: str
    name: str
    prefix: str
    created_at: int
    revoked_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file. `id` is part of its address; `size` in bytes."""

    id: str
    project_id: int
    region: str
    size: int
    created_at: int
    expired_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumableUpload:
    """An upload that may come in pieces: `offset` of `length` bytes are safe on disk. Times in ms since the epoch.

    `metadata` is what the client said about the file, as it was sent.
    """

    id: str
    project_id: int
    length: int
    offset: int
    metadata: str
    expires_at: int

    @property
    def is_complete(self) -> bool:
        """Whether it is an ordinary upload by now."""
        return self.offset == self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerReport:
    """A worker as it describes itself; `ready_at` is set once its models are loaded."""

    id: str
    pid: int
    lane: Lane
    ready_at: int | None
    seen_at: int

"""Calls that wait for their transcript: what they ask of durable state, and the errors of their dialect.

InvalidRequestError
├── ParameterError           one parameter is at fault
│   └── UnsupportedTaskError     no model for it
├── UnknownCallModelError    404
└── FailedCallError          the recording cannot be transcribed
"""

from __future__ import annotations

from typing import Protocol

from scriba.core.errors import InvalidRequestError, ScribaError


class ParameterError(InvalidRequestError):
    """A parameter of a call in the OpenAI dialect is wrong or not supported; the answer names it."""

    code = "call_parameter"

    def __init__(self, text: str, parameter: str) -> None:
        super().__init__(text)
        self.parameter = parameter


class UnsupportedTaskError(ParameterError):
    """None of the models that the call names can do what it asks."""

    code = "call_task"


class UnknownCallModelError(InvalidRequestError):
    """The OpenAI dialect knows no model of this name."""

    code = "call_model"
    http_status = 404

    def __init__(self, name: str) -> None:
        super().__init__(f"The model '{name}' does not exist here. GET /v1/models lists those that do.")


class FailedCallError(InvalidRequestError):
    """The transcript of a call ended in an error that the recording is to blame for."""

    code = "call_failed"


class BrokenCallError(ScribaError):
    """The transcript of a call could not be made, through no fault of the caller, or the server is stopping."""

    code = "call_broken"
    http_status = 503


class CallStore(Protocol):
    """Transcripts that a call waits for. They must not outlive it: nobody else knows of them."""

    def add(self, job_id: str, project_id: int) -> None:
        """Write down that a call waits, before there is a transcript."""
        ...

    def remove(self, job_id: str) -> None:
        """The call has ended; of a transcript that was deleted, the tombstone goes too."""
        ...

    def keep(self, job_id: str) -> None:
        """The call has ended, and its transcript is to stay."""
        ...

    def all(self) -> list[tuple[str, int]]:
        """Transcript and project of every call."""
        ...

"""What a request tells the recognizer beside the sound."""

from __future__ import annotations

from scriba.core.engines import Hints, Task
from scriba.core.options import TranscriptOptions


def hints_of(options: TranscriptOptions, task: Task = Task.TRANSCRIBE) -> Hints:
    """The hints in a request's options."""
    return Hints(
        temperature=options.temperature,
        keeps_fillers=options.disfluencies,
        prompt=options.prompt or "",
        terms=tuple(options.keyterms_prompt),
        task=task,
    )

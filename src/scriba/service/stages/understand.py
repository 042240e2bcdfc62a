"""Understand the finished text: find entities, take personal data out, find what else it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from scriba.core.errors import CancelledError, ModelError, ScribaError
from scriba.core.job import ItemKind, Job, WorkItem
from scriba.core.speakers import Voice
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.stages import stage
from scriba.pipeline.understanding import understand as understood
from scriba.service.stages.tools import Outcome, Tools, options_of


def checkpoint(transcript: Transcript) -> dict[str, Any]:
    """What `finish` leaves for `understand`."""
    voices = {
        label: {"point": voice.point.tolist(), "speech": voice.speech, "model": voice.model}
        for label, voice in transcript.voices.items()
    }
    return {"words": [word.row() for word in transcript.words], "voices": voices}


def understand(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """The last item of transcripts that ask for it, in a process of its own; a failure keeps nothing of the text."""
    (result,) = tools.items.results(job.id, ItemKind.FINISH)
    transcript = _restored(result, job)
    with stage("understand"):
        try:
            transcript = understood(transcript, options_of(job), tools.engines)
        except (CancelledError, ScribaError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, its text must not get out
            # The words may stand in the error's text: neither a log nor a response may show them.
            raise ModelError(
                f"Understanding the text failed ({type(error).__name__}), and nothing was kept of it. Submit the "
                "recording without redaction and understanding, or report the failure."
            ) from None
    findings = {"timings": tools.items.timings(job.id), "warnings": list(transcript.warnings)}
    return Outcome(transcript=transcript, findings=findings)


def _restored(result: Mapping[str, Any], job: Job) -> Transcript:
    return Transcript(
        language=str(job.findings["language"]),
        duration=int(job.findings["duration"]),
        words=tuple(Word.from_row(row) for row in result["words"]),
        voices={
            label: Voice(point=np.asarray(row["point"], dtype=np.float32), speech=row["speech"], model=row["model"])
            for label, row in result["voices"].items()
        },
    )

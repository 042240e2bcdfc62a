"""Redacted recordings for those who ask: signed links that expire, and what they lead to."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from scriba.core.job import Caller, Status
from scriba.core.redacted_audio import LinkError, RedactedAudioError, RedactedFile
from scriba.core.storage import Clock, FileStore, JobStore

_GONE = "it was deleted, as it is some time after the transcript is completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses that need no API key: both SDKs fetch redacted recordings without one.

    `key` is looked up when first needed; a link is good for `kept_ms` from the end of the transcript.
    """

    key: Callable[[], bytes]
    kept_ms: int
    clock: Clock

    def lasting(self, name: str) -> RedactedFile:
        """A recording that is made now."""
        return RedactedFile(name=name, until=self.clock() + self.kept_ms)

    def address(self, base: str, file: RedactedFile) -> str:
        """Where it can be fetched, on the server at `base`."""
        query = urlencode({"until": file.until, "signature": self._sign(file)})
        return f"{base}/redacted-audio/{file.name}?{query}"

    def check(self, file: RedactedFile, signature: str) -> None:
        """Raises LinkError for a signature that is not ours, RedactedAudioError for one that has expired."""
        if not hmac.compare_digest(self._sign(file).encode(), signature.encode()):
            raise LinkError
        self.check_time(file)

    def check_time(self, file: RedactedFile) -> None:
        """Raises RedactedAudioError once the recording has expired."""
        if self.clock() >= file.until:
            raise RedactedAudioError(_GONE)

    def _sign(self, file: RedactedFile) -> str:
        return hmac.new(self.key(), f"redacted-audio\n{file.name}\n{file.until}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedAudio:
    """What the API asks of redacted recordings."""

    jobs: JobStore
    files: FileStore
    links: Links

    def address(self, caller: Caller, job_id: str, base: str) -> str | Status:
        """The address of a transcript's redacted recording, or its status as long as it is worked on.

        Raises TranscriptNotFoundError and RedactedAudioError.
        """
        job = self.jobs.get(job_id, caller.project_id)
        if job.is_deleted:
            raise RedactedAudioError("the transcript was deleted by its user")
        if not job.options.get("redact_pii_audio"):
            raise RedactedAudioError("the transcript was not submitted with redact_pii_audio")
        if not job.status.is_final:
            return job.status
        if job.status != Status.COMPLETED:
            raise RedactedAudioError("the transcript ended in an error")
        file = RedactedFile.of(job.findings)
        if file is None:
            raise RedactedAudioError(
                "nothing is spoken in the recording, and return_redacted_no_speech_audio was not asked for"
            )
        self.links.check_time(file)
        return self.links.address(base, file)

    def path(self, name: str, until: int, signature: str) -> Path:
        """The file behind a link; raises LinkError and RedactedAudioError."""
        self.links.check(RedactedFile(name=name, until=until), signature)
        path = self.files.redacted(name)
        if not path.is_file():
            raise RedactedAudioError("its transcript was deleted")
        return path

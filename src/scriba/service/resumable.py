"""Resumable uploads: pieces of a file in any number of requests, each going on where the one before it was cut off."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import Final

import structlog

from scriba.core.errors import (
    EmptyUploadError,
    InvalidRequestError,
    ResumableNotFoundError,
    UploadChecksumError,
    UploadLockedError,
    UploadOffsetError,
    UploadTooLargeError,
)
from scriba.core.job import Caller, ResumableUpload, Upload
from scriba.core.resumables import ResumableStore
from scriba.core.storage import Clock, FileExtender, FileStore, JobStore
from scriba.service.uploads import Uploads, upload_key

log = structlog.get_logger()

CHECKPOINT_BYTES: Final = 16 << 20
"""What a kill -9 of the server may cost: all but so many bytes are synced and counted while they arrive."""

MAX_METADATA: Final = 4096
"""Characters that a client may say about a file."""

ALGORITHMS: Final[Mapping[str, str]] = {"sha1": "sha1", "sha256": "sha256", "md5": "md5"}
"""Checksums by their names in the tus protocol, and in hashlib."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What the bytes of one request must come to; `algorithm` is one of `ALGORITHMS`."""

    algorithm: str
    digest: bytes


class Extension:
    """One request's bytes on their way into an upload, which is locked until `close`.

    Without a checksum every byte that arrives counts, even when the request breaks off. With one, all or none do.
    """

    def __init__(
        self, service: ResumableUploads, upload: ResumableUpload, file: FileExtender, checksum: Checksum | None
    ) -> None:
        self._service = service
        self._upload = upload
        self._file = file
        self._checksum = checksum
        self._hash = hashlib.new(ALGORITHMS[checksum.algorithm], usedforsecurity=False) if checksum else None
        self._offset = upload.offset

    def write(self, chunk: bytes) -> None:
        """Append bytes; raises UploadTooLargeError beyond the declared length."""
        if self._offset + len(chunk) > self._upload.length:
            raise UploadTooLargeError(
                f"Upload error, the file is larger than the {self._upload.length} bytes announced."
            )
        self._file.write(chunk)
        self._offset += len(chunk)
        if self._hash:
            self._hash.update(chunk)
        elif self._offset - self._upload.offset >= CHECKPOINT_BYTES:
            self._save()

    def commit(self) -> ResumableUpload:
        """The request has arrived whole: check it and count its bytes. Raises UploadChecksumError."""
        if self._hash and self._checksum and not hmac.compare_digest(self._hash.digest(), self._checksum.digest):
            self._file.truncate(self._upload.offset)
            raise UploadChecksumError
        self._save()
        return self._upload

    def keep(self) -> None:
        """The request broke off: count what has come of it."""
        if self._hash:
            self._file.truncate(self._upload.offset)
        elif self._offset > self._upload.offset:
            self._save()

    def close(self) -> None:
        """Let the next request in."""
        self._file.close()

    def _save(self) -> None:
        """The bytes are durable before they are counted."""
        self._file.sync()
        self._upload = self._service.saved(self._upload, self._offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumableUploads:
    """The use cases of `/v2/files`. Times in ms."""

    files: FileStore
    rows: ResumableStore
    uploads: Uploads
    jobs: JobStore
    ttl_ms: int
    idle_ms: int
    """How long a request may be silent before it counts as broken off."""
    clock: Clock

    @property
    def max_bytes(self) -> int:
        """The largest file."""
        return self.uploads.max_bytes

    def create(self, caller: Caller, length: int, metadata: str) -> ResumableUpload:
        """Begin an upload of so many bytes; raises EmptyUploadError, UploadTooLargeError and InvalidRequestError."""
        if length == 0:
            raise EmptyUploadError("Upload error, the file is empty.")
        if length > self.max_bytes:
            raise UploadTooLargeError(f"Upload error, the file is larger than {self.max_bytes} bytes.")
        if len(metadata) > MAX_METADATA:
            raise InvalidRequestError(f"Upload error, the metadata is longer than {MAX_METADATA} characters.")
        self.expire()
        upload = ResumableUpload(
            id=f"{self.uploads.region}_{uuid.uuid4().hex}",
            project_id=caller.project_id,
            length=length,
            offset=0,
            metadata=metadata,
            expires_at=self.clock() + self.ttl_ms,
        )
        # The row first: a sweep deletes files that no row wants.
        self.rows.add(upload)
        self.files.touch(upload_key(upload.id))
        return upload

    def get(self, caller: Caller, upload_id: str) -> ResumableUpload:
        """Raises ResumableNotFoundError, also for one of another project, and for one whose file is gone."""
        upload = self.rows.get(upload_id)
        if upload is None or upload.project_id != caller.project_id or upload.expires_at < self.clock():
            raise ResumableNotFoundError
        ordinary = self.uploads.rows.get(upload_id) if upload.is_complete else None
        if upload.is_complete and (ordinary is None or ordinary.expired_at is not None):
            raise ResumableNotFoundError
        return upload

    def extend(self, caller: Caller, upload_id: str, offset: int, checksum: Checksum | None = None) -> Extension:
        """Go on at `offset`; raises ResumableNotFoundError, UploadLockedError and UploadOffsetError."""
        self.get(caller, upload_id)
        file = self._opened(upload_id)
        try:
            # Once more: whoever held the lock before has moved the offset on, or has deleted the upload.
            upload = _at(self.get(caller, upload_id), offset)
            if not upload.is_complete:
                file.truncate(offset)
        except BaseException:
            file.close()
            raise
        return Extension(self, upload, file, checksum)

    def saved(self, upload: ResumableUpload, offset: int) -> ResumableUpload:
        """Count bytes that are on disk; the last of them make it an ordinary upload."""
        if upload.is_complete:
            return upload
        now = self.clock()
        advanced = replace(upload, offset=offset, expires_at=now + self.ttl_ms)
        self.rows.advance(advanced, self._ordinary(advanced, now) if advanced.is_complete else None)
        return advanced

    def _ordinary(self, upload: ResumableUpload, now: int) -> Upload:
        return Upload(
            id=upload.id,
            project_id=upload.project_id,
            region=self.uploads.region,
            size=upload.length,
            created_at=now,
        )

    def delete(self, caller: Caller, upload_id: str) -> None:
        """Delete an upload, finished or not; raises like `extend`, and InvalidRequestError while it is transcribed."""
        self.get(caller, upload_id)
        if self.jobs.upload_is_wanted(upload_id):
            raise InvalidRequestError("Upload error, a transcript that is not finished needs this upload.")
        with closing(self._opened(upload_id)):
            self.uploads.delete(upload_id)
            self.rows.delete(upload_id)

    def expire(self) -> int:
        """Delete unfinished uploads that nobody went on with, and forget how finished ones came. Returns how many."""
        gone = 0
        for upload in self.rows.expired(self.clock()):
            with suppress(UploadLockedError):
                self._expire(upload)
                gone += 1
        if gone:
            log.info("resumable uploads expired", uploads=gone)
        return gone

    def _expire(self, upload: ResumableUpload) -> None:
        """Under the lock, nobody goes on with it; what somebody has just gone on with is no longer as it was."""
        with suppress(ResumableNotFoundError), closing(self._opened(upload.id)):
            if self.rows.get(upload.id) != upload:
                return
            if not upload.is_complete:
                self.files.delete(upload_key(upload.id))
        self.rows.delete(upload.id)

    def _opened(self, upload_id: str) -> FileExtender:
        try:
            return self.files.extend(upload_key(upload_id))
        except FileNotFoundError as error:
            raise ResumableNotFoundError from error


def _at(upload: ResumableUpload, offset: int) -> ResumableUpload:
    if upload.offset != offset:
        raise UploadOffsetError(upload.offset)
    return upload

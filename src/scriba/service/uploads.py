"""Uploads: bytes to the file store, and the addresses by which transcripts name them."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from scriba.core.errors import EmptyUploadError, UploadAccessError, UploadTooLargeError
from scriba.core.job import Caller, Upload
from scriba.core.storage import Clock, FileStore, FileWriter, UploadStore

_ADDRESS = re.compile(r"/upload/(?P<region>[a-z0-9][a-z0-9-]*)_(?P<token>[0-9a-f]{32})/?$")
"""The path of our own upload addresses, under any host name and prefix."""


def upload_key(upload_id: str) -> str:
    """The file store's key of an upload."""
    return f"uploads/{upload_id}"


class UploadWriter:
    """One upload on its way in. Either `commit` or `abort` ends it."""

    def __init__(self, writer: FileWriter, upload_id: str, max_bytes: int) -> None:
        self.upload_id = upload_id
        self.size = 0
        self._writer = writer
        self._max_bytes = max_bytes

    def write(self, chunk: bytes) -> None:
        """Append bytes; raises UploadTooLargeError."""
        self.size += len(chunk)
        if self.size > self._max_bytes:
            raise UploadTooLargeError(f"Upload error, the file is larger than {self._max_bytes} bytes.")
        self._writer.write(chunk)

    def commit(self) -> None:
        """Make the file durable; raises EmptyUploadError."""
        if self.size == 0:
            raise EmptyUploadError("Upload error, the file is empty.")
        self._writer.commit()

    def abort(self) -> None:
        """Leave nothing behind."""
        self._writer.abort()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """Accepts uploads and finds them again."""

    files: FileStore
    rows: UploadStore
    region: str
    max_bytes: int
    clock: Clock
    kept_ms: int = 0
    """How long uploads are kept; 0 means for ever."""

    def begin(self, declared_size: int | None = None, *, max_bytes: int | None = None) -> UploadWriter:
        """Open an upload; raises UploadTooLargeError at once when its declared size is over the limit.

        `max_bytes` is a limit below that of all uploads.
        """
        limit = self.max_bytes if max_bytes is None else min(max_bytes, self.max_bytes)
        if declared_size is not None and declared_size > limit:
            raise UploadTooLargeError(f"Upload error, the file is larger than {limit} bytes.")
        upload_id = f"{self.region}_{uuid.uuid4().hex}"
        return UploadWriter(self.files.create(upload_key(upload_id)), upload_id, limit)

    def commit(self, caller: Caller, writer: UploadWriter) -> str:
        """Finish an upload and return its id; the file is durable before its row is."""
        upload = Upload(
            id=writer.upload_id,
            project_id=caller.project_id,
            region=self.region,
            size=writer.size,
            created_at=self.clock(),
        )
        writer.commit()
        try:
            self.rows.add(upload)
        except BaseException:
            self.files.delete(upload_key(upload.id))
            raise
        return upload.id

    def resolve(self, caller: Caller, audio_url: str) -> str | None:
        """The upload id that an address names; None when it is not one of ours.

        Raises UploadAccessError for an upload of another project, of another region, or one that is gone: the
        first and the last alike, so that nobody learns which ids exist.
        """
        match = _ADDRESS.search(urlsplit(audio_url).path)
        if match is None:
            return None
        if match["region"] != self.region:
            raise UploadAccessError(
                f"Cannot access uploaded file: it was uploaded to the region '{match['region']}', and this server "
                f"serves the region '{self.region}'. Upload the file here, or submit it there."
            )
        upload_id = f"{match['region']}_{match['token']}"
        upload = self.rows.get(upload_id)
        if upload is None or upload.project_id != caller.project_id:
            raise UploadAccessError
        is_old = 0 < self.kept_ms <= self.clock() - upload.created_at
        if is_old or upload.expired_at is not None:
            raise UploadAccessError("Cannot access uploaded file: it has expired. Upload the file again.")
        return upload_id

    def delete(self, upload_id: str) -> None:
        """Delete an upload's file and row."""
        self.files.delete(upload_key(upload_id))
        self.rows.delete(upload_id)

"""Request bodies: uploads as a stream, whatever their form, and JSON of bounded size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from fastapi import Request
from pydantic_core import from_json
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from scriba.core.errors import BrokenUploadError, InvalidRequestError

BLOCK_BYTES: Final = 1 << 20
"""How much of an upload is gathered before it is written."""

MAX_JSON_BYTES: Final = 4 << 20
"""Far above the contract's longest prompt and list of key terms."""


async def json_object(request: Request) -> dict[str, Any]:
    """The body as an object, whatever its declared type. Raises InvalidRequestError."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_JSON_BYTES:
                raise InvalidRequestError(f"The request body is larger than {MAX_JSON_BYTES} bytes")
    except ClientDisconnect as error:
        raise InvalidRequestError("The connection broke off before the request was complete") from error
    try:
        value = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidRequestError(f"The request body is not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise InvalidRequestError("The request body must be a JSON object")
    return value


def multipart_boundary(request: Request) -> bytes | None:
    """The boundary of a multipart body; None for everything else, which is taken as the file itself."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    return options.get(b"boundary") or None if kind == b"multipart/form-data" else None


async def upload_blocks(request: Request, part: FilePart | None = None) -> AsyncIterator[bytes]:
    """The uploaded file in blocks of about 1 MB; `part` finds it in the body. Raises BrokenUploadError."""
    boundary = multipart_boundary(request)
    part = part or (FilePart(boundary) if boundary else None)
    decode: Callable[[bytes], bytes] = part.feed if part else bytes
    waiting: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            waiting.append(decode(chunk))
            size += len(waiting[-1])
            if size >= BLOCK_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
    except ClientDisconnect as error:
        raise BrokenUploadError("Upload error, the connection broke off before the file was complete.") from error
    if part:
        part.finish()
    yield b"".join(waiting)


class FilePart:
    """Picks the first file out of a multipart body while it arrives, and the fields around it into `fields`.

    Fields are kept up to `most_field_bytes` in all; more than that is an error, unless none are wanted.
    """

    def __init__(self, boundary: bytes, most_field_bytes: int = 0) -> None:
        self.fields: list[tuple[str, str]] = []
        self._room = most_field_bytes
        self._wants_fields = most_field_bytes > 0
        self._name = b""
        self._text = bytearray()
        self._field = b""
        self._value = b""
        self._is_file = False
        self._found = False
        self._ended = False
        self._content: list[bytes] = []
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._add_field,
                    "on_header_value": self._add_value,
                    "on_header_end": self._end_header,
                    "on_part_data": self._add_content,
                    "on_part_end": self._end,
                    "on_end": self._finish,
                },
            )
        except FormParserError as error:
            raise BrokenUploadError(f"Upload error, the multipart body cannot be read: {error}.") from error

    def feed(self, chunk: bytes) -> bytes:
        """What this chunk holds of the file; raises BrokenUploadError."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise BrokenUploadError(f"Upload error, the multipart body cannot be read: {error}.") from error
        content = b"".join(self._content)
        self._content.clear()
        return content

    def finish(self) -> None:
        """Check that the body was complete and had a file; raises BrokenUploadError."""
        if not self._ended:
            raise BrokenUploadError("Upload error, the multipart body ends before its last boundary.")
        if not self._found:
            raise BrokenUploadError("Upload error, the multipart body holds no file.")

    def _begin(self) -> None:
        self._is_file = False
        self._name = b""
        self._text.clear()

    def _add_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._field.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            has_name = b"filename" in options or b"filename*" in options
            self._is_file = has_name and not self._found
            self._name = b"" if has_name else options.get(b"name", b"")
        self._field = self._value = b""

    def _add_content(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._content.append(data[start:end])
        elif self._wants_fields and self._name:
            self._room -= end - start
            if self._room < 0:
                raise BrokenUploadError("Upload error, the fields of the form are too long.")
            self._text += data[start:end]

    def _end(self) -> None:
        if self._wants_fields and self._name:
            self.fields.append((self._name.decode(errors="replace"), self._text.decode(errors="replace")))
        self._found = self._found or self._is_file
        self._is_file = False

    def _finish(self) -> None:
        self._ended = True

"""`/v1/audio` and `/v1/models`: the OpenAI dialect, over the same queue as everything else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, Final

from anyio import CancelScope
from fastapi import APIRouter, Request, Response
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from scriba.api.addresses import base_url
from scriba.api.auth import CallerOf
from scriba.api.body import FilePart, multipart_boundary, upload_blocks
from scriba.api.context import ServicesOf, WatchOf
from scriba.api.replies import Json, openai_error
from scriba.api.schema.openai import (
    OPENAI_ERRORS,
    CallForm,
    ModelBody,
    ModelsResponse,
    answer_of,
    read_form,
)
from scriba.api.watching import Watch
from scriba.core.calls import UnknownCallModelError
from scriba.core.engines import Task
from scriba.core.errors import BrokenUploadError, InvalidRequestError, ScribaError, UploadTooLargeError
from scriba.core.job import Caller, Job
from scriba.core.transcript import UNSPACED_LANGUAGES
from scriba.service.services import Services

router = APIRouter(prefix="/v1", tags=["OpenAI dialect"])

MAX_FIELD_BYTES: Final = 1 << 20

_FORM: Final = {
    "requestBody": {
        "required": True,
        "description": "A form with the recording as `file`, and `model`. Other fields as OpenAI's API has them.",
        "content": {"multipart/form-data": {"schema": {"type": "object", "required": ["file", "model"]}}},
    }
}
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/plain": {"schema": {"type": "string"}},
            "text/event-stream": {"schema": {"type": "string"}},
        }
    },
    **OPENAI_ERRORS,
}


@router.post("/audio/transcriptions", response_class=Response, responses=_ANSWER, openapi_extra=_FORM)
async def transcribe(request: Request, services: ServicesOf, caller: CallerOf, watch: WatchOf) -> Response:
    """Transcribe a recording and wait for the result. A caller that goes away cancels the work."""
    return await _Call(request, services, caller, watch, Task.TRANSCRIBE).answer()


@router.post("/audio/translations", response_class=Response, responses=_ANSWER, openapi_extra=_FORM)
async def translate(request: Request, services: ServicesOf, caller: CallerOf, watch: WatchOf) -> Response:
    """Write in English what a recording in another language says, and wait for the result."""
    return await _Call(request, services, caller, watch, Task.TRANSLATE).answer()


@router.get("/models", response_model=ModelsResponse, responses=OPENAI_ERRORS)
def list_models(services: ServicesOf, _caller: CallerOf) -> Json:
    """Every name that the parameter `model` may have."""
    return Json(ModelsResponse(data=[ModelBody(id=name) for name in services.calls.model_names()]).model_dump())


@router.get("/models/{model}", response_model=ModelBody, responses=OPENAI_ERRORS)
def get_model(model: str, services: ServicesOf, _caller: CallerOf) -> Json:
    """One name, if it is known."""
    if model not in services.calls.model_names():
        raise UnknownCallModelError(model)
    return Json(ModelBody(id=model).model_dump())


class _Call:
    """One call from its form to its answer."""

    def __init__(self, request: Request, services: Services, caller: Caller, watch: Watch, task: Task) -> None:
        self._request = request
        self._services = services
        self._caller = caller
        self._watch = watch
        self._task = task

    async def answer(self) -> Response:
        """What the caller gets, at once where it is a stream, else when there is a result."""
        form, upload_id = await self._receive()
        job = await run_in_threadpool(self._submit, form, upload_id)
        if form.stream:
            return _Stream(self._stream(job), partial(self._end, job))
        is_delivered = False
        try:
            await self._finished(job)
            _, transcript = await run_in_threadpool(self._services.calls.result, self._caller, job.id)
            body = await run_in_threadpool(answer_of, form, self._task, transcript)
            is_delivered = True
        finally:
            await self._end(job, is_delivered=is_delivered)
        return Response(body, media_type="text/plain; charset=utf-8") if isinstance(body, str) else Json(body)

    async def _receive(self) -> tuple[CallForm, str]:
        """The form, and the id of the upload that its file has become."""
        boundary = multipart_boundary(self._request)
        if boundary is None:
            raise InvalidRequestError("The body must be a form (multipart/form-data) with the recording as 'file'.")
        part = FilePart(boundary, MAX_FIELD_BYTES)
        writer = await run_in_threadpool(self._services.calls.begin, None)
        try:
            async for block in upload_blocks(self._request, part):
                await run_in_threadpool(writer.write, block)
            form = read_form(part.fields)
            self._services.calls.speech_models(form.model, self._task)
            return form, await run_in_threadpool(self._services.uploads.commit, self._caller, writer)
        except UploadTooLargeError as error:
            writer.abort()
            text = f"{error} The setting openai_max_upload_bytes of the server raises the limit."
            raise HTTPException(413, text) from error
        except BaseException:
            writer.abort()
            raise

    def _submit(self, form: CallForm, upload_id: str) -> Job:
        calls = self._services.calls
        address = f"{base_url(self._request, self._services)}/upload/{upload_id}"
        try:
            request = form.request(address, calls.speech_models(form.model, self._task))
            return calls.submit(self._caller, request, self._task)
        except BaseException:
            self._services.uploads.delete(upload_id)
            raise

    async def _finished(self, job: Job) -> None:
        """Wait for the end of the job, or of the server; raises BrokenUploadError when the caller goes away."""
        waiting = asyncio.ensure_future(self._final(job))
        gone = asyncio.ensure_future(self._gone())
        try:
            await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise BrokenUploadError("The connection broke off before there was a result.")
            waiting.result()
        finally:
            waiting.cancel()
            gone.cancel()
            await asyncio.wait({waiting, gone})

    async def _final(self, job: Job) -> None:
        async for outline in self._watch.outlines(job.id):
            if outline is not None and outline.status.is_final:
                return

    async def _gone(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass

    async def _stream(self, job: Job) -> AsyncIterator[bytes]:
        """Deltas as words are recognized, then the whole text as the passes have left it."""
        async for chunk in self._deltas(job):
            yield chunk
        try:
            _, transcript = await run_in_threadpool(self._services.calls.result, self._caller, job.id)
        except ScribaError as error:
            yield _event({"type": "error", "error": openai_error(str(error), error.http_status)})
            return
        usage = {"type": "duration", "seconds": transcript.duration_seconds}
        yield _event({"type": "transcript.text.done", "text": transcript.text, "usage": usage})

    async def _deltas(self, job: Job) -> AsyncIterator[bytes]:
        listening, position, separator = self._services.listening, 0, ""
        async for outline in self._watch.outlines(job.id):
            if outline is None:
                yield b": keep-alive\n\n"
                continue
            until = outline.recognized_until or 0
            new = partial(listening.recognized, job.id, position, until)
            if outline.status.is_final:
                new = partial(listening.rest, job.id, position)
            stretches = await self._watch.call(new) if outline.status.is_final or until > position else []
            for stretch in stretches:
                yield _event({"type": "transcript.text.delta", "delta": separator + stretch.text})
                position = stretch.until
                separator = "" if stretch.language in UNSPACED_LANGUAGES else " "
            if outline.status.is_final:
                return

    async def _end(self, job: Job, *, is_delivered: bool) -> None:
        """Also when this task is being cancelled because the caller has gone."""
        with CancelScope(shield=True):
            await run_in_threadpool(partial(self._services.calls.end, self._caller, job.id, is_delivered=is_delivered))


class _Stream(StreamingResponse):
    """A stream that ends its call however it ends itself, even if nobody has read a byte of it."""

    def __init__(self, content: AsyncIterator[bytes], end: Callable[..., Awaitable[None]]) -> None:
        super().__init__(content, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        self._end = end

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_delivered = False

        async def watch(message: Message) -> None:
            nonlocal is_delivered
            await send(message)
            is_delivered = message["type"] == "http.response.body" and not message.get("more_body", False)

        try:
            await super().__call__(scope, receive, watch)
        finally:
            await self._end(is_delivered=is_delivered)


def _event(body: dict[str, Any]) -> bytes:
    return b"data: " + to_json(body) + b"\n\n"

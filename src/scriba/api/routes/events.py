"""`/v2/transcript/{id}/events`: what happens to a transcript, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Response
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from scriba.api.auth import CallerOf
from scriba.api.context import ServicesOf, WatchOf
from scriba.api.schema.errors import ERRORS
from scriba.api.schema.transcripts import progress_payload
from scriba.api.watching import Watch
from scriba.core.job import Job, Progress, Status
from scriba.core.progress import Outline
from scriba.service.listening import Listening, Stretch, tells_text_early

router = APIRouter(tags=["events"])

DONE: Final = "done"
"""The id of the last event."""

RETRY: Final = b"retry: 2000\n\n"
KEEP_ALIVE: Final = b": keep-alive\n\n"

_STREAM: Final = {200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}, **ERRORS}


@router.get("/v2/transcript/{transcript_id}/events", response_class=Response, responses=_STREAM)
async def listen(
    transcript_id: str,
    services: ServicesOf,
    caller: CallerOf,
    watch: WatchOf,
    last_event_id: Annotated[str, Header(description="Go on after this event.")] = "",
) -> Response:
    """Server-sent events `state`, `progress`, `text` and `done`, until the transcript is final."""
    job = await run_in_threadpool(services.listening.job, caller, transcript_id)
    if last_event_id == DONE:
        # Browsers connect again whenever a stream ends; this tells them to stop.
        return Response(status_code=204)
    told = _Told(services.listening, watch, job, _position(last_event_id))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told.events(), media_type="text/event-stream", headers=headers)


def _position(event_id: str) -> int:
    """Where to go on; the beginning for an id that is not ours."""
    return int(event_id) if event_id.isascii() and event_id.isdecimal() and len(event_id) < 16 else 0  # noqa: PLR2004  JavaScript's exact numbers


class _Told:
    """What one listener has been told already."""

    def __init__(self, listening: Listening, watch: Watch, job: Job, position: int) -> None:
        self._listening = listening
        self._watch = watch
        self._job = job
        self._position = position
        self._status: Status | None = None
        self._progress: Progress | None = None
        self._early = tells_text_early(job.options)

    async def events(self) -> AsyncIterator[bytes]:
        """The stream, as bytes."""
        yield RETRY
        async for outline in self._watch.outlines(self._job.id):
            if outline is None:
                yield KEEP_ALIVE
                continue
            for event in self._news(outline):
                yield event
            for stretch in await self._new_text(outline):
                self._position = stretch.until
                yield _event("text", _text_payload(stretch), str(stretch.until))
            if outline.status.is_final:
                yield _event("done", {"status": outline.status, "error": outline.error}, DONE)
                return

    def _news(self, outline: Outline) -> list[bytes]:
        news = []
        if outline.status != self._status:
            self._status = outline.status
            news.append(_event("state", {"status": outline.status}))
        progress = self._listening.progress(outline)
        if progress != self._progress and not outline.status.is_final:
            self._progress = progress
            news.append(_event("progress", progress_payload(progress)))
        return news

    async def _new_text(self, outline: Outline) -> Sequence[Stretch]:
        if outline.status.is_final:
            return await self._watch.call(partial(self._listening.rest, self._job.id, self._position))
        until = outline.recognized_until
        if not self._early or until is None or until <= self._position:
            return ()
        return await self._watch.call(partial(self._listening.recognized, self._job.id, self._position, until))


def _text_payload(stretch: Stretch) -> dict[str, Any]:
    return {
        "text": stretch.text,
        "start": stretch.words[0].start,
        "end": stretch.words[-1].end,
        "words": stretch.words,
    }


def _event(name: str, body: dict[str, Any], event_id: str = "") -> bytes:
    identity = f"id: {event_id}\n" if event_id else ""
    return f"event: {name}\n{identity}data: ".encode() + to_json(body) + b"\n\n"

"""`/v2/transcript/{id}/events`: what listeners are told, and what becomes of them."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scriba.api import watching
from scriba.core.job import ItemKind, Status
from scriba.core.progress import ItemTally
from scriba.core.transcript import Word
from scriba.service.planning import words_result
from tests.unit.api.conftest import World

DONE = ItemTally(known=1, done=1, share=1.0)


@pytest.fixture(autouse=True)
def _quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "ROUND_SECONDS", 0.01)


def parsed(stream: str) -> list[tuple[str, str, Any]]:
    """Name, id and content of each event."""
    found = []
    for block in stream.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], fields.get("id", ""), json.loads(fields["data"])))
    return found


def named(events: list[tuple[str, str, Any]], name: str) -> list[Any]:
    return [content for event, _, content in events if event == name]


def events_of(world: World, job_id: str, last: str = "") -> list[tuple[str, str, Any]]:
    headers = {"last-event-id": last} if last else {}
    response = world.client.get(f"/v2/transcript/{job_id}/events", headers=headers)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return parsed(response.text)


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110  what is waited for knows nothing of events
        await asyncio.sleep(0.01)


def recognize(world: World, job_id: str, *, done: int) -> None:
    """Two items of a minute, of which so many are done."""
    words = [
        Word(text=text, start=start, end=start + 9, confidence=1.0) for text, start in (("one", 1_000), ("two", 61_000))
    ]
    world.back.jobs.change(job_id, status=Status.PROCESSING, findings={"language": "en", "duration": 120_000})
    world.back.jobs.results[job_id] = [
        (n * 60_000, n * 60_000 + 60_000, words_result([[words[n]]])) for n in range(done)
    ]
    first_open = None if done == 2 else done * 60_000
    tally = ItemTally(known=2, done=done, covered=120_000, behind=done * 60_000, share=done / 2, first_open=first_open)
    world.back.jobs.tallies[job_id] = {ItemKind.PREPARE: DONE, ItemKind.RECOGNIZE: tally}


class Play:
    """Changes a transcript, step by step, whenever the listener has heard of the step before."""

    def __init__(self, world: World, job_id: str, steps: list[tuple[Callable[[list[Any]], bool], Callable[[], Any]]]):
        self.text = ""
        self._steps = steps
        self._thread = threading.Thread(target=self._read, args=(world, job_id))
        self._thread.start()
        self._thread.join()

    def _read(self, world: World, job_id: str) -> None:
        app = world.client.app
        assert isinstance(app, FastAPI)
        asyncio.run(self._run(app, dict(world.client.headers), f"/v2/transcript/{job_id}/events"))

    async def _run(self, app: FastAPI, headers: dict[str, str], path: str) -> None:
        app.state.watch._limiter = None

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            self.text += message.get("body", b"").decode()
            if self._steps and self._steps[0][0](parsed(self.text)):
                self._steps.pop(0)[1]()

        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [(b"authorization", headers["authorization"].encode())],
        }
        await asyncio.wait_for(app(scope, receive, send), 30)


def heard(name: str, count: int = 1) -> Callable[[list[Any]], bool]:
    return lambda events: len(named(events, name)) >= count


def test_words_come_as_soon_as_all_before_them_are_there(world: World) -> None:
    job_id = world.submit()["id"]
    play = Play(
        world,
        job_id,
        [
            (heard("state"), lambda: recognize(world, job_id, done=0)),
            (heard("state", 2), lambda: recognize(world, job_id, done=1)),
            (heard("text"), lambda: recognize(world, job_id, done=2)),
            (heard("text", 2), lambda: world.complete(job_id)),
        ],
    )
    events = parsed(play.text)
    assert [body["status"] for body in named(events, "state")] == ["queued", "processing", "completed"]
    texts = [(event_id, body["text"], body["start"]) for name, event_id, body in events if name == "text"]
    assert texts == [("60000", "one", 1_000), ("120000", "two", 61_000)]
    assert events[-1] == ("done", "done", {"status": "completed", "error": None})
    fractions = [body["fraction"] for body in named(events, "progress")]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0.5


@pytest.mark.parametrize(
    "options", [{"redact_pii": True, "redact_pii_policies": ["person_name"]}, {"filter_profanity": True}]
)
def test_no_words_come_before_the_passes_when_some_must_not_be_seen(world: World, options: dict[str, Any]) -> None:
    job_id = world.submit(**options)["id"]
    recognize(world, job_id, done=1)
    seen: list[int] = []

    def finish() -> None:
        seen.append(1)
        world.complete(job_id)

    play = Play(world, job_id, [(heard("progress"), finish)])
    assert seen
    assert [body["text"] for body in named(parsed(play.text), "text")] == [
        "It was the best of times. It was the worst of times."
    ]


def test_completed_transcript_is_told_at_once(world: World) -> None:
    events = events_of(world, world.completed())
    assert [name for name, _, _ in events] == ["state", "text", "done"]
    assert len(events[1][2]["words"]) == 12


def test_failed_transcript_tells_its_error(world: World) -> None:
    job_id = world.submit()["id"]
    world.back.jobs.change(job_id, status=Status.ERROR, error="no audio")
    assert events_of(world, job_id)[-1][2] == {"status": "error", "error": "no audio"}


def test_listener_goes_on_after_the_last_event_it_has_seen(world: World) -> None:
    job_id = world.completed()
    (words,) = [body["words"] for body in named(events_of(world, job_id), "text")]
    middle = words[6]["start"]
    (rest,) = named(events_of(world, job_id, last=str(middle)), "text")
    assert rest["words"] == words[6:]


@pytest.mark.parametrize("last", ["", "rubbish", "-1", "9" * 40])
def test_listener_begins_anew_when_its_last_event_makes_no_sense(world: World, last: str) -> None:
    assert len(named(events_of(world, world.completed(), last), "text")) == 1


def test_browser_is_told_not_to_come_back_when_all_was_told(world: World) -> None:
    response = world.client.get(f"/v2/transcript/{world.completed()}/events", headers={"last-event-id": "done"})
    assert (response.status_code, response.content) == (204, b"")


def test_events_are_not_told_to_another_project(world: World) -> None:
    response = world.client.get(f"/v2/transcript/{world.completed()}/events", headers=world.stranger())
    assert "not found" in world.error(response)


@pytest.fixture
def app(world: World) -> FastAPI:
    assert isinstance(world.client, TestClient)
    assert isinstance(world.client.app, FastAPI)
    return world.client.app


def _listener(app: FastAPI, key: str, job_id: str, gone: asyncio.Event, sent: list[bytes]) -> Any:
    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    headers = [(b"authorization", key.encode())]
    path = f"/v2/transcript/{job_id}/events"
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    return app(scope, receive, send)


def test_nothing_is_left_of_listeners_that_went_away(world: World, app: FastAPI) -> None:
    """A hundred of them, of whom none holds a thread."""
    job_id, key = world.submit()["id"], world.client.headers["authorization"]
    watch = app.state.watch

    async def run() -> None:
        gone = asyncio.Event()
        sent: list[list[bytes]] = [[] for _ in range(100)]
        tasks = [asyncio.ensure_future(_listener(app, key, job_id, gone, one)) for one in sent]
        await until(lambda: all(b"event: progress" in b"".join(one) for one in sent))
        assert watch.listeners == 100
        assert threading.active_count() < 60
        gone.set()
        await asyncio.gather(*tasks)
        assert watch.listeners == 0
        await until(lambda: watch._rounds is None)

    asyncio.run(run())


def test_silence_is_broken_by_comments(world: World, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "KEEP_ALIVE_SECONDS", 0.02)
    job_id, key = world.submit()["id"], world.client.headers["authorization"]

    async def run() -> None:
        gone, sent = asyncio.Event(), list[bytes]()
        task = asyncio.ensure_future(_listener(app, key, job_id, gone, sent))
        await until(lambda: sent.count(b": keep-alive\n\n") >= 3)
        gone.set()
        await task

    asyncio.run(run())


def test_streams_end_when_the_server_stops(world: World, app: FastAPI) -> None:
    job_id, key = world.submit()["id"], world.client.headers["authorization"]

    async def run() -> None:
        sent: list[bytes] = []
        task = asyncio.ensure_future(_listener(app, key, job_id, asyncio.Event(), sent))
        await until(lambda: b"event: progress" in b"".join(sent))
        app.state.watch.stopping = lambda: True
        await asyncio.wait_for(task, 30)

    asyncio.run(run())


def test_streams_end_when_their_transcript_is_forgotten(world: World, app: FastAPI) -> None:
    job_id, key = world.submit()["id"], world.client.headers["authorization"]

    async def run() -> None:
        sent: list[bytes] = []
        task = asyncio.ensure_future(_listener(app, key, job_id, asyncio.Event(), sent))
        await until(lambda: b"event: progress" in b"".join(sent))
        world.back.jobs.rows.pop(job_id)
        await asyncio.wait_for(task, 30)

    asyncio.run(run())


def test_watching_goes_on_when_the_store_fails_once(world: World, app: FastAPI) -> None:
    job_id, key = world.submit()["id"], world.client.headers["authorization"]
    watch = app.state.watch
    look, failures = watch._look, [RuntimeError("locked")]

    async def run() -> None:
        sent: list[bytes] = []
        task = asyncio.ensure_future(_listener(app, key, job_id, asyncio.Event(), sent))
        await until(lambda: b"event: progress" in b"".join(sent))

        def failing(ids: Any) -> Any:
            if failures:
                raise failures.pop()
            return look(ids)

        watch._look = failing
        world.complete(job_id)
        await asyncio.wait_for(task, 30)
        assert b"event: done" in b"".join(sent)
        assert not failures

    asyncio.run(run())

"""The OpenAI dialect: forms, answers, errors, and what is left of a call."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from scriba.api import watching
from scriba.core.engines import Task
from scriba.core.job import Job, Status
from tests.fakes.words import transcript_of
from tests.unit.api.conftest import World

SOUND = b"sound" * 100
SAID = "It was the best of times. It was the worst of times."
CALL = "/v1/audio/transcriptions"


@pytest.fixture(autouse=True)
def _quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "ROUND_SECONDS", 0.01)


@contextmanager
def worked_on(world: World, work: Callable[[str], Any]) -> Iterator[list[Job]]:
    """Does `work` on the first transcript that is queued, from another thread; gives it, as it was accepted."""
    seen: list[Job] = []
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            waiting = [job for job in list(world.back.jobs.rows.values()) if job.status == Status.QUEUED]
            if waiting:
                seen.append(waiting[0])
                work(waiting[0].id)
                return
            time.sleep(0.005)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def call(world: World, path: str = CALL, **fields: Any) -> httpx.Response:
    data = {"model": "whisper-1"} | fields
    return world.client.post(path, files={"file": ("a.wav", SOUND)}, data=data)


def done(world: World, path: str = CALL, **fields: Any) -> httpx.Response:
    """The answer to a call whose recording says `SAID`."""
    with worked_on(world, world.complete):
        response = call(world, path, **fields)
    assert response.status_code == 200, response.text
    return response


def refused(response: httpx.Response, status: int = 400) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert list(response.json()) == ["error"]
    error: dict[str, Any] = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"]
    return error


def test_call_is_answered_with_the_text(world: World) -> None:
    body = done(world).json()
    assert body == {"text": SAID, "usage": {"type": "duration", "seconds": 5}}


def test_nothing_is_left_of_a_call_that_was_answered(world: World) -> None:
    done(world)
    back = world.back
    assert (back.jobs.rows, back.calls.rows, back.uploads.rows, back.files.contents) == ({}, {}, {}, {})


def test_transcript_stays_when_the_operator_wants_it(world: World) -> None:
    app = world.client.app
    assert isinstance(app, FastAPI)
    app.state.services = replace(world.services, calls=replace(world.services.calls, keeps_transcripts=True))
    done(world)
    (job,) = world.back.jobs.rows.values()
    assert (job.status, world.back.calls.rows) == (Status.COMPLETED, {})
    assert world.client.get(f"/v2/transcript/{job.id}").json()["text"] == SAID


def test_call_asks_for_what_its_fields_say(world: World) -> None:
    fields = {"language": "es", "prompt": "Dulcinea", "temperature": "0.5", "model": "best"}
    with worked_on(world, world.complete) as seen:
        assert call(world, **fields).status_code == 200
    options = seen[0].options
    assert options["speech_models"] == ["best"]
    assert (options["language_code"], options["prompt"], options["temperature"]) == ("es", "Dulcinea", 0.5)
    assert (options["language_detection"], options["speaker_labels"]) == (False, False)


def test_language_is_found_when_the_call_does_not_say(world: World) -> None:
    with worked_on(world, world.complete) as seen:
        call(world)
    options = seen[0].options
    assert options["language_detection"]
    assert options["language_detection_options"]["on_no_speech_detected"] == "fallback"


@pytest.mark.parametrize(
    ("name", "models"),
    [
        ("whisper-1", ["universal-2"]),
        ("universal-3-pro", ["universal-3-pro"]),
        ("best", ["best"]),
        ("small", ["universal-3-pro", "universal-2"]),
    ],
)
def test_model_may_have_any_of_its_names(world: World, name: str, models: list[str]) -> None:
    assert world.services.calls.speech_models(name, Task.TRANSCRIBE) == models
    assert name in {model["id"] for model in world.client.get("/v1/models").json()["data"]}
    assert world.client.get(f"/v1/models/{name}").json()["object"] == "model"


def test_unknown_model_is_not_found(world: World) -> None:
    for response in (call(world, model="whisper-9"), world.client.get("/v1/models/whisper-9")):
        assert refused(response, 404)["code"] == "model_not_found"
    assert (world.back.uploads.rows, world.back.files.contents) == ({}, {})


def test_details_have_words_and_sentences(world: World) -> None:
    wanted: dict[str, Any] = {"timestamp_granularities[]": ["word", "segment"]}
    body = done(world, response_format="verbose_json", **wanted).json()
    assert (body["task"], body["language"], body["text"]) == ("transcribe", "english", SAID)
    assert body["duration"] == pytest.approx(4.65)
    assert body["words"][1] == {"word": "was", "start": 0.35, "end": 0.65}
    assert [segment["text"] for segment in body["segments"]] == [
        "It was the best of times.",
        "It was the worst of times.",
    ]
    assert body["segments"][1]["start"] == 2.1
    assert body["segments"][1]["avg_logprob"] == pytest.approx(-0.105, abs=0.001)


@pytest.mark.parametrize(("wanted", "missing"), [("word", "segments"), ("segment", "words")])
def test_details_are_those_asked_for(world: World, wanted: str, missing: str) -> None:
    body = done(world, response_format="verbose_json", **{"timestamp_granularities[]": wanted}).json()
    assert f"{wanted}s" in body
    assert missing not in body


@pytest.mark.parametrize(
    ("form", "start"), [("text", f"{SAID}\n"), ("srt", "1\n00:00:00,000 --> "), ("vtt", "WEBVTT\n\n00:00:00.000 --> ")]
)
def test_text_and_captions_are_plain_text(world: World, form: str, start: str) -> None:
    response = done(world, response_format=form)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text.startswith(start)


def test_speakers_are_told_when_asked_for(world: World) -> None:
    spoken = transcript_of("Hello there.")
    voices = spoken.with_words(replace(word, speaker="AB"[number]) for number, word in enumerate(spoken.words))
    with worked_on(world, lambda job_id: world.complete(job_id, voices)) as seen:
        body = call(world, response_format="diarized_json", model="gpt-4o-transcribe-diarize").json()
    assert seen[0].options["speaker_labels"]
    assert [(segment["speaker"], segment["text"]) for segment in body["segments"]] == [("A", "Hello"), ("B", "there.")]


def test_stream_tells_the_text_in_deltas_and_as_a_whole(world: World) -> None:
    response = done(world, stream="true")
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [json.loads(line.removeprefix("data: ")) for line in response.text.splitlines() if line]
    assert [event["type"] for event in events] == ["transcript.text.delta", "transcript.text.done"]
    assert (events[0]["delta"], events[1]["text"]) == (SAID, SAID)
    assert (world.back.jobs.rows, world.back.calls.rows) == ({}, {})


def test_stream_tells_errors_as_an_event(world: World) -> None:
    with worked_on(world, lambda job_id: world.back.jobs.change(job_id, status=Status.ERROR, error="no audio")):
        response = call(world, stream="true")
    (event,) = [json.loads(line.removeprefix("data: ")) for line in response.text.splitlines() if line]
    assert (event["type"], event["error"]["message"]) == ("error", "no audio")
    assert world.back.jobs.rows == {}


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        ("Transcoding failed. File does not appear to contain audio.", 400, "invalid_request_error"),
        ("Processing error, the recognize stage crashed the worker in 3 attempts: x", 503, "server_error"),
    ],
)
def test_failure_is_an_error_of_whose_fault_it_is(world: World, error: str, status: int, kind: str) -> None:
    with worked_on(world, lambda job_id: world.back.jobs.change(job_id, status=Status.ERROR, error=error)):
        response = call(world)
    found = refused(response, status)
    assert (found["message"], found["type"]) == (error, kind)
    assert world.back.jobs.rows == {}


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ({"model": ""}, "model"),
        ({"response_format": "docx"}, "response_format"),
        ({"temperature": "2"}, "temperature"),
        ({"temperature": "warm"}, "temperature"),
        ({"language": "klingon"}, "language"),
        ({"stream": "perhaps"}, "stream"),
        ({"stream": "true", "response_format": "srt"}, "response_format"),
        ({"timestamp_granularities[]": "word"}, "timestamp_granularities"),
        ({"response_format": "verbose_json", "timestamp_granularities[]": "letter"}, "timestamp_granularities"),
        ({"include[]": "logprobs"}, "include"),
        ({"chunking_strategy[type]": "server_vad"}, "chunking_strategy[type]"),
        ({"hotwords": "x"}, "hotwords"),
    ],
)
def test_wrong_parameter_is_named(world: World, fields: dict[str, str], parameter: str) -> None:
    assert refused(call(world, **fields))["param"] == parameter
    assert (world.back.jobs.rows, world.back.files.contents) == ({}, {})


def test_parameter_is_named_when_only_the_transcript_refuses_it(world: World) -> None:
    found = refused(call(world, prompt="word " * 1_501))
    assert (found["param"], found["message"]) == ("prompt", "prompt must have at most 1500 words")
    assert (world.back.jobs.rows, world.back.uploads.rows, world.back.files.contents) == ({}, {}, {})


def test_call_is_refused_when_it_is_no_form_or_has_no_file(world: World) -> None:
    assert "form" in refused(world.client.post(CALL, json={"model": "whisper-1"}))["message"]
    headers = {"content-type": "multipart/form-data; boundary=X"}
    body = b'--X\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--X--\r\n'
    assert "no file" in refused(world.client.post(CALL, content=body, headers=headers))["message"]


def test_call_is_refused_when_its_file_is_too_large(world: World) -> None:
    response = world.client.post(CALL, files={"file": ("a.wav", bytes(50_001))}, data={"model": "whisper-1"})
    assert "openai_max_upload_bytes" in refused(response, 413)["message"]
    assert all(writer.is_aborted for writer in world.back.files.writers)


def test_call_is_refused_when_its_fields_are_too_long(world: World) -> None:
    assert "too long" in refused(call(world, prompt="x" * 1_100_000))["message"]


def test_errors_have_the_form_of_the_dialect(world: World) -> None:
    assert refused(world.client.get("/v1/models", headers={"authorization": "Bearer wrong"}), 401)["code"] == (
        "invalid_api_key"
    )
    assert refused(world.client.get("/v1/chat/completions"), 404)["message"] == "Not found"
    assert refused(world.client.get(CALL), 405)["type"] == "invalid_request_error"


def test_translation_needs_a_model_that_translates(world: World) -> None:
    assert refused(call(world, "/v1/audio/translations"))["param"] == "model"


def test_translation_is_asked_of_the_recognizer(world: World) -> None:
    routing = world.services.transcripts.routing
    cards = {name: replace(card, translates=True) for name, card in routing.cards.items()}
    transcripts = replace(world.services.transcripts, routing=replace(routing, cards=cards))
    app = world.client.app
    assert isinstance(app, FastAPI)
    app.state.services = replace(world.services, calls=replace(world.services.calls, transcripts=transcripts))
    with worked_on(world, world.complete) as seen:
        body = call(world, "/v1/audio/translations", response_format="verbose_json").json()
    assert (seen[0].options["task"], body["task"]) == ("translate", "translate")


def _form(content: bytes) -> tuple[bytes, bytes]:
    head = b'--X\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n'
    stream = b'--X\r\nContent-Disposition: form-data; name="stream"\r\n\r\ntrue\r\n' if content == b"stream" else b""
    file = b'--X\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nsound\r\n--X--\r\n'
    return b"multipart/form-data; boundary=X", head + stream + file


@pytest.mark.parametrize("kind", [b"json", b"stream"])
def test_call_is_cancelled_when_its_caller_goes_away(world: World, kind: bytes) -> None:
    app, key = world.client.app, world.client.headers["authorization"]
    assert isinstance(app, FastAPI)

    async def run() -> None:
        content_type, body = _form(kind)
        gone = asyncio.Event()
        messages = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            pass

        headers = [(b"authorization", f"Bearer {key}".encode()), (b"content-type", content_type)]
        scope = {
            "type": "http", "method": "POST", "path": CALL, "query_string": b"", "headers": headers, "scheme": "http",
            "server": ("testserver", 80),
        }  # fmt: skip
        task = asyncio.ensure_future(app(scope, receive, send))
        while not world.back.jobs.rows:  # noqa: ASYNC110  what is waited for knows nothing of events
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        gone.set()
        await asyncio.wait_for(task, 30)

    asyncio.run(run())
    assert (world.back.jobs.rows, world.back.calls.rows, world.back.uploads.rows) == ({}, {}, {})


def test_calls_of_a_server_that_died_are_discarded(world: World) -> None:
    caller = world.services.keys.authenticate(world.client.headers["authorization"])
    mine = world.submit()["id"]
    world.back.calls.add(mine, caller.project_id)
    world.back.calls.add("never-submitted", caller.project_id)
    other = world.submit()["id"]
    world.services.calls.discard_all()
    assert (list(world.back.jobs.rows), world.back.calls.rows) == ([other], {})

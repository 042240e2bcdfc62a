"""No place tells what was redacted: every address of the API, events, webhooks, the log, every file on disk."""

import io
import json
import re
import wave
import zlib

import pytest

from scriba.core.understood import LANGUAGES
from tests.crash.server import Server
from tests.fakes.receivers import receiving

TAIL_SECONDS = 16
"""The end of the recording: "... in the superlative degree of comparison only"."""
SECRETS = ("superlative", "comparison")
REDACT = {"redact_pii": True, "redact_static_entities": {"QUALITY": list(SECRETS)}, "redact_pii_audio": True}
ECHOES = tuple(json.dumps(list(SECRETS), separators=separators).encode() for separators in ((", ", ": "), (",", ":")))
"""The request's own terms, as options are kept and echoed."""
EVERYTHING = {name: True for name in LANGUAGES if name != "auto_chapters"}
"""Chapters and a summary exclude each other."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("leaks") / "data"
    data.mkdir()
    server = Server(data, allow_private_webhooks="true")
    server.wait_for("/ready", 240)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tail(two_cities):
    target = io.BytesIO()
    with wave.open(str(two_cities), "rb") as whole, wave.open(target, "wb") as part:
        part.setparams(whole.getparams())
        whole.setpos(whole.getnframes() - TAIL_SECONDS * whole.getframerate())
        part.writeframes(whole.readframes(whole.getnframes()))
    return target.getvalue()


def on_disk(server):
    """Secrets in any file of the data folder but the models, and in the log; in compressed documents too."""
    files = [path for path in server.data_dir.rglob("*") if path.is_file() and "cache" not in path.parts]
    found = []
    for path in [*files, server.data_dir.parent / f"{server.data_dir.name}.log"]:
        content = path.read_bytes() if path.parent.name not in {"uploads", "redacted"} else b""
        found += [
            f"{path}: {secret}"
            for secret in SECRETS
            if any(secret.encode() in unechoed(text.lower()) for text in [content, *inflated(content)])
        ]
    return found


def unechoed(text):
    """Without the request's own terms."""
    for echo in ECHOES:
        text = text.replace(echo, b"")
    return text


def inflated(content):
    """Whatever a zlib stream in the bytes holds."""
    for match in re.finditer(b"\x78\x01", content):
        try:
            yield zlib.decompressobj().decompress(content[match.start() :])
        except zlib.error:
            continue


def addresses(server, job_id):
    """Everything that can be read of a transcript, by the server's own description of its API."""
    paths = server.client.get("/openapi.json").json()["paths"]
    own = [path for path, verbs in paths.items() if "{transcript_id}" in path and "get" in verbs]
    assert len(own) > 6
    return ["/v2/transcript?limit=200", *(path.replace("{transcript_id}", job_id) for path in own)]


def test_nothing_tells_a_redacted_word_when_everything_is_asked_for(server, tail):
    with receiving() as receiver:
        options = {**EVERYTHING, **REDACT, "speaker_labels": True, "redact_pii_sub": "entity_name"}
        job_id = server.submit(tail, webhook_url=receiver.address, **options)
        events = server.client.get(f"/v2/transcript/{job_id}/events", timeout=240).text
        job = server.wait_done(job_id)
        calls = receiver.wait_for(2)
    assert job["status"] == "completed", job["error"]
    assert job["text"].count("[QUALITY]") == len(SECRETS)
    assert "event: done" in events
    told = {"events": events, "calls": json.dumps([call.message for call in calls])}
    for path in addresses(server, job_id):
        query = {"words": ",".join(SECRETS)} if "word-search" in path else {}
        answer = server.client.get(path, params=query, timeout=60)
        told[path] = "" if "word-search" in path else answer.text
        assert answer.status_code == 200
        assert not ("word-search" in path and answer.json()["total_count"])
    assert [
        (name, word)
        for name, text in told.items()
        for word in SECRETS
        if word.encode() in unechoed(text.lower().encode())
    ] == []
    assert on_disk(server) == []

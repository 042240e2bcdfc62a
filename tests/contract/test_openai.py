"""The official OpenAI client against a live server."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import httpx2
import openai
import pytest

from tests.architecture.tree import ROOT
from tests.contract.conftest import LiveServer, plain

EXAMPLE = ROOT / "examples" / "openai_client.py"


@pytest.fixture
def client(live: LiveServer) -> Iterator[openai.OpenAI]:
    with (
        httpx2.Client(trust_env=False, timeout=300) as connection,
        openai.OpenAI(
            base_url=f"{live.address}/v1", api_key=live.key, http_client=connection, max_retries=0
        ) as speaking,
    ):
        yield speaking


def transcripts(live: LiveServer) -> set[str]:
    listed = live.client.get("/v2/transcript", params={"limit": 200}).json()["transcripts"]
    return {item["id"] for item in listed}


def test_client_gets_the_text_and_leaves_nothing(live: LiveServer, client: openai.OpenAI, clip: Path) -> None:
    files, before = live.files(), transcripts(live)
    found = client.audio.transcriptions.create(model="whisper-1", file=clip)
    assert "best of times" in plain(found.text)
    assert (live.files() - files, transcripts(live) - before) == (set(), set())


def test_client_gets_details(client: openai.OpenAI, clip: Path) -> None:
    found = client.audio.transcriptions.create(
        model="gpt-4o-transcribe",
        file=clip,
        language="en",
        prompt="A Tale of Two Cities",
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert (found.language, round(found.duration)) == ("english", 17)
    assert found.words
    assert found.segments
    assert " ".join(word.word for word in found.words) == found.text == " ".join(one.text for one in found.segments)
    assert 0 <= found.words[0].start < found.words[-1].end <= found.duration


def test_client_gets_captions(client: openai.OpenAI, clip: Path) -> None:
    found = client.audio.transcriptions.create(model="universal-2", file=clip, response_format="vtt")
    assert found.startswith("WEBVTT\n")
    assert "best of times" in plain(found)


def test_client_hears_the_text_as_it_comes(client: openai.OpenAI, clip: Path) -> None:
    events = list(client.audio.transcriptions.create(model="whisper-1", file=clip, stream=True))
    deltas = "".join(event.delta for event in events if event.type == "transcript.text.delta")
    last = events[-1]
    assert last.type == "transcript.text.done"
    assert plain(deltas) == plain(last.text)


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
def test_client_gets_a_translation_into_english(client: openai.OpenAI, clip: Path) -> None:
    """Of English it is what was said, so that the route is known to reach the recognizer and to come back."""
    found = client.audio.translations.create(model="whisper-base", file=clip, response_format="verbose_json")
    assert "best of times" in plain(found.text)


def test_client_lists_the_models(client: openai.OpenAI) -> None:
    names = [model.id for model in client.models.list()]
    assert {"whisper-1", "universal-3-pro", "whisper-base"} <= set(names)
    assert client.models.retrieve("whisper-1").id == "whisper-1"


def test_client_raises_what_it_would_elsewhere(client: openai.OpenAI, clip: Path) -> None:
    with pytest.raises(openai.AuthenticationError) as refused:
        client.with_options(api_key="wrong").models.list()
    assert refused.value.code == "invalid_api_key"
    with pytest.raises(openai.NotFoundError) as unknown:
        client.audio.transcriptions.create(model="whisper-9", file=clip)
    assert unknown.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError, match="does not appear to contain audio"):
        client.audio.transcriptions.create(model="whisper-1", file=("a.wav", b"this is no recording" * 100))
    with pytest.raises(openai.APIError, match="does not appear to contain audio"):
        list(
            client.audio.transcriptions.create(
                model="whisper-1", file=("a.wav", b"this is no recording" * 100), stream=True
            )
        )


def test_work_is_cancelled_when_the_client_hangs_up(live: LiveServer, two_cities: Path) -> None:
    files, before = live.files(), transcripts(live)
    headers = {"authorization": f"Bearer {live.key}"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{live.address}/v1/audio/transcriptions",
            headers=headers,
            files={"file": two_cities.read_bytes()},
            data={"model": "whisper-1"},
            timeout=httpx.Timeout(60, read=0.5),
            trust_env=False,
        )
    while live.files() - files or transcripts(live) - before:
        time.sleep(0.1)


def test_example_prints_what_is_said(live: LiveServer, clip: Path) -> None:
    run = subprocess.run(
        [sys.executable, EXAMPLE, clip], env=live.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("english 17")
    assert "best of times" in plain(run.stdout)

"""The official Python SDK gets what it expects, whichever pydantic it runs on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contract.conftest import CLIP_SECONDS, LiveServer, plain
from tests.fakes.receivers import Receiver

ROOT = Path(__file__).parents[2]
INTERPRETERS = {"with pydantic-settings": Path(sys.executable), "bare": ROOT / ".venv-sdk" / "bin" / "python"}


@pytest.fixture(scope="module", params=[(name, style) for name in INTERPRETERS for style in ("sync", "async")], ids=str)
def session(request: pytest.FixtureRequest, live: LiveServer, clip: Path, receiver: Receiver) -> dict[str, Any]:
    """What one whole session brought, run as a program of its own."""
    interpreter, style = request.param
    python = INTERPRETERS[interpreter]
    assert python.exists(), "run make setup-test"
    run = subprocess.run(
        [str(python), str(Path(__file__).with_name("python_session.py")), style, live.address, live.key, str(clip)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "WEBHOOK_URL": f"{receiver.address}/sdk"},
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    assert found.pop("has_settings") == (interpreter != "bare")
    return found


def test_transcript_is_complete(session: dict[str, Any]) -> None:
    assert session["status"] == "completed"
    assert plain(session["text"]).startswith("it was the best of times it was the worst of times")
    assert session["same"]
    assert (session["audio_duration"], session["model"], session["language"]) == (CLIP_SECONDS, "universal-3-pro", "en")
    assert 0.5 < session["confidence"] <= 1
    assert " ".join(text for text, _, _ in session["words"]) == session["text"]
    assert all(0 <= start < end <= CLIP_SECONDS * 1_000 for _, start, end in session["words"])


def test_views_hold_the_same_words(session: dict[str, Any]) -> None:
    for view in ("sentences", "paragraphs"):
        assert " ".join(text for text, *_ in session[view]) == session["text"]
        assert sum(count for *_, count in session[view]) == len(session["words"])


def test_captions_can_be_read(session: dict[str, Any]) -> None:
    assert session["srt"].startswith("1\n00:00:0")
    captions = [block.split("\n", 2)[2] for block in session["srt"].strip().split("\n\n")]
    assert " ".join(" ".join(caption.split()) for caption in captions) == session["text"]
    assert max(map(len, captions)) <= 32
    assert session["vtt"].startswith("WEBVTT\n\n00:00:0")


def test_words_are_found(session: dict[str, Any]) -> None:
    assert session["matches"] == {"best of times": 1, "worst": 1}


def test_list_begins_with_the_newest(session: dict[str, Any]) -> None:
    assert session["newest"] == [session["id"], 1, 1]


def test_every_option_can_be_sent_and_read_back(session: dict[str, Any]) -> None:
    status, text, utterances = session["rich"]
    assert (status, utterances) == ("completed", 1)
    assert "best of times" in text
    told = " ".join(session["warnings"])
    assert '"redact_pii" does not work' not in told
    assert '"speaker_labels"' not in told
    assert "sesame" not in told


def test_receiver_is_told_when_the_transcript_is_done(session: dict[str, Any], receiver: Receiver) -> None:
    job_id, status = session["webhook"]
    assert status == 200
    (call,) = [call for call in receiver.calls if call.message.get("transcript_id") == job_id]
    assert (call.path, call.message["status"]) == ("/sdk?from=python", "completed")
    assert call.headers["X-Secret"] == "open sesame"


def test_channels_speakers_and_languages_are_read_by_the_sdk(session: dict[str, Any]) -> None:
    assert session["voices"] == {
        "channels": 1,
        "utterances": [["1A", "1"]],
        "words": [["1A", "1"]],
        "languages": ["en"],
    }


def test_redacted_audio_is_waited_for(live: LiveServer, session: dict[str, Any]) -> None:
    assert session["redacted"].startswith(f"{live.address}/redacted-audio/")


def test_several_recordings_go_at_once(session: dict[str, Any]) -> None:
    assert session["group"] == ["completed", "completed"]


def test_deleted_transcript_is_a_tombstone(session: dict[str, Any]) -> None:
    assert session["deleted"] == ["completed", "Deleted by user.", "http://deleted_by_user", None]


def test_wrong_key_is_refused_in_the_words_of_the_contract(session: dict[str, Any]) -> None:
    assert session["refused"].endswith("Authentication error, API token missing/invalid")

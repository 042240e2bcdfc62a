"""The official JavaScript SDK gets what it expects."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contract.conftest import CLIP_SECONDS, LiveServer, plain
from tests.fakes.receivers import Receiver


@pytest.fixture(scope="module")
def session(live: LiveServer, node: str, node_modules: Path, clip: Path, receiver: Receiver) -> dict[str, Any]:
    """What one whole session brought, run as a program of its own."""
    script = node_modules.parent / "session.mjs"
    run = subprocess.run(
        [node, str(script), live.address, live.key, str(clip)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "WEBHOOK_URL": f"{receiver.address}/sdk"},
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_transcript_is_complete(session: dict[str, Any]) -> None:
    transcript = session["transcript"]
    assert (transcript["status"], transcript["audio_duration"], transcript["language_code"]) == (
        "completed",
        CLIP_SECONDS,
        "en",
    )
    assert plain(transcript["text"]).startswith("it was the best of times it was the worst of times")
    assert session["same"]


def test_uploads_arrive_in_every_form(live: LiveServer, session: dict[str, Any]) -> None:
    assert len(set(session["uploads"])) == 3
    assert all(url.startswith(f"{live.address}/upload/") for url in session["uploads"])
    assert session["labelled"] == {"status": "completed", "utterances": 1}


def test_receiver_is_told_when_the_transcript_is_done(session: dict[str, Any], receiver: Receiver) -> None:
    told = session["webhook"]
    assert (told["webhook_auth"], told["webhook_status_code"]) == (True, 200)
    (call,) = [call for call in receiver.calls if call.message.get("transcript_id") == told["id"]]
    assert (call.path, call.message["status"]) == ("/sdk?from=javascript", "completed")
    assert call.headers["X-Secret"] == "open sesame"


def test_views_hold_the_same_words(session: dict[str, Any]) -> None:
    for view in ("sentences", "paragraphs"):
        body = session[view]
        assert " ".join(span["text"] for span in body[view]) == session["transcript"]["text"]
        assert body["audio_duration"] == CLIP_SECONDS


def test_what_the_text_tells_can_be_read(session: dict[str, Any]) -> None:
    found = session["understood"]
    assert all(text and count == times >= 1 for text, count, times in found["phrases"])
    assert {speaker for speaker, _ in found["sentiments"]} == {"A"}
    assert {sentiment for _, sentiment in found["sentiments"]} <= {"POSITIVE", "NEUTRAL", "NEGATIVE"}
    assert all(gist and headline and summary and length > 0 for gist, headline, summary, length in found["chapters"])
    assert [len(found[name]) > 0 for name in ("phrases", "sentiments", "chapters")] == [True] * 3


def test_topics_and_content_safety_can_be_read(session: dict[str, Any]) -> None:
    found = session["understood"]
    assert all(text and len(labels) == 10 and length > 0 for text, labels, length in found["topics"])
    assert {label for _, labels, _ in found["topics"] for label, _ in labels} >= set(found["topicSummary"])
    assert max(found["topicSummary"].values()) == 1
    assert found["safety"] == "success"
    assert all(0.25 <= confidence <= 1 for confidence in found["sensitive"])
    assert all(abs(sum(shares.values()) - 1) < 1e-6 for shares in found["severities"])


def test_captions_can_be_read(session: dict[str, Any]) -> None:
    assert session["srt"].startswith("1\n00:00:0")
    assert session["vtt"].startswith("WEBVTT\n\n")


def test_words_are_found(session: dict[str, Any]) -> None:
    assert session["search"]["total_count"] == 2
    assert [match["text"] for match in session["search"]["matches"]] == ["best of times", "worst"]


def test_pages_lead_from_the_newest_to_the_first(session: dict[str, Any]) -> None:
    assert session["newest"]["error"] == session["failed"]
    assert session["listed"][-1] == session["transcript"]["id"]
    assert len(set(session["listed"])) == len(session["listed"]) >= 3


def test_faults_are_told_in_the_words_of_the_contract(session: dict[str, Any]) -> None:
    assert session["refused"] == "Authentication error, API token missing/invalid"
    assert session["unknown"] == "Transcript lookup error, transcript id not found"
    assert "does not appear to contain audio" in session["failed"]
    assert "not available" in session["redacted"]


def test_deleted_transcript_is_a_tombstone(session: dict[str, Any]) -> None:
    deleted = session["deleted"]
    assert (deleted["audio_url"], deleted["text"]) == ("http://deleted_by_user", "Deleted by user.")

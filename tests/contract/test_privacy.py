"""Redaction and entities end to end: no response of a transcript tells what was redacted."""

import json
from pathlib import Path
from typing import Any

import assemblyai as aai
import pytest

from tests.contract.conftest import MODELS, LiveServer

TERMS = ("wisdom", "foolishness", "incredulity")
"""Said in the clip: it was the age of wisdom."""

REDACT = {
    "redact_pii": True,
    "redact_pii_policies": ["person_name", "location"],
    "redact_static_entities": {"QUALITY": list(TERMS)},
    "entity_detection": True,
}


@pytest.fixture(scope="module")
def redacted(live: LiveServer, clip: Path) -> dict[str, Any]:
    """A transcript without the terms, whose original words are not asked for."""
    body = live.finished(live.submit(live.upload(clip.read_bytes()), **REDACT)["id"])
    assert body["status"] == "completed", body["error"]
    return body


@pytest.mark.shows("redact_pii", "redact_pii_policies")
def test_no_response_tells_a_redacted_word(live: LiveServer, redacted: dict[str, Any]) -> None:
    address = f"/v2/transcript/{redacted['id']}"
    paths = ["", "/sentences", "/paragraphs", "/srt", "/vtt", "/srt?chars_per_caption=20"]
    answers = [live.client.get(address + path).raise_for_status().text.lower() for path in paths]
    # The request's own terms are echoed, as every option is.
    answers[0] = answers[0].replace(json.dumps(REDACT["redact_static_entities"], separators=(",", ":")).lower(), "")
    assert not [(path, term) for path, text in zip(paths, answers, strict=True) for term in TERMS if term in text]
    assert "age of ######" in redacted["text"]
    assert live.client.get(f"{address}/word-search", params={"words": ",".join(TERMS)}).json()["total_count"] == 0
    assert redacted["text"] not in live.client.get("/v2/transcript?limit=200").text


@pytest.mark.shows("entity_detection", "response.entities")
def test_entities_have_the_contract_s_shape(redacted: dict[str, Any]) -> None:
    assert isinstance(redacted["entities"], list)
    assert all(set(entity) == {"entity_type", "text", "start", "end"} for entity in redacted["entities"])
    assert "unredacted_text" not in redacted
    assert redacted["metadata"]["warnings"] == []


@pytest.mark.shows(
    "redact_pii_return_unredacted",
    "response.unredacted_text",
    "response.unredacted_words",
    "response.unredacted_utterances",
)
def test_the_words_come_back_beside_when_asked(live: LiveServer, clip: Path) -> None:
    options = REDACT | {"redact_pii_return_unredacted": True, "redact_pii_sub": "entity_name"}
    body = live.finished(live.submit(live.upload(clip.read_bytes()), **options)["id"])
    assert body["text"].count("[QUALITY]") == len(TERMS)
    assert all(term in body["unredacted_text"].lower() for term in TERMS)
    assert len(body["unredacted_words"]) == len(body["unredacted_text"].split())
    assert body["unredacted_utterances"] is None


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_entities_and_redaction(live: LiveServer, redacted: dict[str, Any]) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    transcript = aai.Transcript.get_by_id(redacted["id"])
    assert transcript.status == aai.TranscriptStatus.completed
    assert transcript.text == redacted["text"]
    assert len(transcript.entities or []) == len(redacted["entities"])


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"redact_pii": True, "redact_pii_policies": ["location"], "language_code": "es"}, "The following models are not available in this language: redact_pii"),
        ({"entity_detection": True, "language_code": "fr"}, "The following models are not available in this language: entity_detection"),
        ({"redact_pii": True}, "redact_pii requires redact_pii_policies to be a non-empty list"),
    ],
)  # fmt: skip
def test_a_request_is_refused_when_it_could_not_be_kept(live: LiveServer, options: dict[str, Any], text: str) -> None:
    body = {"audio_url": "http://example.com/a.mp3", "speech_models": MODELS} | options
    response = live.client.post("/v2/transcript", json=body)
    assert (response.status_code, response.json()["error"]) == (400, text)


def test_policies_that_find_nothing_are_told(live: LiveServer) -> None:
    options = {"redact_pii": True, "redact_pii_policies": ["trend", "location"]}
    accepted = live.submit("http://example.invalid/a.mp3", **options)
    live.client.delete(f"/v2/transcript/{accepted['id']}")
    assert "trend" in accepted["metadata"]["warnings"][0]["message"]

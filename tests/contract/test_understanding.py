"""Understanding end to end: what the clients read, and what no result may tell."""

import json
from pathlib import Path
from typing import Any

import assemblyai as aai
import pytest

from tests.contract.conftest import MODELS, LiveServer

SUMMARY = {"summarization": True, "summary_model": "conversational", "summary_type": "bullets"}
TOPICS = {"iab_categories": True, "content_safety": True, "content_safety_confidence": 25}
UNDERSTAND = {"auto_highlights": True, "sentiment_analysis": True, "speaker_labels": True} | SUMMARY | TOPICS
OPTIONS = ("auto_highlights", "sentiment_analysis", "summarization", "auto_chapters")

TERMS = ("wisdom", "foolishness", "incredulity")
"""Said in the clip: it was the age of wisdom."""


@pytest.fixture(scope="module")
def understood(live: LiveServer, clip: Path) -> dict[str, Any]:
    """A transcript with all that its text tells."""
    body = live.finished(live.submit(live.upload(clip.read_bytes()), **UNDERSTAND)["id"])
    assert body["status"] == "completed", body["error"]
    return body


@pytest.mark.shows("auto_highlights", "response.auto_highlights_result")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_key_phrases(live: LiveServer, understood: dict[str, Any]) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    found = aai.Transcript.get_by_id(understood["id"]).auto_highlights
    assert found is not None
    assert found.status == aai.StatusResult.success
    phrases = found.results or []
    assert any("times" in phrase.text for phrase in phrases)
    assert all(phrase.count == len(phrase.timestamps) >= 1 for phrase in phrases)
    last = understood["words"][-1]["end"]
    assert all(0 <= when.start < when.end <= last for phrase in phrases for when in phrase.timestamps)


@pytest.mark.shows("sentiment_analysis", "response.sentiment_analysis_results")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_sentiments(live: LiveServer, understood: dict[str, Any]) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    transcript = aai.Transcript.get_by_id(understood["id"])
    found = transcript.sentiment_analysis or []
    sentences = transcript.get_sentences()
    assert [(each.text, each.start, each.end) for each in found] == [
        (one.text, one.start, one.end) for one in sentences
    ]
    assert all(0 <= each.confidence <= 1 and each.speaker == "A" for each in found)
    assert {each.sentiment for each in found} <= set(aai.SentimentType)


@pytest.mark.shows("summarization", "summary_model", "summary_type", "response.summary")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_a_summary_that_says_that_it_is_an_extract(live: LiveServer, understood: dict[str, Any]) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    summary = aai.Transcript.get_by_id(understood["id"]).summary
    assert summary
    assert all(line.startswith("- A: ") and line[5:] in understood["text"] for line in summary.split("\n"))
    assert any("extractive" in warning["message"] for warning in understood["metadata"]["warnings"])


@pytest.mark.shows("iab_categories", "response.iab_categories_result")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_topics(live: LiveServer, understood: dict[str, Any]) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    found = aai.Transcript.get_by_id(understood["id"]).iab_categories
    assert found is not None
    assert found.status == aai.StatusResult.success
    first, *_ = found.results or []
    assert first.timestamp.start == understood["words"][0]["start"]
    assert understood["text"].startswith(first.text[:40])
    assert len(first.labels) == 10
    assert all(0 <= label.relevance <= 1 for label in first.labels)
    assert max((found.summary or {}).values()) == 1
    assert set(found.summary or {}) <= {label.label for result in found.results or [] for label in result.labels}


@pytest.mark.shows("content_safety", "content_safety_confidence", "response.content_safety_labels")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_content_safety(live: LiveServer, understood: dict[str, Any]) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    found = aai.Transcript.get_by_id(understood["id"]).content_safety
    assert found is not None
    assert found.status == aai.StatusResult.success
    labels = [label for result in found.results or [] for label in result.labels]
    assert all(label.confidence >= 0.25 for label in labels)
    assert set(found.summary or {}) == {label.label for label in labels}


def test_topics_are_accepted_in_languages_of_the_original_and_unavailable(live: LiveServer, clip: Path) -> None:
    body = live.finished(live.submit(live.upload(clip.read_bytes()), language_code="fr", **TOPICS)["id"])
    assert body["status"] == "completed"
    assert body["iab_categories_result"] == {"status": "unavailable", "results": [], "summary": {}}
    assert body["content_safety_labels"] == {
        "status": "unavailable",
        "results": [],
        "summary": {},
        "severity_score_summary": {},
    }
    told = " ".join(warning["message"] for warning in body["metadata"]["warnings"])
    assert "not available in this language: iab_categories" in told
    assert "not available in this language: content_safety" in told


@pytest.mark.shows("auto_chapters", "response.chapters")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_sdk_reads_chapters(live: LiveServer, clip: Path) -> None:
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    body = live.finished(live.submit(live.upload(clip.read_bytes()), auto_chapters=True)["id"])
    (chapter,) = aai.Transcript.get_by_id(body["id"]).chapters or []
    assert (chapter.start, chapter.end) == (body["words"][0]["start"], body["words"][-1]["end"])
    assert chapter.headline in body["text"]
    assert chapter.gist
    assert chapter.gist in body["text"]
    assert chapter.summary


def test_no_result_tells_a_redacted_word(live: LiveServer, clip: Path) -> None:
    redaction: dict[str, Any] = {"redact_pii": True, "redact_static_entities": {"QUALITY": list(TERMS)}}
    body = live.finished(live.submit(live.upload(clip.read_bytes()), **redaction, **UNDERSTAND)["id"])
    assert body["auto_highlights_result"]["status"] == "success"
    assert body["sentiment_analysis_results"]
    assert body["summary"]
    assert body["iab_categories_result"]["results"]
    assert body["content_safety_labels"]["status"] == "success"
    del body["redact_static_entities"]  # the request's own terms are echoed, as every option is
    text = json.dumps(body).lower()
    assert [term for term in TERMS if term in text] == []


@pytest.mark.parametrize(
    ("option", "language"), [*((each, "fr") for each in OPTIONS), ("iab_categories", "nl"), ("content_safety", "ja")]
)
def test_a_request_is_refused_when_its_language_is_not_understood(live: LiveServer, option: str, language: str) -> None:
    body = {"audio_url": "http://example.com/a.mp3", "speech_models": MODELS, option: True, "language_code": language}
    response = live.client.post("/v2/transcript", json=body)
    assert response.status_code == 400
    assert response.json()["error"] == f"The following models are not available in this language: {option}"


def test_results_are_null_when_nobody_asked(spoken: dict[str, Any]) -> None:
    fields = ("auto_highlights_result", "sentiment_analysis_results", "summary", "chapters")
    topics = ("iab_categories_result", "content_safety_labels")
    assert [spoken[field] for field in (*fields, *topics)] == [None] * 6

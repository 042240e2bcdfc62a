"""The contract over plain HTTP, against a live server: texts, statuses, ids, pages, regions."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.conftest import CLIP_SECONDS, MODELS, LiveServer


def error(response: httpx.Response, status: int = 400) -> str:
    """The text of an error whose body is nothing else."""
    assert response.status_code == status, response.text
    body: dict[str, str] = response.json()
    assert list(body) == ["error"]
    return body["error"]


def test_every_answer_that_is_no_error_is_exactly_200(live: LiveServer, spoken: dict[str, Any]) -> None:
    job = f"/v2/transcript/{spoken['id']}"
    paths = ["/", "/health", "/ready", "/openapi.json", "/v2/transcript", job, f"{job}/word-search?words=best"]
    paths += [f"{job}/{view}" for view in ("sentences", "paragraphs", "srt", "vtt")]
    assert {path: live.client.get(path, follow_redirects=False).status_code for path in paths} == dict.fromkeys(
        paths, 200
    )


def test_probes_tell_the_region(live: LiveServer) -> None:
    for path, status in (("/health", "ok"), ("/ready", "ready")):
        body = httpx.get(f"{live.address}{path}", trust_env=False).json()
        assert (body["status"], body["region"]) == (status, "local")


@pytest.mark.parametrize("key", ["", "wrong", "Bearer wrong"])
@pytest.mark.parametrize("path", ["/v2/upload", "/v2/transcript"])
def test_nothing_is_done_without_a_key(live: LiveServer, path: str, key: str) -> None:
    before = live.files()
    text = error(live.client.post(path, content=b"sound" * 1_000, headers={"authorization": key}), 401)
    assert text == "Authentication error, API token missing/invalid"
    assert live.files() == before


def test_key_may_come_as_a_bearer(live: LiveServer) -> None:
    assert live.client.get("/v2/transcript", headers={"authorization": f"Bearer {live.key}"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"speech_models": MODELS}, "Transcript creation error, audio_url not found"),
        ({"audio_url": "recording.mp3", "speech_models": MODELS}, "Transcript creation error, audio_url should start with http"),
        ({"audio_url": "https://a.example/b"}, '"speech_models" must be a non-empty list containing one or more of: "universal-3-pro", "universal-2"'),
        ({"audio_url": "https://a.example/b", "speech_models": []}, '"speech_models" must be a non-empty list containing one or more of: "universal-3-pro", "universal-2"'),
        ({"audio_url": "https://a.example/b", "speech_models": ["whisper-9"]}, '"speech_models" must be a non-empty list'),
        ({"audio_url": "https://a.example/b", "speech_model": "best"}, 'speech_model is deprecated. Use "speech_models" instead.'),
        ({"audio_url": "https://a.example/b", "speech_models": MODELS, "format_text": 1}, "format_text must be a Boolean"),
        ({"audio_url": "http://[broken", "speech_models": MODELS}, "Transcript creation error, audio_url is not a valid address"),
    ],
)  # fmt: skip
@pytest.mark.shows("speech_models", "speech_model", "audio_url")
def test_request_is_refused_in_the_words_of_the_contract(live: LiveServer, body: dict[str, Any], text: str) -> None:
    assert error(live.client.post("/v2/transcript", json=body)).startswith(text)


def test_request_may_be_declared_as_anything(live: LiveServer, clip_url: str) -> None:
    body = json.dumps({"audio_url": clip_url, "speech_models": MODELS})
    response = live.client.post("/v2/transcript", content=body, headers={"content-type": "text/plain"})
    assert response.status_code == 200
    assert live.client.delete(f"/v2/transcript/{response.json()['id']}").status_code == 200


def test_queued_transcript_has_no_results_and_tells_its_progress(live: LiveServer, clip_url: str) -> None:
    body = live.submit(clip_url, language_detection=True)
    assert body["status"] in {"queued", "processing"}
    assert [body[name] for name in ("text", "words", "confidence", "audio_duration", "speech_model_used")] == [None] * 5
    assert 0 <= body["metadata"]["progress"]["fraction"] < 1
    done = live.finished(body["id"])
    assert done["status"] == "completed", done["error"]
    assert (done["language_code"], done["speech_model_used"], done["speech_model"]) == ("en", "universal-3-pro", None)
    assert 0 < done["language_confidence"] <= 1
    assert (done["metadata"]["recognizer"], done["metadata"]["region"]) == ("whisper-base", "local")
    assert "progress" not in done["metadata"]


@pytest.mark.shows(
    "response.id",
    "response.status",
    "response.text",
    "response.words",
    "response.confidence",
    "response.audio_duration",
    "response.audio_url",
    "response.error",
)
def test_completed_transcript_is_consistent(spoken: dict[str, Any]) -> None:
    assert spoken["text"] == " ".join(word["text"] for word in spoken["words"])
    assert spoken["audio_duration"] == CLIP_SECONDS
    assert spoken["language_code"] == "en_us"
    starts = [word["start"] for word in spoken["words"]]
    assert starts == sorted(starts)
    assert all(isinstance(word["start"], int) and word["start"] < word["end"] for word in spoken["words"])
    assert spoken["utterances"] is None


@pytest.mark.shows("response.metadata")
def test_unknown_keys_and_options_without_effect_are_told(live: LiveServer, clip_url: str) -> None:
    body = live.submit(clip_url, model_config={"x": 1}, custom_topics=True, auto_highlights=False)
    told = [warning["message"] for warning in body["metadata"]["warnings"]]
    assert told == [
        '"custom_topics" is an option of former times and has no effect.',
        '"model_config" is not an option of this API and was ignored.',
    ]
    assert live.finished(body["id"])["metadata"]["warnings"] == body["metadata"]["warnings"]


@pytest.mark.shows("speech_models", "response.speech_model_used", "language_detection")
def test_fallback_goes_by_language(live: LiveServer, clip_url: str) -> None:
    done = live.finished(live.submit(clip_url, language_code="ja")["id"])
    assert (done["status"], done["speech_model_used"]) == ("completed", "universal-2")
    failed = live.finished(live.submit(clip_url, language_code="ja", speech_models=["universal-3-pro"])["id"])
    assert failed["status"] == "error"
    assert "'ja' (Japanese)" in failed["error"]


def test_silence_is_an_empty_transcript_without_captions(live: LiveServer) -> None:
    done = live.finished(live.submit(live.upload(_silence()))["id"])
    assert (done["status"], done["text"], done["words"]) == ("completed", "", [])
    for kind in ("srt", "vtt"):
        assert error(live.client.get(f"/v2/transcript/{done['id']}/{kind}")) == "Transcript text is empty"
    assert live.client.get(f"/v2/transcript/{done['id']}/sentences").json()["sentences"] == []


@pytest.mark.shows("language_detection", "response.error")
def test_silence_has_no_language(live: LiveServer) -> None:
    done = live.finished(live.submit(live.upload(_silence()), language_detection=True)["id"])
    assert (done["status"], done["text"]) == ("error", None)
    assert done["error"] == "language_detection cannot be performed on files with no spoken audio."


def _silence() -> bytes:
    """Two seconds as a WAV file."""
    samples = bytes(64_000)
    head = b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    kind = (1).to_bytes(2, "little") * 2 + (16_000).to_bytes(4, "little") + (32_000).to_bytes(4, "little")
    return (
        head
        + kind
        + (2).to_bytes(2, "little")
        + (16).to_bytes(2, "little")
        + b"data"
        + len(samples).to_bytes(4, "little")
        + samples
    )


def test_pages_lead_through_all_transcripts_once(live: LiveServer, clip_url: str) -> None:
    submitted = [live.submit(clip_url)["id"] for _ in range(5)][::-1]
    seen: list[str] = []
    newer, url = "", f"{live.address}/v2/transcript?limit=2&status="
    while url and len(seen) < 5:
        page = live.client.get(url).json()
        seen += [item["id"] for item in page["transcripts"]]
        newer, url = page["page_details"]["next_url"], page["page_details"]["prev_url"]
    assert seen[:5] == submitted
    back = live.client.get(newer).json()["transcripts"]
    assert [item["id"] for item in back] == submitted[2:4]
    for job_id in submitted:
        live.client.delete(f"/v2/transcript/{job_id}")


def test_deleted_transcript_is_terminal_and_stays_in_the_list(live: LiveServer, clip_url: str) -> None:
    job_id = live.submit(clip_url)["id"]
    deleted = live.client.delete(f"/v2/transcript/{job_id}")
    assert deleted.status_code == 200
    body = deleted.json()
    assert (body["status"], body["error"], body["audio_url"]) == ("error", "Deleted by user.", "http://deleted_by_user")
    assert live.client.get(f"/v2/transcript/{job_id}").json() == body
    assert live.client.get("/v2/transcript?limit=1").json()["transcripts"][0]["id"] == job_id


@pytest.mark.shows("audio_url")
def test_deleted_upload_is_gone(live: LiveServer) -> None:
    before = live.files()
    url = live.upload(_silence())
    assert len(live.files() - before) == 1
    done = live.finished(live.submit(url)["id"])
    live.client.delete(f"/v2/transcript/{done['id']}")
    assert live.files() == before
    body = {"audio_url": url, "speech_models": MODELS}
    assert error(live.client.post("/v2/transcript", json=body), 403) == "Cannot access uploaded file"


def test_project_sees_nothing_of_another(live: LiveServer, clip_url: str, spoken: dict[str, Any]) -> None:
    stranger = {"authorization": live.cli("keys", "create", "theirs", "--project", "other").strip()}
    for method, path in [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/srt"),
        ("GET", "/sentences"),
        ("GET", "/redacted-audio"),
    ]:
        response = live.client.request(method, f"/v2/transcript/{spoken['id']}{path}", headers=stranger)
        assert error(response) == "Transcript lookup error, transcript id not found"
    body = {"audio_url": clip_url, "speech_models": MODELS}
    response = live.client.post("/v2/transcript", json=body, headers=stranger)
    assert error(response, 403) == "Cannot access uploaded file"
    assert live.client.get("/v2/transcript", headers=stranger).json()["transcripts"] == []


def test_upload_of_another_region_is_refused_in_clear_words(live: LiveServer, clip_url: str) -> None:
    body = {"audio_url": clip_url.replace("/local_", "/eu_"), "speech_models": MODELS}
    text = error(live.client.post("/v2/transcript", json=body), 403)
    assert "region 'eu'" in text
    assert "region 'local'" in text


def test_upload_is_known_under_every_host_name(live: LiveServer, clip_url: str) -> None:
    elsewhere = clip_url.replace(live.address, "https://scriba.example/speech")
    assert live.finished(live.submit(elsewhere)["id"])["status"] == "completed"


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v2/nothing", 404), ("PATCH", "/v2/transcript", 405), ("GET", "/v2/upload", 405), ("GET", "/v2/transcript/", 404)])  # fmt: skip
def test_unknown_addresses_are_told(live: LiveServer, method: str, path: str, status: int) -> None:
    assert error(live.client.request(method, path), status)


def test_connection_stays_open_between_polls(live: LiveServer) -> None:
    connection = HTTPConnection(urlsplit(live.address).netloc)
    for _ in range(3):
        connection.request("GET", "/v2/transcript?limit=1", headers={"authorization": live.key})
        assert connection.getresponse().read()
        assert connection.sock is not None, "the server closed the connection"
    connection.close()

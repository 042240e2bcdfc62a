"""Submit, look up, delete: the contract's bodies."""

from typing import Any

import pytest

from scriba.api.schema.transcripts import TranscriptResponse
from scriba.core.job import Status
from scriba.core.option_objects import HONOURED
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript
from tests.fakes.words import transcript_of, words_of
from tests.unit.api.conftest import MODELS, RECORDING, World

SPEC_REQUIRED = {
    "id", "status", "audio_url", "speech_model", "language_model", "acoustic_model", "webhook_auth", "auto_highlights",
    "redact_pii", "summarization", "language_confidence_threshold", "language_confidence",
}  # fmt: skip
"""Keys without which generated clients of statically typed languages fail."""

EVERY_OPTION: dict[str, Any] = {
    "language_codes": ["en", "es"],
    "language_detection": True,
    "language_confidence_threshold": 0.4,
    "language_detection_options": {"expected_languages": ["en", "es"], "fallback_language": "en"},
    "punctuate": True,
    "format_text": True,
    "disfluencies": True,
    "filter_profanity": True,
    "multichannel": True,
    "dual_channel": True,
    "speaker_labels": True,
    "speakers_expected": 2,
    "speaker_options": {"min_speakers_expected": 1, "max_speakers_expected": 3},
    "audio_start_from": 5,
    "audio_end_at": 5_000,
    "speech_threshold": 0.1,
    "keyterms_prompt": ["Manette"],
    "keyterms_prompt_options": {"keyterms_match_strength": "high"},
    "temperature": 1,
    "remove_audio_tags": "all",
    "domain": "medical-v1",
    "boost_param": "high",
    "custom_spelling": [{"from": ["gettysburg", "gettys burg"], "to": "Gettysburg"}],
    "redact_pii": True,
    "redact_pii_policies": ["person_name"],
    "redact_pii_sub": "entity_name",
    "redact_pii_return_unredacted": True,
    "redact_static_entities": {"SHIP": ["Bounty"]},
    "redact_pii_audio": True,
    "redact_pii_audio_quality": "wav",
    "redact_pii_audio_options": {"override_audio_redaction_method": "silence"},
    "content_safety": True,
    "content_safety_confidence": 60,
    "iab_categories": True,
    "sentiment_analysis": True,
    "auto_highlights": True,
    "entity_detection": True,
    "summarization": True,
    "summary_model": "informative",
    "summary_type": "bullets",
    "speech_understanding": {"request": {"translation": {"target_languages": ["es"]}}},
    "webhook_url": "https://example.com/hook",
    "webhook_auth_header_name": "X-Secret",
    "webhook_auth_header_value": "open sesame",
    "topics": ["ships"],
    "custom_topics": True,
    "speed_boost": True,
}


def test_accepted_transcript_is_queued_and_has_no_results(world: World) -> None:
    body = world.submit()
    assert set(body) >= SPEC_REQUIRED
    nothing = ("text", "words", "utterances", "confidence", "audio_duration", "speech_model_used", "error")
    assert {name: body[name] for name in nothing} == dict.fromkeys(nothing)
    assert (body["status"], body["audio_url"], body["language_code"]) == ("queued", RECORDING, "en_us")
    assert (body["language_model"], body["acoustic_model"]) == ("assemblyai_default", "assemblyai_default")
    assert body["speech_models"] == MODELS
    assert body["metadata"] == {
        "domain_used": None,
        "warnings": [],
        "region": "local",
        "progress": {
            "stage": None,
            "fraction": 0.0,
            "audio_seconds_done": 0.0,
            "estimated_seconds_left": None,
            "queue_position": None,
        },
    }


def test_submitting_and_looking_up_give_the_same(world: World) -> None:
    body = world.submit()
    assert world.client.get(f"/v2/transcript/{body['id']}").json() == body


def test_completed_transcript_has_its_results(world: World) -> None:
    job_id = world.submit()["id"]
    world.complete(job_id, Transcript(language="en", duration=1_280, words=words_of("Hello there")))
    body = world.client.get(f"/v2/transcript/{job_id}").json()
    assert (body["status"], body["text"], body["confidence"], body["audio_duration"]) == (
        "completed",
        "Hello there",
        0.9,
        2,
    )
    assert body["words"][1] == {
        "text": "there",
        "start": 350,
        "end": 650,
        "confidence": 0.9,
        "speaker": None,
        "channel": None,
    }
    assert body["utterances"] is None
    assert body["speech_model_used"] == "universal-3-pro"
    assert body["speech_model"] is None
    assert body["language_code"] == "en_us"
    assert body["metadata"] == {
        "domain_used": None,
        "warnings": [],
        "region": "local",
        "recognizer": "whisper-base",
        "revision": "ebe41f70",
        "timings": {"recognize": 12},
    }


def test_detected_language_is_told_when_it_was_asked_for(world: World) -> None:
    job_id = world.submit(language_detection=True)["id"]
    world.complete(job_id, transcript_of("Hola.", language="es"), language_confidence=0.98)
    body = world.client.get(f"/v2/transcript/{job_id}").json()
    assert (body["language_code"], body["language_confidence"]) == ("es", 0.98)
    assert "language_detection_results" not in body


def test_failed_transcript_is_no_http_error(world: World) -> None:
    job_id = world.submit()["id"]
    world.back.jobs.change(job_id, status=Status.ERROR, error="Audio duration is too short.")
    response = world.client.get(f"/v2/transcript/{job_id}")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["error"]) == ("error", "Audio duration is too short.")
    assert "progress" not in response.json()["metadata"]


@pytest.mark.parametrize("option", ["speaker_labels", "multichannel", "dual_channel"])
def test_utterances_are_told_when_asked_for(world: World, option: str) -> None:
    words = (*words_of("Good day.", speaker="A"), *words_of("Hello.", start=900, speaker="B"))
    job_id = world.completed(Transcript(language="en", duration=2_000, words=words), **{option: True})
    utterances = world.client.get(f"/v2/transcript/{job_id}").json()["utterances"]
    assert [(turn["speaker"], turn["text"], turn["start"], turn["end"]) for turn in utterances] == [
        ("A", "Good day.", 0, 650),
        ("B", "Hello.", 900, 1_200),
    ]
    assert [len(turn["words"]) for turn in utterances] == [2, 1]


def test_every_option_is_echoed_but_the_secret(world: World) -> None:
    body = world.submit(**EVERY_OPTION)
    echoed = {name: value for name, value in EVERY_OPTION.items() if name != "webhook_auth_header_value"}
    for name, value in echoed.items():
        if isinstance(value, dict):
            assert body[name].items() >= value.items()
        else:
            assert body[name] == value, name
    assert body["webhook_auth"] is True
    assert "open sesame" not in str(body)


def test_every_option_without_effect_is_told(world: World) -> None:
    told = " ".join(warning["message"] for warning in world.submit(**EVERY_OPTION)["metadata"]["warnings"])
    silent = {name for name in EVERY_OPTION if f'"{name}"' not in told}
    states = {name: TranscriptOptions.model_fields[name].json_schema_extra for name in EVERY_OPTION}
    assert silent == {name for name, extra in states.items() if extra == HONOURED}


def test_warnings_of_processing_come_after_those_of_the_request(world: World) -> None:
    job_id = world.submit(model_config={}, language_code=None)["id"]
    world.complete(job_id, warnings=["The recording is damaged."])
    metadata = world.client.get(f"/v2/transcript/{job_id}").json()["metadata"]
    assert [warning["message"] for warning in metadata["warnings"]] == [
        '"model_config" is not an option of this API and was ignored.',
        "The recording is damaged.",
    ]


_LEFT_OUT = {
    *("audio_channels", "language_detection_results", "prompt", "speech_understanding"),
    *("translated_texts", "unredacted_text", "unredacted_words", "unredacted_utterances"),
}


@pytest.mark.shows(
    "response.auto_highlights_result",
    "response.content_safety_labels",
    "response.iab_categories_result",
    "response.chapters",
    "response.summary",
    "response.sentiment_analysis_results",
)
@pytest.mark.parametrize("state", ["queued", "completed", "every option", "deleted", "deleted while queued"])
def test_body_is_as_the_openapi_document_says(world: World, state: str) -> None:
    job_id = world.submit(**(EVERY_OPTION if state == "every option" else {}))["id"]
    if "queued" not in state:
        world.complete(job_id)
    if "deleted" in state:
        world.client.delete(f"/v2/transcript/{job_id}")
    body = world.client.get(f"/v2/transcript/{job_id}").json()
    TranscriptResponse.model_validate(body, extra="forbid")
    assert set(TranscriptResponse.model_fields) - set(body) <= _LEFT_OUT


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"audio_url": None}, "Transcript creation error, audio_url not found"),
        ({"audio_url": "ftp://a"}, "Transcript creation error, audio_url should start with http"),
        ({"audio_url": "http://[::1"}, "Transcript creation error, audio_url is not a valid address"),
        ({"audio_url": "https://"}, "Transcript creation error, audio_url is not a valid address"),
        ({"format_text": "yes"}, "format_text must be a Boolean"),
        ({"speech_models": []}, '"speech_models" must be a non-empty list containing one or more of: "universal-3-pro", "universal-2", "best"'),
        ({"speech_models": ["whisper-9"]}, '"speech_models" must be a non-empty list containing one or more of: "universal-3-pro", "universal-2", "best"'),
        ({"speech_models": None}, '"speech_models" must be a non-empty list containing one or more of: "universal-3-pro", "universal-2", "best"'),
        ({"temperature": 2}, "temperature must be at most 1.0"),
        ({"audio_url": "http://localhost/upload/local_" + "0" * 32}, "Cannot access uploaded file"),
    ],
)  # fmt: skip
def test_request_is_refused_in_the_words_of_the_contract(world: World, options: dict[str, Any], text: str) -> None:
    response = world.post(**options)
    assert world.error(response, 403 if text.startswith("Cannot") else 400) == text
    assert not world.back.jobs.rows


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8", ""]
)
def test_request_is_json_whatever_its_declared_type(world: World, kind: str) -> None:
    body = '{"audio_url": "https://a.example/b", "speech_models": ["best"], "prompt": "Straße"}'.encode()
    response = world.client.post("/v2/transcript", content=body, headers={"content-type": kind})
    assert response.status_code == 200
    assert response.json()["prompt"] == "Straße"


def test_get_may_carry_a_content_type_without_a_body(world: World) -> None:
    path = f"/v2/transcript/{world.completed()}"
    headers = {"content-type": "application/json"}
    assert world.client.get(path, headers=headers).status_code == 200
    assert world.client.delete(path, headers=headers).status_code == 200


@pytest.mark.parametrize("job_id", ["nope", "00000000-0000-0000-0000-000000000000", "%00", "a b"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_transcript_is_refused(world: World, method: str, job_id: str) -> None:
    response = world.client.request(method, f"/v2/transcript/{job_id}")
    assert world.error(response) == "Transcript lookup error, transcript id not found"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_transcript_of_another_project_looks_like_none(world: World, method: str) -> None:
    job_id = world.completed()
    response = world.client.request(method, f"/v2/transcript/{job_id}", headers=world.stranger())
    assert world.error(response) == "Transcript lookup error, transcript id not found"
    assert not world.back.jobs.rows[job_id].is_deleted


def test_upload_is_usable_by_its_project_only(world: World) -> None:
    url = world.client.post("/v2/upload", content=b"sound").json()["upload_url"]
    other = url.replace("http://testserver", "https://elsewhere.example/prefix")
    assert world.submit(audio_url=other)["audio_url"] == other
    response = world.client.post(
        "/v2/transcript", json={"audio_url": url, "speech_models": MODELS}, headers=world.stranger()
    )
    assert world.error(response, 403) == "Cannot access uploaded file"


def test_upload_of_another_region_is_refused(world: World) -> None:
    response = world.post(audio_url=f"http://testserver/upload/eu_{'0' * 32}")
    assert "'eu'" in world.error(response, 403)


def test_deleted_transcript_leaves_a_tombstone(world: World) -> None:
    url = world.client.post("/v2/upload", content=b"sound").json()["upload_url"]
    job_id = world.completed(audio_url=url, prompt="Dr. Manette's cough", webhook_url="https://example.com/hook")
    deleted = world.client.delete(f"/v2/transcript/{job_id}")
    assert deleted.status_code == 200
    body = deleted.json()
    assert (body["status"], body["text"], body["error"]) == ("completed", "Deleted by user.", None)
    assert (body["audio_url"], body["webhook_url"]) == ("http://deleted_by_user", "http://deleted_by_user")
    assert (body["words"], body["utterances"], body["confidence"]) == (None, None, None)
    assert body["audio_duration"] == 5
    assert "Manette" not in deleted.text
    assert world.client.get(f"/v2/transcript/{job_id}").json() == body
    assert not world.back.files.contents


def test_unfinished_transcript_is_terminal_once_deleted(world: World) -> None:
    job_id = world.submit()["id"]
    body = world.client.delete(f"/v2/transcript/{job_id}").json()
    assert (body["status"], body["error"]) == ("error", "Deleted by user.")
    assert world.client.delete(f"/v2/transcript/{job_id}").json()["status"] == "error"

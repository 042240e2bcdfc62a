"""`/v2/speakers`, and the names that transcripts then carry."""

import pytest

from scriba.core.job import Status
from tests.fakes.services import NOW
from tests.fakes.speakers import voice_of
from tests.fakes.words import transcript_of
from tests.unit.api.conftest import World

PLACE = "/v2/speakers"
RECORDING = "https://example.com/anna.mp3"


def enrol(world: World, **body):
    return world.client.post(PLACE, json={"name": "Anna", **body})


@pytest.fixture
def transcript_id(world):
    """A completed transcript of two speakers, one of whom says little."""
    job_id = world.completed(speaker_labels=True)
    voices = {"A": voice_of(1, 0, speech=20_000), "B": voice_of(0, 1, speech=1_000)}
    world.back.speakers.transcribed[job_id] = voices
    return job_id


def test_speaker_is_accepted_when_a_recording_is_named(world):
    body = enrol(world, audio_url=RECORDING).json()
    assert body == {
        "id": body["id"],
        "name": "Anna",
        "status": "queued",
        "error": None,
        "speech_seconds": None,
        "created": "2026-01-01T00:00:00.123Z",
        "completed": None,
    }
    assert world.client.get(f"{PLACE}/{body['id']}").json() == body


def test_speaker_is_enrolled_at_once_when_it_is_one_of_a_transcript(world, transcript_id):
    body = enrol(world, transcript_id=transcript_id, speaker="A").json()
    assert (body["status"], body["speech_seconds"]) == ("completed", 20.0)


def test_the_voice_itself_is_never_shown_when_speakers_are_read(world, transcript_id):
    speaker_id = enrol(world, transcript_id=transcript_id, speaker="A").json()["id"]
    for path in (PLACE, f"{PLACE}/{speaker_id}", f"/v2/transcript/{transcript_id}"):
        text = world.client.get(path).text
        assert "point" not in text
        assert "embedding" not in text


def test_reason_is_told_when_a_voice_could_not_be_taken(world):
    speaker_id = enrol(world, audio_url=RECORDING).json()["id"]
    world.back.speakers.change(speaker_id, status=Status.ERROR, error="nobody speaks", completed_at=NOW)
    body = world.client.get(f"{PLACE}/{speaker_id}").json()
    assert (body["status"], body["error"]) == ("error", "nobody speaks")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"name": None, "audio_url": RECORDING}, "name is required"),
        ({"name": "  ", "audio_url": RECORDING}, "name must not be empty"),
        ({"name": "A" * 36, "audio_url": RECORDING}, "name must have at most 35 characters"),
        ({"name": 7, "audio_url": RECORDING}, "name must be a string"),
        ({}, "either audio_url or transcript_id is required, and not both"),
        (
            {"audio_url": RECORDING, "transcript_id": "1", "speaker": "A"},
            "either audio_url or transcript_id is required, and not both",
        ),
        ({"transcript_id": "1"}, "transcript_id and speaker must be set together"),
        ({"audio_url": RECORDING, "speaker": "A"}, "transcript_id and speaker must be set together"),
        ({"audio_url": "file:///etc/passwd"}, "Enrolment error, audio_url should start with http"),
        ({"transcript_id": "nope", "speaker": "A"}, "Transcript lookup error, transcript id not found"),
    ],
)
def test_the_caller_is_told_what_is_wrong_when_a_request_cannot_be_honoured(world, body, text):
    assert world.error(enrol(world, **body)) == text


def test_speaker_is_refused_when_the_transcript_has_no_such_voice(world, transcript_id):
    def refusal(speaker, job_id=transcript_id):
        return world.error(enrol(world, transcript_id=job_id, speaker=speaker))

    assert refusal("C") == "speaker must be one of the transcript's speakers, by letter: A, B"
    assert refusal("B").startswith("Enrolment error, 1.0 s of clean speech are too little")
    assert "without speaker_labels" in refusal("A", world.completed())
    assert "has a status of 'queued'" in refusal("A", world.submit()["id"])
    world.client.delete(f"/v2/transcript/{transcript_id}")
    assert "was deleted by its user" in refusal("A")


def test_speakers_of_others_are_not_there_when_asked_for(world, transcript_id):
    speaker_id = enrol(world, transcript_id=transcript_id, speaker="A").json()["id"]
    stranger = world.stranger()
    assert world.client.get(PLACE, headers=stranger).json() == {"speakers": []}
    for method in ("GET", "DELETE"):
        answer = world.client.request(method, f"{PLACE}/{speaker_id}", headers=stranger)
        assert world.error(answer) == "Speaker lookup error, speaker id not found"
    answer = world.client.post(
        PLACE, json={"name": "Anna", "transcript_id": transcript_id, "speaker": "A"}, headers=stranger
    )
    assert world.error(answer) == "Transcript lookup error, transcript id not found"
    assert world.client.get(f"{PLACE}/{speaker_id}").status_code == 200


def test_upload_of_others_is_refused_when_it_is_to_be_enrolled(world):
    upload = world.client.post("/v2/upload", content=b"sound", headers=world.stranger()).json()["upload_url"]
    assert world.error(enrol(world, audio_url=upload), 403) == "Cannot access uploaded file"


def test_voice_and_upload_are_gone_when_a_speaker_is_deleted(world):
    upload = world.client.post("/v2/upload", content=b"sound").json()["upload_url"]
    speaker_id = enrol(world, audio_url=upload).json()["id"]
    assert world.client.delete(f"{PLACE}/{speaker_id}").json()["name"] == "Anna"
    assert world.client.get(PLACE).json() == {"speakers": []}
    assert world.back.uploads.ids() == set()
    assert world.error(world.client.get(f"{PLACE}/{speaker_id}")) == "Speaker lookup error, speaker id not found"


def test_speakers_can_be_listed_by_name_when_there_are_several(world):
    for name in ("Anna", "Bob", "Anna"):
        enrol(world, name=name, audio_url=RECORDING)
    names = [speaker["name"] for speaker in world.client.get(PLACE).json()["speakers"]]
    assert names == ["Anna", "Bob", "Anna"]
    assert len(world.client.get(PLACE, params={"name": "Anna"}).json()["speakers"]) == 2


def test_speakers_need_a_key(world):
    for method in ("GET", "POST"):
        answer = world.client.request(method, PLACE, headers={"authorization": "wrong"})
        assert world.error(answer, 401) == "Authentication error, API token missing/invalid"


ASKED = {"request": {"speaker_identification": {"speaker_type": "name", "known_values": ["Anna"]}}}


def test_mapping_is_told_in_the_shape_of_the_contract_when_speakers_were_named(world):
    job_id = world.submit(speaker_labels=True, speech_understanding=ASKED)["id"]
    assert world.client.get(f"/v2/transcript/{job_id}").json()["speech_understanding"] == ASKED
    world.complete(job_id, speaker_names={"B": "Anna"})
    found = world.client.get(f"/v2/transcript/{job_id}").json()["speech_understanding"]
    response = {"speaker_identification": {"status": "success", "mapping": {"B": "Anna"}}}
    assert found == {**ASKED, "response": response}


def test_names_go_when_a_transcript_is_deleted(world):
    job_id = world.submit(speaker_labels=True, speech_understanding=ASKED)["id"]
    world.complete(job_id, transcript_of("It was the best of times."), speaker_names={"A": "Anna"})
    assert "Anna" not in world.client.delete(f"/v2/transcript/{job_id}").text

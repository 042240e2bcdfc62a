"""Custom formatting on the wire: a view of the words, in the contract's place."""

import pytest

from scriba.api.schema.transcripts import transcript_payload
from scriba.core.job import Job, Status
from scriba.core.transcript import Transcript
from tests.fakes.words import words_of

MASKS = {"date": "mm/dd/yyyy", "phone_number": "(xxx)xxx-xxxx", "email": "username@domain.com"}
TEXT = "On March 7, 1961 call 555-679-3466 or 555 679 8244."
FORMATTED = "On 03/07/1961 call (555)679-3466 or (555)679-8244."


def job_of(asked, *, language="en", text=TEXT, **options):
    return Job(
        id="job",
        sequence=1,
        project_id=1,
        key_name="key",
        region="local",
        status=Status.COMPLETED,
        audio_url="http://example.org/a.mp3",
        upload_id=None,
        options={"speech_understanding": {"request": {"custom_formatting": asked}}, **options},
        warnings=(),
        findings={},
        created_at=0,
        completed_at=1,
        error=None,
        is_deleted=False,
        transcript=Transcript(language=language, duration=9_000, words=words_of(text, speaker="A")),
    )


def answer(*arguments, **options):
    return transcript_payload(job_of(*arguments, **options))["speech_understanding"]


@pytest.mark.shows("speech_understanding.request")
def test_formatted_text_comes_beside_the_text_when_it_is_asked_for():
    payload = transcript_payload(job_of(MASKS))
    assert payload["text"] == TEXT
    assert payload["speech_understanding"] == {
        "request": {"custom_formatting": MASKS},
        "response": {
            "custom_formatting": {
                "status": "success",
                "mapping": {
                    "March 7, 1961": "03/07/1961",
                    "555-679-3466": "(555)679-3466",
                    "555 679 8244": "(555)679-8244",
                },
                "formatted_text": FORMATTED,
            }
        },
    }


def test_utterances_keep_their_times_when_they_are_formatted():
    body = answer(MASKS | {"format_utterances": True}, speaker_labels=True)["response"]["custom_formatting"]
    (utterance,) = body["formatted_utterances"]
    assert (utterance["text"], utterance["speaker"]) == (FORMATTED, "A")
    original = words_of(TEXT)
    assert (utterance["start"], utterance["end"]) == (original[0].start, original[-1].end)


def test_no_utterances_are_formatted_when_there_are_none():
    assert "formatted_utterances" not in answer(MASKS | {"format_utterances": True})["response"]["custom_formatting"]


def test_the_status_is_unavailable_when_the_language_has_no_rules():
    found = answer(MASKS, language="de")["response"]
    assert found == {"custom_formatting": {"status": "unavailable", "mapping": {}}}


def test_the_day_comes_first_when_the_request_names_british_english():
    found = answer({"date": "mmmm d, yyyy"}, text="on 3/7/1961", language_code="en_uk")["response"]
    assert found["custom_formatting"]["formatted_text"] == "on July 3, 1961"

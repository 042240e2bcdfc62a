"""`speech_understanding`: what is accepted, what is refused and in which words, and what is echoed."""

from typing import Any

import pytest
from pydantic import ValidationError

from scriba.core.option_texts import explain, warnings_of
from scriba.core.options import TranscriptOptions, TranscriptRequest

BASE = {"audio_url": "https://example.org/a.mp3", "speaker_labels": True}
PLACE = "speech_understanding.request"


def request(understanding: Any, **options: Any) -> TranscriptRequest:
    return TranscriptRequest.model_validate({**BASE, **options, "speech_understanding": {"request": understanding}})


def warnings(understanding: Any) -> list[str]:
    return warnings_of(request(understanding), frozenset(BASE))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({}, f"{PLACE}.speaker_identification.speaker_type is required"),
        ({"speaker_type": "voice"}, f"{PLACE}.speaker_identification.speaker_type must be one of: 'name' or 'role'"),
        ({"speaker_type": "role"}, 'known_values or speakers is required when speaker_type is "role"'),
        (
            {"speaker_type": "name", "known_values": "Anna"},
            f"{PLACE}.speaker_identification.known_values must be a list",
        ),
        ({"speaker_type": "name", "known_values": ["A" * 36]}, f"'{'A' * 36}' has more than 35 characters"),
        ({"speaker_type": "name", "known_values": [" "]}, "known_values and speakers must not have empty names"),
        ({"speaker_type": "name", "speakers": [{"role": "host"}]}, "speakers.0.name is required"),
        ({"speaker_type": "role", "speakers": [{"name": "Anna"}]}, "speakers.0.role is required"),
    ],
)
def test_the_caller_is_told_what_is_wrong_when_the_request_cannot_be_honoured(asked, text):
    with pytest.raises(ValidationError) as caught:
        request({"speaker_identification": asked})
    assert explain(caught.value) == text


@pytest.mark.parametrize(
    ("task", "asked", "text"),
    [
        ("custom_formatting", {"date": "day"}, "custom_formatting.date must be made of yyyy"),
        ("custom_formatting", {"phone_number": "xxx"}, "custom_formatting.phone_number must have an x for each"),
        ("custom_formatting", {"email": "me@domain.com"}, "custom_formatting.email must be username"),
        ("custom_formatting", {"date": "yyyy" + "." * 61}, "custom_formatting.date must have at most 64 characters"),
        (
            "custom_formatting",
            {"effort": "high"},
            f"{PLACE}.custom_formatting.effort must be one of: 'low' or 'medium'",
        ),
        ("translation", {}, f"{PLACE}.translation.target_languages is required"),
        ("translation", {"target_languages": []}, "target_languages must have 1 to 20 language codes"),
        ("translation", {"target_languages": ["xx"]}, "target_languages has an unknown language code: 'xx'"),
        ("summarization", {}, f"{PLACE}.summarization.summary_type is required"),
        (
            "summarization",
            {"summary_type": "bullets", "headline_length": 20},
            f"{PLACE}.summarization.headline_length must be at most 15",
        ),
    ],
)
def test_the_caller_is_told_what_is_wrong_with_a_task(task, asked, text):
    with pytest.raises(ValidationError) as caught:
        request({task: asked})
    assert explain(caught.value).startswith(text)


def test_speaker_labels_are_asked_for_when_they_are_missing():
    with pytest.raises(ValidationError) as caught:
        request({"speaker_identification": {"speaker_type": "name"}}, speaker_labels=False)
    text = explain(caught.value)
    assert text == "speaker_labels must be true to use speech_understanding.request.speaker_identification"


def test_the_request_is_repeated_as_it_was_when_it_is_echoed():
    asked = {
        "speaker_identification": {
            "speaker_type": "name",
            "known_values": ["Anna"],
            "speakers": [{"name": "Bob", "company": "Acme"}],
        },
        "translation": {"target_languages": ["es"], "formal": True},
        "more": 1,
    }
    echo = request(asked).model_dump(mode="json", by_alias=True)
    assert echo["speech_understanding"] == {"request": asked}
    again = TranscriptOptions.model_validate({"speaker_labels": True, "speech_understanding": {"request": asked}})
    assert again.identification is not None
    assert again.identification.names == ("Anna", "Bob")


@pytest.mark.parametrize(
    "asked",
    [
        {"speaker_identification": {"speaker_type": "name", "speakers": [{"name": "Anna", "description": "Hosts."}]}},
        {"speaker_identification": {"speaker_type": "role", "known_values": ["Agent"]}},
        {"translation": {"target_languages": ["es"], "formal": True, "match_original_utterance": True}},
        {"summarization": {"summary_type": "bullets", "headline_length": 8, "approximate_chapters": 3}},
        {"action_items": {}},
    ],
)
def test_nothing_is_warned_of_when_a_task_is_asked_for(asked):
    assert warnings(asked) == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"action_items": {"effort": "medium"}}, "every task is worked on in one way"),
        ({"more": {}}, f'"{PLACE}.more" is not an option of this API and was ignored.'),
        ({"speaker_identification": {"speaker_type": "name", "effort": "low"}}, "every task is worked on in one way"),
    ],
)
def test_the_caller_is_warned_when_something_asked_for_does_not_work(asked, text):
    (warning,) = warnings(asked)
    assert text in warning

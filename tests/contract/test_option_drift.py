"""Every option and enumeration of the installed SDK is declared here too, so that a new one is noticed."""

from typing import Any, get_args

import pytest
from assemblyai import types as sdk

from scriba.api.schema.transcripts import TranscriptResponse
from scriba.core.entities import EntityType
from scriba.core.languages import LANGUAGE_CODES
from scriba.core.option_objects import (
    KeytermsPromptOptions,
    LanguageDetectionOptions,
    RedactPiiAudioOptions,
    SpeakerOptions,
)
from scriba.core.options import TranscriptOptions

NOT_OFFERED = {"webhook_auth_header_value"}
"""Keys of the SDK's response that no transcript of this version can have."""


def fields(model: Any) -> set[str]:
    """Names on the wire, from either generation of pydantic."""
    return set(getattr(model, "model_fields", None) or model.__fields__)


def values(enumeration: Any) -> set[str]:
    return {member.value for member in enumeration}


def allowed(option: str) -> set[str]:
    """What a choice option takes here."""
    annotation = TranscriptOptions.model_fields[option].annotation
    found: set[str] = set()
    waiting: list[Any] = [annotation]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.add(part)
        waiting += get_args(part)
    return found


def test_every_option_of_the_sdk_is_declared() -> None:
    result_among_options = {"language_detection_results"}
    assert fields(sdk.RawTranscriptionConfig) - fields(TranscriptOptions) == result_among_options


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (sdk.LanguageDetectionOptions, LanguageDetectionOptions),
        (sdk.SpeakerOptions, SpeakerOptions),
        (sdk.KeytermsPromptOptions, KeytermsPromptOptions),
        (sdk.RedactPiiAudioOptions, RedactPiiAudioOptions),
    ],
)
def test_every_part_of_an_option_is_declared(theirs: Any, ours: Any) -> None:
    assert fields(theirs) - fields(ours) == set()


@pytest.mark.parametrize(
    ("option", "enumeration"),
    [
        ("redact_pii_policies", sdk.PIIRedactionPolicy),
        ("redact_pii_sub", sdk.PIISubstitutionPolicy),
        ("redact_pii_audio_quality", sdk.PIIRedactedAudioQuality),
        ("boost_param", sdk.WordBoost),
        ("summary_model", sdk.SummarizationModel),
        ("summary_type", sdk.SummarizationType),
    ],
)
def test_every_choice_of_the_sdk_is_taken(option: str, enumeration: Any) -> None:
    assert values(enumeration) - allowed(option) == set()


def test_every_entity_type_is_known() -> None:
    assert values(sdk.EntityType) - set(get_args(EntityType)) == set()


def test_every_language_of_the_sdk_is_known() -> None:
    assert values(sdk.LanguageCode) - set(LANGUAGE_CODES) == set()


def test_every_key_that_the_sdk_reads_is_offered() -> None:
    assert fields(sdk.TranscriptResponse) - set(TranscriptResponse.model_fields) == NOT_OFFERED

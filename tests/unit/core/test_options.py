"""Options: defaults, strictness, the contract's error texts, and warnings for what does not work."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from scriba.core.option_objects import OptionState
from scriba.core.option_texts import explain, warnings_of
from scriba.core.options import TranscriptOptions, TranscriptRequest

URL = "https://example.org/a.mp3"


def request(**options: Any) -> TranscriptRequest:
    return TranscriptRequest.model_validate({"audio_url": URL, **options})


def refusal(body: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        TranscriptRequest.model_validate(body)
    return explain(caught.value)


def warnings(**options: Any) -> list[str]:
    return warnings_of(request(**options), frozenset({"audio_url", *options}))


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"format_text": "yes"}, "format_text must be a Boolean"),
        ({"speaker_labels": 1}, "speaker_labels must be a Boolean"),
        ({"speakers_expected": "2"}, "speakers_expected must be an integer"),
        ({"speakers_expected": 0}, "speakers_expected must be at least 1"),
        ({"language_confidence_threshold": 1.5}, "language_confidence_threshold must be at most 1.0"),
        ({"keyterms_prompt": "one"}, "keyterms_prompt must be a list"),
        ({"speaker_options": "two"}, "speaker_options must be an object"),
        ({"custom_spelling": [{"to": "x"}]}, "custom_spelling.0.from is required"),
        ({"redact_pii": True}, "redact_pii requires redact_pii_policies to be a non-empty list"),
        ({"redact_static_entities": {"X": ["y"]}}, "redact_static_entities requires redact_pii to be true"),
        ({"redact_pii_sub": "mask"}, "redact_pii_sub must be one of: 'hash' or 'entity_name'"),
        ({"language_code": "xx"}, "language_code has an unknown language code: 'xx'"),
        (
            {"language_code": "es", "language_detection": True},
            "language_code and language_detection cannot be used together",
        ),
        (
            {"speaker_options": {"min_speakers_expected": 3, "max_speakers_expected": 2}},
            "max_speakers_expected must be greater than or equal to min_speakers_expected",
        ),
        (
            {"language_detection_options": {"expected_languages": ["en"], "fallback_language": "es"}},
            "fallback_language must be in expected_languages or 'auto'",
        ),
        (
            {"language_detection_options": {"on_no_speech_detected": "fallback"}},
            "on_no_speech_detected 'fallback' needs a fallback_language other than 'auto'",
        ),
        ({"prompt": "a", "keyterms_prompt": ["b"]}, "prompt and keyterms_prompt cannot be used together"),
        ({"prompt": "a " * 1501}, "prompt must have at most 1500 words"),
        ({"keyterms_prompt": ["a"] * 1001}, "keyterms_prompt must have at most 1000 terms"),
        ({"keyterms_prompt": ["a b c d e f g"]}, "keyterms_prompt must have at most 6 words a term: 'a b c d e f g'"),
        ({"word_boost": ["a"] * 1001}, "word_boost must have at most 1000 terms"),
        ({"word_boost": ["🇸🇬"]}, "'🇸🇬' was included in the word boost list but contains unsupported characters"),
        (
            {"word_boost": ["a"], "speech_models": ["universal-3-pro", "universal-2"]},
            (
                '"word_boost" is not compatible with universal-3-pro. Use "prompt" or "keyterms_prompt" to boost '
                "accuracy of words or phrases that are likely to appear frequently in your audio file."
            ),
        ),
        ({"summary_type": "bullets"}, "summary_model and summary_type must be set together"),
        (
            {"summary_model": "informative", "summary_type": "bullets", "summarization": True, "punctuate": False},
            "`punctuate` and `format_text` must be enabled for summarization.",
        ),
        ({"auto_chapters": True, "punctuate": False}, "`punctuate` must be enabled for auto_chapters."),
        (
            {"summary_model": "conversational", "summary_type": "bullets"},
            "`speaker_labels` or `dual_channel` must be enabled for 'conversational' summaries.",
        ),
        (
            {"summary_model": "catchy", "summary_type": "bullets"},
            "summary_type 'bullets' is not available for summary_model 'catchy'",
        ),
        (
            {"summary_model": "informative", "summary_type": "gist"},
            "summary_type 'gist' is not available for summary_model 'informative'",
        ),
        (
            {"custom_spelling": [{"from": ["a"], "to": "two words"}]},
            "custom_spelling must have one word in 'to', not 'two words'",
        ),
        (
            {"custom_spelling": [{"from": [" "], "to": "x"}]},
            "custom_spelling must have words in 'from' to write as 'x'",
        ),
        ({"audio_start_from": 500, "audio_end_at": 500}, "audio_end_at must be greater than audio_start_from"),
    ],
)
def test_bad_option_is_refused_in_the_words_of_the_contract(options, text):
    assert refusal({"audio_url": URL, **options}) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "Transcript creation error, audio_url not found"),
        ({"audio_url": None}, "Transcript creation error, audio_url not found"),
        ({"audio_url": "a.mp3"}, "Transcript creation error, audio_url should start with http"),
        ({"audio_url": 5}, "audio_url must be a string"),
    ],
)
def test_bad_address_is_refused_in_the_words_of_the_contract(body, text):
    assert refusal(body) == text


def test_body_is_refused_when_it_is_not_an_object():
    assert refusal([1]).startswith("The request body is not valid")


def test_null_is_the_default_for_every_option():
    body: dict[str, Any] = dict.fromkeys(TranscriptOptions.model_fields)
    assert TranscriptRequest.model_validate({**body, "audio_url": URL}) == request()


def test_detection_is_allowed_when_the_code_is_the_default():
    assert request(language_code="en_us", language_detection=True).language_detection


def test_every_option_tells_its_state_and_what_it_is():
    for name, field in TranscriptOptions.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict), name
        assert field.description, name
        assert OptionState(str(extra["state"])) in OptionState
        assert (extra["state"] == OptionState.PENDING) == ("consequence" in extra), name


def test_nothing_is_warned_of_when_all_options_work():
    assert warnings(speech_models=["universal-2"], language_detection=True, punctuate=True, format_text=None) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"custom_topics": True}, '"custom_topics" is an option of former times and has no effect.'),
        ({"topics": ["a"]}, '"topics" is an option of former times and has no effect.'),
        ({"model_config": 1}, '"model_config" is not an option of this API and was ignored.'),
        (
            {"language_detection": True, "language_detection_options": {"language_detection_model": "x"}},
            (
                '"language_detection_options.language_detection_model" does not work in this version yet: '
                "the built-in detection is used."
            ),
        ),
    ],
)
def test_option_without_effect_is_warned_of(options, sentence):
    assert warnings(**options) == [sentence]


def test_option_is_not_warned_of_when_it_is_off():
    assert warnings(speaker_labels=False, redact_pii=False, auto_chapters=None, keyterms_prompt=[]) == []


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"language_codes": ["en", "xx"]}, "language_codes has an unknown language code: 'xx'"),
        ({"language_codes": ["en", "es", "fr"]}, "language_codes must hold at most 2 language codes"),
        ({"language_codes": ["de", "es"]}, "language_codes must hold 'en' and one other language code"),
        ({"language_codes": ["en", "en_us"]}, "language_codes must hold 'en' and one other language code"),
        ({"language_codes": ["en", "es"], "language_code": "fr"}, "language_codes must hold the language_code 'fr'"),
        (
            {"language_detection_options": {"localization": ["en_nz"]}},
            "localization has an unknown code: 'en_nz'. There are 'en_au' and 'en_uk'",
        ),
        (
            {"language_detection_options": {"localization": ["en_au", "en_uk"]}},
            "localization must hold at most one code for English",
        ),
    ],
)
def test_languages_are_refused_when_they_do_not_go_together(options, text):
    with pytest.raises(ValidationError, match=re.escape(text)):
        TranscriptOptions.model_validate(options)


@pytest.mark.parametrize(
    ("options", "language", "switches"),
    [
        ({}, "en", False),
        ({"language_code": "de_ch"}, "de", False),
        ({"language_codes": ["es"]}, "es", False),
        ({"language_codes": ["es", "en_us"]}, "es", True),
        ({"language_codes": [], "language_code": "fr"}, "fr", False),
        ({"language_detection": True, "language_detection_options": {"code_switching": True}}, "en", True),
        ({"language_detection_options": {"code_switching": True}}, "en", False),
    ],
)
def test_the_named_language_is_the_first_of_several(options, language, switches):
    found = TranscriptOptions.model_validate(options)
    assert (found.named_language, found.may_switch) == (language, switches)


def test_it_is_told_when_options_of_detection_have_nothing_to_detect():
    options = {"language_confidence_threshold": 0.5, "language_detection_options": {"code_switching": True}}
    assert warnings(**options) == [
        '"language_confidence_threshold" has no effect without "language_detection".',
        '"language_detection_options" has no effect without "language_detection".',
    ]
    assert warnings(**options, language_detection=True) == []

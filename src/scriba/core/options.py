"""Every option of `POST /v2/transcript`, declared once.

The wire schema, the echo in responses, the warnings about options that do not work yet and the reference page all
derive from `TranscriptOptions`. Validation is strict: a wrong type is an error in the contract's words, JSON null is
the default.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from scriba.core.entities import ENTITY_TYPES
from scriba.core.languages import DEFAULT_LANGUAGE_CODE, LANGUAGE_CODES

MAX_AUDIO_MS: Final = 2**53
"""Largest time that a request may name: what JavaScript's numbers hold exactly."""


class OptionState(StrEnum):
    """What this version does with an option."""

    HONOURED = "honoured"
    PENDING = "pending"
    LEGACY = "legacy"


HONOURED: Final = {"state": OptionState.HONOURED}
LEGACY: Final = {"state": OptionState.LEGACY}


def pending(consequence: str) -> dict[str, Any]:
    """Metadata of an option that is validated and echoed only; `consequence` is what the user gets instead."""
    return {"state": OptionState.PENDING, "consequence": consequence}


class Options(BaseModel):
    """Base of the request's objects: strict types, null means default, unknown keys are left to the caller."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_default(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if value is not None}


class LanguageDetectionOptions(Options):
    """How `language_detection` decides."""

    expected_languages: list[str] = Field(["all"], description="Languages to choose from.", json_schema_extra=HONOURED)
    fallback_language: str = Field(
        "auto",
        description="Language to use when detection is unsure and `on_low_language_confidence` is `fallback`.",
        json_schema_extra=HONOURED,
    )
    on_low_language_confidence: Literal["error", "fallback"] = Field(
        "error", description="What to do below `language_confidence_threshold`.", json_schema_extra=HONOURED
    )
    on_no_speech_detected: Literal["error", "fallback"] = Field(
        "error", description="What to do when nothing is spoken.", json_schema_extra=HONOURED
    )
    code_switching: bool = Field(
        False,
        description="Recognize several languages in one recording.",
        json_schema_extra=pending("the whole recording is recognized in its main language"),
    )
    code_switching_confidence_threshold: Annotated[float, Field(ge=0, le=1)] = Field(
        0.3, description="Confidence above which a second language counts.", json_schema_extra=pending("it has no effect")
    )
    localization: list[str] = Field(
        [], description="Regional spelling to write.", json_schema_extra=pending("the model's own spelling is returned")
    )
    swiss_german: bool = Field(
        False, description="Treat German as Swiss German.", json_schema_extra=pending("German is recognized as usual")
    )
    language_detection_model: str | None = Field(
        None, description="Detection model to use.", json_schema_extra=pending("the built-in detection is used")
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        unknown = [code for code in self.expected_languages if code != "all" and code not in LANGUAGE_CODES]
        if unknown:
            raise ValueError(f"expected_languages has an unknown language code: '{unknown[0]}'")
        chosen = self.fallback_language
        if chosen != "auto" and chosen not in LANGUAGE_CODES:
            raise ValueError(f"fallback_language has an unknown language code: '{chosen}'")
        if chosen != "auto" and "all" not in self.expected_languages and chosen not in self.expected_languages:
            raise ValueError("fallback_language must be in expected_languages or 'auto'")
        if self.on_no_speech_detected == "fallback" and chosen == "auto":
            raise ValueError("on_no_speech_detected 'fallback' needs a fallback_language other than 'auto'")
        return self


class SpeakerOptions(Options):
    """Bounds and methods of speaker diarization."""

    min_speakers_expected: Annotated[int, Field(ge=1)] = 1
    max_speakers_expected: Annotated[int, Field(ge=1)] | None = None
    use_two_stage_clustering: bool | None = None
    short_file_diarization_method: Literal["deliberate", "balanced", "conservative", "aggressive"] | None = None
    long_file_diarization_method: Literal["standard", "experimental"] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max_speakers_expected is not None and self.max_speakers_expected < self.min_speakers_expected:
            raise ValueError("max_speakers_expected must be greater than or equal to min_speakers_expected")
        return self


class CustomSpelling(Options):
    """Words to write another way."""

    from_: list[str] = Field(alias="from")
    to: str


class KeytermsPromptOptions(Options):
    """How strongly key terms pull."""

    keyterms_match_strength: Literal["high", "standard"] | None = None


class RedactPiiAudioOptions(Options):
    """How the redacted recording is made."""

    return_redacted_no_speech_audio: bool | None = None
    override_audio_redaction_method: Literal["silence"] | None = None


Probability = Annotated[float, Field(ge=0, le=1)]
Milliseconds = Annotated[int, Field(ge=0, le=MAX_AUDIO_MS)]
EntityType = Literal[ENTITY_TYPES]

_NOT_REDACTED = "personal data is NOT redacted"


class TranscriptOptions(Options):
    """The options of a transcript. Field order is the order of the reference page."""

    # Models and language
    speech_models: list[str] | None = Field(
        None, description="Models to use, in order of preference. Required.", json_schema_extra=HONOURED
    )
    speech_model: str | None = Field(
        None, description="The old, singular form: refused unless a setting accepts it.", json_schema_extra=HONOURED
    )
    language_code: str | None = Field(
        None, description="Language of the recording.", json_schema_extra=HONOURED
    )
    language_detection: bool = Field(
        False, description="Find the language from the recording.", json_schema_extra=HONOURED
    )
    language_confidence_threshold: Probability = Field(
        0.0, description="Least confidence that detection must have.", json_schema_extra=HONOURED
    )
    language_detection_options: LanguageDetectionOptions | None = Field(
        None, description="How detection decides.", json_schema_extra=HONOURED
    )
    language_codes: list[str] | None = Field(
        None,
        description="Languages of a recording in which the speakers switch.",
        json_schema_extra=pending("only one language is recognized"),
    )
    prompt: str | None = Field(
        None, description="Instructions to the model.", json_schema_extra=pending("the prompt has no effect")
    )
    temperature: Probability = Field(
        0.0, description="Randomness of decoding.", json_schema_extra=pending("decoding is deterministic")
    )
    domain: Literal["medical-v1"] | None = Field(
        None, description="Field of speech.", json_schema_extra=pending("no domain vocabulary is used")
    )
    keyterms_prompt: list[str] = Field(
        [], description="Terms to listen for.", json_schema_extra=pending("key terms are not boosted")
    )
    keyterms_prompt_options: KeytermsPromptOptions | None = Field(
        None, description="How strongly key terms pull.", json_schema_extra=pending("key terms are not boosted")
    )
    word_boost: list[str] = Field(
        [], description="The old form of `keyterms_prompt`.", json_schema_extra=pending("words are not boosted")
    )
    boost_param: Literal["low", "default", "high"] | None = Field(
        None, description="Strength of `word_boost`.", json_schema_extra=pending("words are not boosted")
    )
    speech_threshold: Probability | None = Field(
        None,
        description="Least share of the recording that must be speech.",
        json_schema_extra=pending("recordings with little speech are transcribed all the same"),
    )
    audio_start_from: Milliseconds | None = Field(
        None, description="Where to start, ms.", json_schema_extra=pending("the whole recording is transcribed")
    )
    audio_end_at: Milliseconds | None = Field(
        None, description="Where to stop, ms.", json_schema_extra=pending("the whole recording is transcribed")
    )

    # The text
    punctuate: bool = Field(
        True,
        description="Write punctuation.",
        json_schema_extra=pending("the text keeps the model's punctuation"),
    )
    format_text: bool = Field(
        True,
        description="Write case and numbers as people do.",
        json_schema_extra=pending("the text keeps the model's formatting"),
    )
    disfluencies: bool = Field(
        False, description="Keep filler words.", json_schema_extra=pending("filler words are as the model gives them")
    )
    filter_profanity: bool = Field(
        False, description="Mask profane words.", json_schema_extra=pending("profane words are NOT masked")
    )
    custom_spelling: list[CustomSpelling] | None = Field(
        None, description="Words to write another way.", json_schema_extra=pending("spelling is the model's")
    )
    remove_audio_tags: Literal["all", "speaker"] | None = Field(
        None, description="Leave sound tags out.", json_schema_extra=pending("the text has no tags to remove")
    )

    # Channels and speakers
    multichannel: bool | None = Field(
        None,
        description="Transcribe every channel by itself.",
        json_schema_extra=pending("all channels are mixed and transcribed as one"),
    )
    dual_channel: bool | None = Field(
        None,
        description="The old form of `multichannel`.",
        json_schema_extra=pending("all channels are mixed and transcribed as one"),
    )
    speaker_labels: bool = Field(
        False, description="Tell the speakers apart.", json_schema_extra=pending("words carry no speaker")
    )
    speakers_expected: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Number of speakers.", json_schema_extra=pending("words carry no speaker")
    )
    speaker_options: SpeakerOptions | None = Field(
        None, description="Bounds of diarization.", json_schema_extra=pending("words carry no speaker")
    )

    # Privacy
    redact_pii: bool = Field(False, description="Redact personal data.", json_schema_extra=pending(_NOT_REDACTED))
    redact_pii_policies: list[EntityType] | None = Field(
        None, description="Kinds of personal data to redact.", json_schema_extra=pending(_NOT_REDACTED)
    )
    redact_pii_sub: Literal["hash", "entity_name"] = Field(
        "hash", description="What stands in for redacted text.", json_schema_extra=pending(_NOT_REDACTED)
    )
    redact_pii_return_unredacted: bool = Field(
        False, description="Return the original text too.", json_schema_extra=pending("there is one text only")
    )
    redact_static_entities: dict[str, list[str]] | None = Field(
        None, description="Terms to redact always.", json_schema_extra=pending(_NOT_REDACTED)
    )
    redact_pii_audio: bool = Field(
        False, description="Make a redacted recording.", json_schema_extra=pending("no redacted recording is made")
    )
    redact_pii_audio_quality: Literal["mp3", "wav"] | None = Field(
        None, description="Format of the redacted recording.", json_schema_extra=pending("no redacted recording is made")
    )
    redact_pii_audio_options: RedactPiiAudioOptions | None = Field(
        None, description="How the redacted recording is made.", json_schema_extra=pending("no redacted recording is made")
    )

    # Understanding
    content_safety: bool = Field(
        False, description="Find sensitive content.", json_schema_extra=pending("no labels are returned")
    )
    content_safety_confidence: Annotated[int, Field(ge=25, le=100)] | None = Field(
        None, description="Least confidence of a label, percent.", json_schema_extra=pending("no labels are returned")
    )
    iab_categories: bool = Field(
        False, description="Find topics.", json_schema_extra=pending("no topics are returned")
    )
    sentiment_analysis: bool = Field(
        False, description="Judge each sentence's sentiment.", json_schema_extra=pending("no sentiments are returned")
    )
    auto_highlights: bool = Field(
        False, description="Find key phrases.", json_schema_extra=pending("no key phrases are returned")
    )
    entity_detection: bool = Field(
        False, description="Find names, places, dates and the like.", json_schema_extra=pending("no entities are returned")
    )
    auto_chapters: bool = Field(
        False, description="Cut into chapters.", json_schema_extra=pending("no chapters are returned")
    )
    summarization: bool = Field(
        False, description="Summarize.", json_schema_extra=pending("no summary is returned")
    )
    summary_model: Literal["informative", "conversational", "catchy"] | None = Field(
        None, description="Style of the summary.", json_schema_extra=pending("no summary is returned")
    )
    summary_type: Literal["bullets", "bullets_verbose", "gist", "headline", "paragraph"] | None = Field(
        None, description="Form of the summary.", json_schema_extra=pending("no summary is returned")
    )
    speech_understanding: dict[str, Any] | None = Field(
        None,
        description="Speaker identification, translation, formatting, summaries.",
        json_schema_extra=pending("nothing of it is done"),
    )

    # Webhooks
    webhook_url: str | None = Field(
        None, description="Address to call when done.", json_schema_extra=pending("nobody is called; poll instead")
    )
    webhook_auth_header_name: str | None = Field(
        None, description="Header that the call carries.", json_schema_extra=pending("nobody is called; poll instead")
    )
    webhook_auth_header_value: str | None = Field(
        None,
        description="Value of that header; never echoed.",
        json_schema_extra=pending("nobody is called; poll instead"),
    )

    # Accepted for old clients
    topics: list[str] | None = Field(None, description="Old name of topic search.", json_schema_extra=LEGACY)
    custom_topics: bool | None = Field(None, description="Old switch of topic search.", json_schema_extra=LEGACY)
    speed_boost: bool | None = Field(None, description="Old speed switch.", json_schema_extra=LEGACY)
    language_model: str | None = Field(None, description="Old model name.", json_schema_extra=LEGACY)
    acoustic_model: str | None = Field(None, description="Old model name.", json_schema_extra=LEGACY)

    @model_validator(mode="after")
    def _check_pairs(self) -> Self:
        if self.language_code is not None and self.language_code not in LANGUAGE_CODES:
            raise ValueError(f"language_code has an unknown language code: '{self.language_code}'")
        if self.language_detection and self.language_code not in {None, DEFAULT_LANGUAGE_CODE}:
            raise ValueError("language_code and language_detection cannot be used together")
        if self.prompt is not None and self.keyterms_prompt:
            raise ValueError("prompt and keyterms_prompt cannot be used together")
        if self.summarization and self.auto_chapters:
            raise ValueError("summarization and auto_chapters cannot be used together")
        if (self.summary_model is None) != (self.summary_type is None):
            raise ValueError("summary_model and summary_type must be set together")
        if self.audio_end_at is not None and self.audio_end_at <= (self.audio_start_from or 0):
            raise ValueError("audio_end_at must be greater than audio_start_from")
        return self

    @property
    def detection(self) -> LanguageDetectionOptions:
        """The detection options, defaults where the request has none."""
        return self.language_detection_options or LanguageDetectionOptions()


class TranscriptRequest(TranscriptOptions):
    """Body of `POST /v2/transcript`."""

    audio_url: str = Field(description="Where the recording is: an http(s) address or one of our uploads.")

    @model_validator(mode="after")
    def _check_url(self) -> Self:
        if not self.audio_url.lower().startswith(("http://", "https://")):
            raise ValueError("Transcript creation error, audio_url should start with http")
        return self


def warnings_of(request: TranscriptOptions, body_keys: frozenset[str]) -> list[str]:
    """What this version does not do of a request: one sentence each for options without effect and unknown keys."""
    sentences = [*_unworked(request, prefix="")]
    known = {field.alias or name for name, field in type(request).model_fields.items()}
    sentences += [f'"{key}" is not an option of this API and was ignored.' for key in sorted(body_keys - known)]
    return sentences


def _unworked(options: Options, prefix: str) -> list[str]:
    sentences: list[str] = []
    for name, field in type(options).model_fields.items():
        value = getattr(options, name)
        if name not in options.model_fields_set or value == field.get_default(call_default_factory=True):
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if extra.get("state") == OptionState.PENDING:
            sentences.append(f'"{prefix}{name}" does not work in this version yet: {extra["consequence"]}.')
        elif extra.get("state") == OptionState.LEGACY:
            sentences.append(f'"{prefix}{name}" is an option of former times and has no effect.')
        elif isinstance(value, Options):
            sentences += _unworked(value, prefix=f"{prefix}{name}.")
    return sentences


_TYPE_TEXTS: Final = {
    "bool_type": "must be a Boolean",
    "int_type": "must be an integer",
    "float_type": "must be a number",
    "string_type": "must be a string",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}


def explain(error: ValidationError) -> str:
    """The first problem of a request in the contract's words."""
    return _sentence(error.errors(include_url=False)[0])


def _sentence(problem: ErrorDetails) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    field = ".".join(str(part) for part in problem["loc"] if not str(part).startswith("literal["))
    if kind == "missing" and field == "audio_url":
        return "Transcript creation error, audio_url not found"
    if kind == "missing":
        return f"{field} is required"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"{field} must be one of: {context['expected']}"
    bounds = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}
    if kind in bounds:
        key, words = bounds[kind]
        return f"{field} must be {words} {context[key]}"
    text = _TYPE_TEXTS.get(kind)
    return f"{field} {text}" if text and field else f"{field or 'The request body'} is not valid: {problem['msg']}"

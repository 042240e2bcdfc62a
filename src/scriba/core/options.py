"""Every option of `POST /v2/transcript`, declared once.

The wire schema, the echo in responses, the warnings about options that do not work yet and the reference page all
derive from `TranscriptOptions`. Validation is strict: a wrong type is an error in the contract's words, JSON null is
the default.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from scriba.core.entities import EntityType
from scriba.core.hint_limits import hint_problem
from scriba.core.languages import DEFAULT_LANGUAGE_CODE, bare_code
from scriba.core.option_languages import code_problem, codes_problem
from scriba.core.option_objects import (
    HONOURED,
    LEGACY,
    CustomSpelling,
    KeytermsPromptOptions,
    LanguageDetectionOptions,
    Options,
    RedactPiiAudioOptions,
    SpeakerOptions,
    recording_problem,
    summary_problem,
)
from scriba.core.understanding import SpeakerIdentification, SpeechUnderstanding, UnderstandingRequest
from scriba.core.webhooks import address_problem, header_problem

MAX_AUDIO_MS: Final = 2**53
"""Largest time that a request may name: what JavaScript's numbers hold exactly."""

CONTENT_OPTIONS: Final = frozenset(
    {
        "prompt",
        "keyterms_prompt",
        "word_boost",
        "custom_spelling",
        "redact_static_entities",
        "speech_understanding",
        "webhook_url",
        "webhook_auth_header_name",
        "webhook_auth_header_value",
        "topics",
    }
)
"""Options that tell what a recording is about or whose it is: they go when a transcript is deleted."""

Probability = Annotated[float, Field(ge=0, le=1)]
Milliseconds = Annotated[int, Field(ge=0, le=MAX_AUDIO_MS)]


class TranscriptOptions(Options):
    """The options of a transcript. Field order is the order of the reference page."""

    # Models and language
    speech_models: list[str] | None = Field(
        None, description="Models to use, in order of preference. Required.", json_schema_extra=HONOURED
    )
    speech_model: str | None = Field(
        None, description="The old, singular form: refused unless a setting accepts it.", json_schema_extra=HONOURED
    )
    language_code: str | None = Field(None, description="Language of the recording.", json_schema_extra=HONOURED)
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
        None, description="Languages of a recording in which the speakers switch.", json_schema_extra=HONOURED
    )
    prompt: str | None = Field(None, description="Text as it could have come before.", json_schema_extra=HONOURED)
    temperature: Probability = Field(0.0, description="Randomness of decoding.", json_schema_extra=HONOURED)
    domain: Literal["medical-v1"] | None = Field(None, description="Field of speech.", json_schema_extra=HONOURED)
    keyterms_prompt: list[str] = Field([], description="Terms to listen for.", json_schema_extra=HONOURED)
    keyterms_prompt_options: KeytermsPromptOptions | None = Field(
        None, description="How strongly key terms pull.", json_schema_extra=HONOURED
    )
    word_boost: list[str] = Field([], description="The old form of `keyterms_prompt`.", json_schema_extra=HONOURED)
    boost_param: Literal["low", "default", "high"] | None = Field(
        None, description="Strength of `word_boost`.", json_schema_extra=HONOURED
    )
    speech_threshold: Probability | None = Field(
        None, description="Least share of the recording that must be speech.", json_schema_extra=HONOURED
    )
    audio_start_from: Milliseconds | None = Field(None, description="Where to start, ms.", json_schema_extra=HONOURED)
    audio_end_at: Milliseconds | None = Field(None, description="Where to stop, ms.", json_schema_extra=HONOURED)

    # The text
    punctuate: bool = Field(True, description="Write punctuation.", json_schema_extra=HONOURED)
    format_text: bool = Field(
        True,
        description="Write case, numbers, money, dates, times and addresses as people do; otherwise as they are said.",
        json_schema_extra=HONOURED,
    )
    disfluencies: bool = Field(False, description="Keep filler words (English).", json_schema_extra=HONOURED)
    filter_profanity: bool = Field(
        False, description="Mask profane words: their first letter stays.", json_schema_extra=HONOURED
    )
    custom_spelling: list[CustomSpelling] | None = Field(
        None, description="Words to write another way.", json_schema_extra=HONOURED
    )
    remove_audio_tags: Literal["all", "speaker"] | None = Field(
        None, description="Leave out what the model writes about sounds and speakers.", json_schema_extra=HONOURED
    )

    # Channels and speakers
    multichannel: bool | None = Field(
        None, description="Transcribe every channel by itself.", json_schema_extra=HONOURED
    )
    dual_channel: bool | None = Field(None, description="The old form of `multichannel`.", json_schema_extra=HONOURED)
    speaker_labels: bool = Field(False, description="Tell the speakers apart.", json_schema_extra=HONOURED)
    speakers_expected: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Number of speakers.", json_schema_extra=HONOURED
    )
    speaker_options: SpeakerOptions | None = Field(
        None, description="Bounds of diarization.", json_schema_extra=HONOURED
    )

    # Privacy
    redact_pii: bool = Field(False, description="Redact personal data.", json_schema_extra=HONOURED)
    redact_pii_policies: list[EntityType] | None = Field(
        None, description="Kinds of personal data to redact.", json_schema_extra=HONOURED
    )
    redact_pii_sub: Literal["hash", "entity_name"] = Field(
        "hash", description="What stands in for redacted text.", json_schema_extra=HONOURED
    )
    redact_pii_return_unredacted: bool = Field(
        False, description="Return the original text too.", json_schema_extra=HONOURED
    )
    redact_static_entities: dict[str, list[str]] | None = Field(
        None, description="Terms to redact always.", json_schema_extra=HONOURED
    )
    redact_pii_audio: bool = Field(
        False, description="Make a copy of the recording without what is redacted.", json_schema_extra=HONOURED
    )
    redact_pii_audio_quality: Literal["mp3", "wav"] | None = Field(
        None, description="Format of that copy; MP3 when not set.", json_schema_extra=HONOURED
    )
    redact_pii_audio_options: RedactPiiAudioOptions | None = Field(
        None, description="How that copy is made.", json_schema_extra=HONOURED
    )

    # Understanding
    content_safety: bool = Field(False, description="Find sensitive content.", json_schema_extra=HONOURED)
    content_safety_confidence: Annotated[int, Field(ge=25, le=100)] | None = Field(
        None, description="Least confidence of a label, percent; 50 when not set.", json_schema_extra=HONOURED
    )
    iab_categories: bool = Field(False, description="Find topics.", json_schema_extra=HONOURED)
    sentiment_analysis: bool = Field(False, description="Judge each sentence's sentiment.", json_schema_extra=HONOURED)
    auto_highlights: bool = Field(False, description="Find key phrases.", json_schema_extra=HONOURED)
    entity_detection: bool = Field(
        False, description="Find names, places, dates and the like.", json_schema_extra=HONOURED
    )
    auto_chapters: bool = Field(False, description="Cut into chapters.", json_schema_extra=HONOURED)
    summarization: bool = Field(
        False, description="Summarize, by the text's own sentences.", json_schema_extra=HONOURED
    )
    summary_model: Literal["informative", "conversational", "catchy"] | None = Field(
        None, description="Style of the summary.", json_schema_extra=HONOURED
    )
    summary_type: Literal["bullets", "bullets_verbose", "gist", "headline", "paragraph"] | None = Field(
        None, description="Form of the summary.", json_schema_extra=HONOURED
    )
    speech_understanding: SpeechUnderstanding | None = Field(
        None, description="Names for speakers; translation, formatting and summaries.", json_schema_extra=HONOURED
    )

    # Webhooks
    webhook_url: str | None = Field(None, description="Address to call when done.", json_schema_extra=HONOURED)
    webhook_auth_header_name: str | None = Field(
        None, description="Header that the call carries.", json_schema_extra=HONOURED
    )
    webhook_auth_header_value: str | None = Field(
        None, description="Value of that header; never echoed.", json_schema_extra=HONOURED
    )

    # Accepted for old clients
    topics: list[str] | None = Field(None, description="Old name of topic search.", json_schema_extra=LEGACY)
    custom_topics: bool | None = Field(None, description="Old switch of topic search.", json_schema_extra=LEGACY)
    speed_boost: bool | None = Field(None, description="Old speed switch.", json_schema_extra=LEGACY)
    language_model: str | None = Field(None, description="Old model name.", json_schema_extra=LEGACY)
    acoustic_model: str | None = Field(None, description="Old model name.", json_schema_extra=LEGACY)

    @model_validator(mode="after")
    def _check_pairs(self) -> Self:
        problem = code_problem(self.language_code, detection=self.language_detection)
        problem = problem or codes_problem(self.language_codes, self.language_code)
        if problem:
            raise ValueError(problem)
        if self.summarization and self.auto_chapters:
            raise ValueError("summarization and auto_chapters cannot be used together")
        self._check_redaction()
        if self.audio_end_at is not None and self.audio_end_at <= (self.audio_start_from or 0):
            raise ValueError("audio_end_at must be greater than audio_start_from")
        return self

    @model_validator(mode="after")
    def _check_hints(self) -> Self:
        problem = hint_problem(
            prompt=self.prompt,
            terms=self.keyterms_prompt,
            boosted=self.word_boost,
            models=self.speech_models or (),
        )
        if problem:
            raise ValueError(problem)
        return self

    @model_validator(mode="after")
    def _check_webhook(self) -> Self:
        problem = address_problem(self.webhook_url) if self.webhook_url else None
        problem = problem or header_problem(self.webhook_auth_header_name, self.webhook_auth_header_value)
        if problem:
            raise ValueError(problem)
        return self

    @model_validator(mode="after")
    def _check_summaries(self) -> Self:
        problem = summary_problem(self.summary_model, self.summary_type)
        if problem:
            raise ValueError(problem)
        if self.summarization and not (self.punctuate and self.format_text):
            raise ValueError("`punctuate` and `format_text` must be enabled for summarization.")
        if self.auto_chapters and not self.punctuate:
            raise ValueError("`punctuate` must be enabled for auto_chapters.")
        voices = self.speaker_labels or self.dual_channel or self.multichannel
        if self.summary_model == "conversational" and not voices:
            raise ValueError("`speaker_labels` or `dual_channel` must be enabled for 'conversational' summaries.")
        return self

    @model_validator(mode="after")
    def _check_speakers(self) -> Self:
        if self.identification is not None and not self.speaker_labels:
            raise ValueError("speaker_labels must be true to use speech_understanding.request.speaker_identification")
        return self

    @property
    def identification(self) -> SpeakerIdentification | None:
        """How to name speakers, where that is asked for."""
        return self.understanding.speaker_identification

    @property
    def understanding(self) -> UnderstandingRequest:
        """What `speech_understanding` asks for; nothing by default."""
        return self.speech_understanding.asked if self.speech_understanding else UnderstandingRequest()

    @property
    def is_multichannel(self) -> bool:
        """Whether every channel is transcribed by itself, by either name of the option."""
        return bool(self.multichannel or self.dual_channel)

    def _check_redaction(self) -> None:
        # Redaction that would redact nothing is an error, not a text that somebody takes for redacted.
        if self.redact_static_entities and not self.redact_pii:
            raise ValueError("redact_static_entities requires redact_pii to be true")
        if self.redact_pii_audio and not self.redact_pii:
            raise ValueError("redact_pii_audio requires redact_pii to be true")
        if self.redact_pii and not self.redact_pii_policies and not self.redact_static_entities:
            raise ValueError("redact_pii requires redact_pii_policies to be a non-empty list")

    @property
    def may_switch(self) -> bool:
        """Whether the recording may be in two languages."""
        return len(self.language_codes or ()) > 1 or (self.language_detection and self.detection.code_switching)

    @property
    def named_language(self) -> str:
        """The language of a request that does not ask for detection, a bare code."""
        return bare_code(next(iter(self.language_codes or ()), self.language_code) or DEFAULT_LANGUAGE_CODE)

    @property
    def detection(self) -> LanguageDetectionOptions:
        """The detection options, defaults where the request has none."""
        return self.language_detection_options or LanguageDetectionOptions()


class TranscriptRequest(TranscriptOptions):
    """Body of `POST /v2/transcript`."""

    audio_url: str = Field(description="Where the recording is: an http(s) address or one of our uploads.")

    @model_validator(mode="after")
    def _check_url(self) -> Self:
        problem = recording_problem(self.audio_url)
        if problem:
            raise ValueError(f"Transcript creation error, audio_url {problem}")
        return self

"""How options are declared, and the objects inside a request: what `scriba.core.options` is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scriba.core.languages import LANGUAGE_CODES
from scriba.core.option_languages import localization_problem


class OptionState(StrEnum):
    """What this version does with an option."""

    HONOURED = "honoured"
    PENDING = "pending"
    LEGACY = "legacy"


HONOURED: Final[dict[str, Any]] = {"state": OptionState.HONOURED}
LEGACY: Final[dict[str, Any]] = {"state": OptionState.LEGACY}


def pending(consequence: str) -> dict[str, Any]:
    """Metadata of an option that is validated and echoed only; `consequence` is what the user gets instead."""
    return {"state": OptionState.PENDING, "consequence": consequence}


def recording_problem(audio_url: str) -> str:
    """What is wrong with the address of a recording, as the end of a sentence; empty where nothing is."""
    if not audio_url.lower().startswith(("http://", "https://")):
        return "should start with http"
    try:
        host = urlsplit(audio_url).hostname
    except ValueError:
        host = None
    return "" if host else "is not a valid address"


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
        description="Recognize English and another language in one recording.",
        json_schema_extra=HONOURED,
    )
    code_switching_confidence_threshold: Annotated[float, Field(ge=0, le=1)] = Field(
        0.3,
        description="How surely the second language must be heard; 0 takes one in any case.",
        json_schema_extra=HONOURED,
    )
    localization: list[str] = Field(
        [], description="Regional spelling to write where English is detected.", json_schema_extra=HONOURED
    )
    swiss_german: bool = Field(
        False,
        description="Write German as in Switzerland; the recognizer is that of German.",
        json_schema_extra=HONOURED,
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
        problem = localization_problem(self.localization)
        if problem:
            raise ValueError(problem)
        return self


class SpeakerOptions(Options):
    """Bounds and methods of speaker diarization."""

    min_speakers_expected: Annotated[int, Field(ge=1)] = Field(
        1, description="Fewest speakers to tell apart.", json_schema_extra=HONOURED
    )
    max_speakers_expected: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Most speakers to tell apart.", json_schema_extra=HONOURED
    )
    use_two_stage_clustering: bool | None = Field(
        None, description="Group voices in two stages.", json_schema_extra=pending("long recordings always are")
    )
    short_file_diarization_method: Literal["deliberate", "balanced", "conservative", "aggressive"] | None = Field(
        None, description="How readily to split speakers.", json_schema_extra=pending("there is one method")
    )
    long_file_diarization_method: Literal["standard", "experimental"] | None = Field(
        None, description="Method for long recordings.", json_schema_extra=pending("there is one method")
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max_speakers_expected is not None and self.max_speakers_expected < self.min_speakers_expected:
            raise ValueError("max_speakers_expected must be greater than or equal to min_speakers_expected")
        return self


class CustomSpelling(Options):
    """Words to write another way."""

    from_: list[str] = Field(alias="from", description="Words or phrases to look for; case does not count.")
    to: str = Field(description="The word to write instead, in just this case.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.to.split()) != 1:
            raise ValueError(f"custom_spelling must have one word in 'to', not '{self.to}'")
        if not self.from_ or not all(map(str.strip, self.from_)):
            raise ValueError(f"custom_spelling must have words in 'from' to write as '{self.to}'")
        return self


class KeytermsPromptOptions(Options):
    """How strongly key terms pull."""

    keyterms_match_strength: Literal["high", "standard"] | None = None


class RedactPiiAudioOptions(Options):
    """How the redacted recording is made."""

    return_redacted_no_speech_audio: bool | None = Field(
        None, description="Make the copy also where nothing is spoken.", json_schema_extra=HONOURED
    )
    override_audio_redaction_method: Literal["silence"] | None = Field(
        None, description="Silence in place of a beep.", json_schema_extra=HONOURED
    )


def summary_problem(model: str | None, kind: str | None) -> str | None:
    """Why a summary cannot have this style and this form together, None where it can.

    Catchy summaries are a gist or a headline, no others are a gist.
    """
    if (model is None) != (kind is None):
        return "summary_model and summary_type must be set together"
    if model is None or kind == "headline" or (model == "catchy") == (kind == "gist"):
        return None
    return f"summary_type '{kind}' is not available for summary_model '{model}'"

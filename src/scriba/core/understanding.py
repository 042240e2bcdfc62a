"""`speech_understanding` of a request: what is asked of the finished transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from scriba.core.enrolment import MOST_NAME_CHARACTERS
from scriba.core.languages import LANGUAGE_CODES, bare_code
from scriba.core.masks import MOST_CHARACTERS, date_problem, email_problem, phone_problem
from scriba.core.option_objects import HONOURED, Options, pending

MOST_LANGUAGES: Final = 20
"""Languages that one request may have a text translated into."""

Effort = Literal["low", "medium"]
_ONE_EFFORT: Final = pending("every task is worked on in one way")


class EchoedOptions(Options):
    """Options that responses repeat as they were sent: no defaults, and with the keys that nobody declared."""

    model_config = ConfigDict(extra="allow")

    @model_serializer(mode="wrap")
    def _as_sent(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if name in self.model_fields_set}


class KnownSpeaker(EchoedOptions):
    """Somebody who may speak in the recording. Any further keys may describe the person."""

    name: str | None = Field(None, description="The person's name.", json_schema_extra=HONOURED)
    role: str | None = Field(None, description="The person's role.", json_schema_extra=HONOURED)
    description: str | None = Field(
        None, description="What the person says or does; a provider reads it.", json_schema_extra=HONOURED
    )

    def about(self, known_by: str) -> dict[str, Any]:
        """Everything that describes the person, beside the key that `known_by` names."""
        return {name: value for name, value in self.model_dump().items() if name != known_by}


class SpeakerIdentification(EchoedOptions):
    """Names or roles in place of letters, by enrolled voices and by what is said."""

    speaker_type: Literal["name", "role"] = Field(
        description="Name speakers by name, or by role.", json_schema_extra=HONOURED
    )
    known_values: list[str] = Field(
        [],
        description=f"Names or roles to choose from, at most {MOST_NAME_CHARACTERS} characters each.",
        json_schema_extra=HONOURED,
    )
    speakers: list[KnownSpeaker] = Field(
        [], description="The same, with more about each person.", json_schema_extra=HONOURED
    )
    effort: Effort | None = Field(None, description="How hard to try.", json_schema_extra=_ONE_EFFORT)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.speaker_type == "role" and not self.known_values and not self.speakers:
            raise ValueError('known_values or speakers is required when speaker_type is "role"')
        for number, speaker in enumerate(self.speakers):
            if getattr(speaker, self.speaker_type) is None:
                raise ValueError(f"speakers.{number}.{self.speaker_type} is required")
        for value in (*self.known_values, *self._said()):
            if not value.strip():
                raise ValueError("known_values and speakers must not have empty names")
            if len(value) > MOST_NAME_CHARACTERS:
                raise ValueError(f"'{value}' has more than {MOST_NAME_CHARACTERS} characters")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The names to choose from, each once; none where every enrolled one will do."""
        return tuple(dict.fromkeys((*self.known_values, *self._said())))

    def _said(self) -> Sequence[str]:
        return [getattr(speaker, self.speaker_type) or "" for speaker in self.speakers]


class Translation(EchoedOptions):
    """The text in other languages."""

    target_languages: list[str] = Field(description="Codes of the languages to write.", json_schema_extra=HONOURED)
    formal: bool = Field(
        False, description="Address people formally; a provider can do it.", json_schema_extra=HONOURED
    )
    match_original_utterance: bool = Field(
        False, description="Translate each utterance by itself, too.", json_schema_extra=HONOURED
    )
    effort: Effort | None = Field(None, description="How hard to try.", json_schema_extra=_ONE_EFFORT)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not 1 <= len(self.target_languages) <= MOST_LANGUAGES:
            raise ValueError(f"target_languages must have 1 to {MOST_LANGUAGES} language codes")
        unknown = [code for code in self.target_languages if bare_code(code) not in LANGUAGE_CODES]
        if unknown:
            raise ValueError(f"target_languages has an unknown language code: '{unknown[0]}'")
        return self


class CustomFormatting(EchoedOptions):
    """Masks by which dates, telephone numbers and e-mail addresses are written."""

    date: str | None = Field(None, description="Mask of dates, as `mm/dd/yyyy`.", json_schema_extra=HONOURED)
    phone_number: str | None = Field(
        None, description="Mask of telephone numbers, as `(xxx)xxx-xxxx`.", json_schema_extra=HONOURED
    )
    email: str | None = Field(
        None, description="Mask of e-mail addresses, as `username@domain.com`.", json_schema_extra=HONOURED
    )
    format_utterances: bool = Field(False, description="Format utterances too.", json_schema_extra=HONOURED)
    effort: Effort | None = Field(None, description="How hard to try.", json_schema_extra=_ONE_EFFORT)

    @model_validator(mode="after")
    def _check(self) -> Self:
        checks = (
            ("date", self.date, date_problem),
            ("phone_number", self.phone_number, phone_problem),
            ("email", self.email, email_problem),
        )
        for name, mask, problem_of in checks:
            if mask is None:
                continue
            too_long = f"must have at most {MOST_CHARACTERS} characters" if len(mask) > MOST_CHARACTERS else None
            problem = too_long or problem_of(mask)
            if problem:
                raise ValueError(f"custom_formatting.{name} {problem}")
        return self


class SectionSummaries(EchoedOptions):
    """A summary of each part of the text, and of the whole."""

    summary_type: Literal["bullets", "paragraph"] = Field(
        description="Form of each part's summary.", json_schema_extra=HONOURED
    )
    headline_length: Annotated[int, Field(ge=5, le=15)] = Field(
        10, description="Words of a headline, about.", json_schema_extra=HONOURED
    )
    approximate_chapters: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None, description="Parts to cut the text into, about.", json_schema_extra=HONOURED
    )
    effort: Effort | None = Field(None, description="How hard to try.", json_schema_extra=_ONE_EFFORT)


class ActionItems(EchoedOptions):
    """What is to be done after what was said."""

    effort: Effort | None = Field(None, description="How hard to try.", json_schema_extra=_ONE_EFFORT)


class UnderstandingRequest(EchoedOptions):
    """What to find out; several at once."""

    speaker_identification: SpeakerIdentification | None = Field(
        None, description="Name the speakers.", json_schema_extra=HONOURED
    )
    translation: Translation | None = Field(None, description="Translate the text.", json_schema_extra=HONOURED)
    custom_formatting: CustomFormatting | None = Field(
        None, description="Write dates, numbers and addresses in a given form.", json_schema_extra=HONOURED
    )
    summarization: SectionSummaries | None = Field(
        None, description="Summarize part by part.", json_schema_extra=HONOURED
    )
    action_items: ActionItems | None = Field(None, description="List what is to be done.", json_schema_extra=HONOURED)


class SpeechUnderstanding(EchoedOptions):
    """Its `request` names what to find out."""

    request: UnderstandingRequest | None = Field(None, description="What to find out.", json_schema_extra=HONOURED)

    @property
    def asked(self) -> UnderstandingRequest:
        """What to find out; nothing by default."""
        return self.request or UnderstandingRequest()

    @property
    def identification(self) -> SpeakerIdentification | None:
        """How to name speakers, where that is asked for."""
        return self.request.speaker_identification if self.request else None

    def remarks(self) -> tuple[str, ...]:
        """What does not work of it, though each option by itself does."""
        unknown = sorted(self.request.model_extra or {}) if self.request else ()
        return tuple(
            f'"speech_understanding.request.{name}" is not an option of this API and was ignored.' for name in unknown
        )

"""`speech_understanding` of a request: what is asked of the finished transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from scriba.core.enrolment import MOST_NAME_CHARACTERS
from scriba.core.option_objects import HONOURED, Options, pending


class EchoedOptions(Options):
    """Options that responses repeat as they were sent: no defaults, and with the keys that nobody declared."""

    model_config = ConfigDict(extra="allow")

    @model_serializer(mode="wrap")
    def _as_sent(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if name in self.model_fields_set}


class KnownSpeaker(EchoedOptions):
    """Somebody who may speak in the recording. Any further keys may describe the person; they have no effect."""

    name: str | None = Field(None, description="The person's name.", json_schema_extra=HONOURED)
    role: str | None = Field(
        None,
        description="The person's role.",
        json_schema_extra=pending("speakers are named by enrolled voices, not by their role"),
    )
    description: str | None = Field(
        None,
        description="What the person says.",
        json_schema_extra=pending("speakers are named by enrolled voices, not by what they say"),
    )


class SpeakerIdentification(EchoedOptions):
    """Names in place of letters, by the voices that the project has enrolled."""

    speaker_type: Literal["name", "role"] = Field(
        description="Name speakers by name, or by role. Roles do not work yet.", json_schema_extra=HONOURED
    )
    known_values: list[str] = Field(
        [],
        description=f"Names to choose from, at most {MOST_NAME_CHARACTERS} characters each. All enrolled ones without it.",
        json_schema_extra=HONOURED,
    )
    speakers: list[KnownSpeaker] = Field(
        [], description="The same, with more about each person.", json_schema_extra=HONOURED
    )
    effort: str | None = Field(
        None, description="How hard to try.", json_schema_extra=pending("voices are compared in one way")
    )

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


class UnderstandingRequest(EchoedOptions):
    """What to find out; several at once."""

    speaker_identification: SpeakerIdentification | None = Field(
        None, description="Name the speakers.", json_schema_extra=HONOURED
    )
    translation: dict[str, Any] | None = Field(
        None, description="Translate the text.", json_schema_extra=pending("nothing is translated")
    )
    custom_formatting: dict[str, Any] | None = Field(
        None,
        description="Write dates, numbers and addresses in a given form.",
        json_schema_extra=pending("nothing is formatted"),
    )
    summarization: dict[str, Any] | None = Field(
        None, description="Summarize.", json_schema_extra=pending("nothing is summarized")
    )
    action_items: dict[str, Any] | None = Field(
        None, description="List what is to be done.", json_schema_extra=pending("nothing is listed")
    )


class SpeechUnderstanding(EchoedOptions):
    """Its `request` names what to find out."""

    request: UnderstandingRequest | None = Field(None, description="What to find out.", json_schema_extra=HONOURED)

    @property
    def identification(self) -> SpeakerIdentification | None:
        """How to name speakers, where that is asked for."""
        return self.request.speaker_identification if self.request else None

    def remarks(self) -> tuple[str, ...]:
        """What does not work of it, though each option by itself does."""
        asked = self.identification
        place = '"speech_understanding.request'
        unknown = sorted(self.request.model_extra or {}) if self.request else ()
        sentences = [f'{place}.{name}" is not an option of this API and was ignored.' for name in unknown]
        if asked is not None and asked.speaker_type == "role":
            sentences.append(
                f'{place}.speaker_identification" does not work by role in this version yet: speakers keep their letters.'
            )
        if asked is not None and any(speaker.model_fields_set != {asked.speaker_type} for speaker in asked.speakers):
            sentences.append(
                f'{place}.speaker_identification.speakers": only the names count; voices are compared, not what is said.'
            )
        return tuple(sentences)

"""The OpenAI dialect on the wire: the form of a call, and the shapes of its answer."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scriba.core.calls import ParameterError
from scriba.core.engines import Task
from scriba.core.languages import LANGUAGE_CODES, language_name
from scriba.core.option_texts import explain
from scriba.core.options import TranscriptRequest
from scriba.core.transcript import Span, Transcript
from scriba.exports.sentences import sentences
from scriba.exports.srt import to_srt
from scriba.exports.vtt import to_vtt

DIARIZING_MODELS: Final = frozenset({"gpt-4o-transcribe-diarize"})
"""Names that ask for speakers by themselves."""

_LISTS: Final = frozenset({"timestamp_granularities", "include"})


class CallForm(BaseModel):
    """The fields beside `file`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    language: str | None = None
    prompt: str | None = None
    response_format: Literal["json", "text", "srt", "verbose_json", "vtt", "diarized_json"] = "json"
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.0
    timestamp_granularities: list[Literal["word", "segment"]] = []
    stream: bool = False
    chunking_strategy: Literal["auto"] | None = None
    include: Annotated[list[str], Field(max_length=0)] = []

    @property
    def wants_speakers(self) -> bool:
        """Whether the answer tells who speaks."""
        return self.model in DIARIZING_MODELS or self.response_format == "diarized_json"

    def request(self, audio_url: str, speech_models: Sequence[str]) -> TranscriptRequest:
        """The transcript that the call asks for. Without a language it is detected; silence is no error here.

        Raises ParameterError for what only a transcript's options refuse.
        """
        silence = {"on_no_speech_detected": "fallback", "fallback_language": "en"}
        language = (
            {"language_code": self.language}
            if self.language
            else {"language_detection": True, "language_detection_options": silence}
        )
        options = {
            "audio_url": audio_url,
            "speech_models": list(speech_models),
            "prompt": self.prompt,
            "temperature": self.temperature,
            "speaker_labels": self.wants_speakers,
            **language,
        }
        try:
            return TranscriptRequest.model_validate(options)
        except ValidationError as error:
            text = explain(error)
            # Such a text begins with the option that is wrong, and options have the names of the parameters.
            raise ParameterError(text, text.partition(" ")[0] if text.partition(" ")[0] in options else "") from error


def read_form(fields: Sequence[tuple[str, str]]) -> CallForm:
    """The form of a call; empty values count as absent. Raises ParameterError naming the first that is wrong."""
    values: dict[str, Any] = {}
    for key, value in fields:
        name = key.removesuffix("[]")
        if name in _LISTS:
            values.setdefault(name, []).append(value)
        elif value:
            values[name] = value
    try:
        form = CallForm.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = str(problem["loc"][0])
        raise ParameterError(_sentence(name, problem["type"], problem["msg"]), name) from error
    if form.language is not None and form.language not in LANGUAGE_CODES:
        raise ParameterError(f"'{form.language}' is not a language code like 'en'.", "language")
    if form.timestamp_granularities and form.response_format != "verbose_json":
        text = "timestamp_granularities needs response_format 'verbose_json'."
        raise ParameterError(text, "timestamp_granularities")
    if form.stream and form.response_format not in {"json", "text"}:
        raise ParameterError("Streams have the response_format 'json' or 'text'.", "response_format")
    return form


def _sentence(name: str, kind: str, message: str) -> str:
    if kind == "missing":
        return f"The parameter '{name}' is required."
    if kind == "extra_forbidden":
        return f"This server does not know the parameter '{name}'."
    if name == "include":
        return "This server can include nothing more, no log probabilities either: leave 'include' out."
    return f"The parameter '{name}' is not valid: {message}."


def answer_of(form: CallForm, task: Task, transcript: Transcript) -> str | dict[str, Any]:
    """The body of the answer: text, or an object."""
    export = _EXPORTS.get(form.response_format)
    if export is not None:
        return export(transcript)
    usage = {"type": "duration", "seconds": transcript.duration_seconds}
    if form.response_format == "json":
        return {"text": transcript.text, "usage": usage}
    head = {"task": _TASKS[task], "duration": transcript.duration / 1000, "text": transcript.text}
    if form.response_format == "diarized_json":
        return head | {"segments": _turns(transcript), "usage": usage}
    return head | _details(form, transcript) | {"usage": usage}


_EXPORTS: Final[dict[str, Callable[[Transcript], str]]] = {
    "text": lambda transcript: f"{transcript.text}\n",
    "srt": to_srt,
    "vtt": to_vtt,
}

_TASKS: Final = {Task.TRANSCRIBE: "transcribe", Task.TRANSLATE: "translate"}


def _details(form: CallForm, transcript: Transcript) -> dict[str, Any]:
    wanted = form.timestamp_granularities or ["segment"]
    found: dict[str, Any] = {"language": language_name(transcript.language).lower()}
    if "word" in wanted:
        found["words"] = [
            {"word": word.text, "start": word.start / 1000, "end": word.end / 1000} for word in transcript.words
        ]
    if "segment" in wanted:
        spans = sentences(transcript)
        found["segments"] = [_segment(number, span, form.temperature) for number, span in enumerate(spans)]
    return found


def _segment(number: int, span: Span, temperature: float) -> dict[str, Any]:
    """A sentence. Tokens are not known, and where nobody speaks there is no segment."""
    content = span.text.encode()
    return {
        "id": number,
        "seek": span.start // 10,
        "start": span.start / 1000,
        "end": span.end / 1000,
        "text": span.text,
        "tokens": [],
        "temperature": temperature,
        "avg_logprob": round(math.log(max(span.confidence, 1e-5)), 5),
        "compression_ratio": round(len(content) / len(zlib.compress(content)), 5),
        "no_speech_prob": 0.0,
    }


def _turns(transcript: Transcript) -> list[dict[str, Any]]:
    return [
        {
            "type": "transcript.text.segment",
            "id": f"seg_{number:03d}",
            "start": span.start / 1000,
            "end": span.end / 1000,
            "text": span.text,
            "speaker": span.speaker,
        }
        for number, span in enumerate(transcript.utterances)
    ]


class ModelBody(BaseModel):
    """A name for the parameter `model`."""

    id: str
    object: Literal["model"] = "model"
    created: int = Field(0, description="Not known: always 0.")
    owned_by: str = "scriba"


class ModelsResponse(BaseModel):
    """Every name."""

    object: Literal["list"] = "list"
    data: list[ModelBody]


class OpenAIErrorBody(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIError(BaseModel):
    """The body of every error under `/v1`."""

    error: OpenAIErrorBody


OPENAI_ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"model": OpenAIError, "description": "A fault of the request."},
    "5XX": {"model": OpenAIError, "description": "A fault of the server."},
}

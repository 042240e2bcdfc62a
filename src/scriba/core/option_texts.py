"""What Scriba says about a request's options: warnings for what does not work, and errors in the contract's words."""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scriba.core.option_objects import Options, OptionState
from scriba.core.options import TranscriptOptions


def warnings_of(request: TranscriptOptions, body_keys: frozenset[str]) -> list[str]:
    """What this version does not do of a request: one sentence each for options without effect and unknown keys."""
    sentences = [*_unworked(request, prefix=""), *_idle(request)]
    sentences += request.speech_understanding.remarks() if request.speech_understanding else ()
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


def _idle(request: TranscriptOptions) -> list[str]:
    """Options that would work, if another one were on."""
    idle = [] if request.language_detection else ["language_confidence_threshold", "language_detection_options"]
    defaults = type(request).model_fields
    return [
        f'"{name}" has no effect without "language_detection".'
        for name in idle
        if getattr(request, name) != defaults[name].get_default()
    ]


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


_BOUNDS: Final = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}


def explain(error: ValidationError) -> str:
    """The first problem of a request in the contract's words."""
    return _sentence(error.errors(include_url=False)[0])


def _sentence(problem: ErrorDetails) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    field = ".".join(str(part) for part in problem["loc"] if not str(part).startswith("literal["))
    if kind == "missing":
        return "Transcript creation error, audio_url not found" if field == "audio_url" else f"{field} is required"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"{field} must be one of: {context['expected']}"
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"{field} must be {words} {context[key]}"
    text = _TYPE_TEXTS.get(kind)
    return f"{field} {text}" if text and field else f"{field or 'The request body'} is not valid: {problem['msg']}"

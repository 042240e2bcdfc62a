"""Tell the language, and choose the model by it."""

from __future__ import annotations

from typing import Any

from scriba.core.errors import LanguageConfidenceError
from scriba.core.job import Job, WorkItem
from scriba.core.languages import bare_code
from scriba.core.options import TranscriptOptions
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.language import MAX_CLIPS, SWITCHING_CLIPS, SpokenLanguage
from scriba.pipeline.switching import switching_pair
from scriba.service.stages.recognition import recognition
from scriba.service.stages.tools import Outcome, Tools, options_of


def identify(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """Only where the request asks for detection and somebody speaks."""
    options = options_of(job)
    channels = tools.channels(job)
    named = options.language_codes or ()
    expected = [bare_code(code) for code in named or options.detection.expected_languages if code != "all"]
    clips = SWITCHING_CLIPS if options.may_switch else MAX_CLIPS
    spoken = pipeline.identify(channels, tools.engines.identifier(), expected, clips)
    language = _decide(spoken, options)
    detected: dict[str, Any] = {"language_code": language, "language_confidence": round(spoken.confidence, 4)}
    warnings = []
    if language != spoken.code:
        warnings.append(
            f"The language was taken for '{spoken.code}' with a confidence of {spoken.confidence:.4f}, below the "
            f"threshold: the recording was transcribed in the fallback_language '{language}'."
        )
    second = None
    if options.may_switch:
        # Two named languages are both spoken, however surely they are heard.
        threshold = 0.0 if len(named) > 1 else options.detection.code_switching_confidence_threshold
        pair = switching_pair(spoken, threshold)
        second = next((one.code for one in pair[1:] if language == spoken.code), None)
        if options.detection.code_switching:
            detected["switching"] = [[one.code, one.confidence] for one in pair]
    if second is not None and not tools.routing.knows(options.speech_models or [], second):
        warnings.append(f"Some of it may be spoken in '{second}', which none of the requested speech models knows.")
        second = None
    then, findings = recognition(tools, options, channels, language, second)
    return Outcome(findings={**findings, **detected, "warnings": warnings}, then=then)


def _decide(spoken: SpokenLanguage, options: TranscriptOptions) -> str:
    """The language to go on with: the one detected, or the fallback below the threshold."""
    threshold = options.language_confidence_threshold
    if spoken.confidence >= threshold:
        return spoken.code
    detection = options.detection
    if detection.on_low_language_confidence == "fallback":
        # "auto" leaves the choice to the detector: its best guess.
        fallback = detection.fallback_language
        return spoken.code if fallback == "auto" else bare_code(fallback)
    raise LanguageConfidenceError(
        f"detected language '{spoken.code}', confidence {spoken.confidence:.4f}, is below the requested confidence "
        f"threshold value of '{threshold}'"
    )

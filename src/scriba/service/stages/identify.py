"""Tell the language, and choose the model by it."""

from __future__ import annotations

from scriba.core.errors import LanguageConfidenceError
from scriba.core.job import Job, WorkItem
from scriba.core.languages import bare_code
from scriba.core.options import TranscriptOptions
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.language import SpokenLanguage
from scriba.service.stages.recognition import recognition
from scriba.service.stages.tools import Outcome, Tools, options_of


def identify(tools: Tools, _item: WorkItem, job: Job) -> Outcome:
    """Only where the request asks for detection and somebody speaks."""
    options = options_of(job)
    channels = tools.channels(job)
    expected = [bare_code(code) for code in options.detection.expected_languages if code != "all"]
    spoken = pipeline.identify(channels, tools.engines.identifier(), expected)
    language = _decide(spoken, options)
    then, findings = recognition(tools, options, channels, language)
    detected = {"language_code": language, "language_confidence": round(spoken.confidence, 4)}
    return Outcome(findings={**findings, **detected}, then=then)


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

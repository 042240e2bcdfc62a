"""About a minute of windows into words."""

from __future__ import annotations

from scriba.core.job import Job, WorkItem
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.hints import hints_of
from scriba.service.planning import window_from, words_result
from scriba.service.stages.tools import FINISH, Outcome, Tools, options_of, task_of


def recognize(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """Its payload names the windows, the language or two, and a recognizer for each."""
    channel = tools.channels(job)[item.payload["channel"]]
    windows = [window_from(row) for row in item.payload["windows"]]
    options = options_of(job)
    names = {item.payload["language"]: item.payload["recognizer"], **item.payload.get("second", {})}
    recognizers = {
        language: (tools.engines.recognizer(name), hints_of(options, language, task_of(job)))
        for language, name in names.items()
    }
    if len(recognizers) > 1:
        words = pipeline.recognize_switching(channel.audio, windows, tools.engines.identifier(), recognizers)
    else:
        ((language, (recognizer, hints)),) = recognizers.items()
        words = pipeline.recognize(channel.audio, windows, recognizer, language, hints)
    return Outcome(result=words_result(pipeline.placed(words, channel)), join=FINISH)

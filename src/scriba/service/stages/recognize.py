"""About a minute of windows into words."""

from __future__ import annotations

from scriba.core.job import Job, WorkItem
from scriba.pipeline import transcribe as pipeline
from scriba.pipeline.hints import hints_of
from scriba.service.planning import window_from, words_result
from scriba.service.stages.tools import FINISH, Outcome, Tools, options_of


def recognize(tools: Tools, item: WorkItem, job: Job) -> Outcome:
    """Its payload names the windows, the language and the recognizer."""
    channel = tools.channels(job)[item.payload["channel"]]
    windows = [window_from(row) for row in item.payload["windows"]]
    recognizer = tools.engines.recognizer(item.payload["recognizer"])
    language = item.payload["language"]
    hints = hints_of(options_of(job), language)
    words = pipeline.recognize(channel.audio, windows, recognizer, language, hints)
    return Outcome(result=words_result(pipeline.placed(words, channel)), join=FINISH)

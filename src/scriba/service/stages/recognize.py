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
    words = pipeline.recognize(channel.audio, windows, recognizer, item.payload["language"], hints_of(options_of(job)))
    return Outcome(result=words_result(pipeline.placed(words, channel)), join=FINISH)

"""The transcript as a JSON object, with the API's names and units."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from scriba.core.transcript import Span, Transcript


def to_json(transcript: Transcript, *, speaker_labels: bool = False) -> str:
    """`text`, `words` with times in ms, `confidence`, `language_code` and `audio_duration` in whole seconds.

    `utterances` are null without labels.
    """
    document = {
        "text": transcript.text,
        "language_code": transcript.language,
        "confidence": transcript.confidence,
        "audio_duration": transcript.duration_seconds,
        "words": [asdict(word) for word in transcript.timeline],
        "utterances": [_utterance(one) for one in transcript.utterances] if speaker_labels else None,
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n"


def _utterance(span: Span) -> dict[str, Any]:
    return {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "confidence": span.confidence,
        "speaker": span.speaker,
        "channel": span.channel,
        "words": [asdict(word) for word in span.words],
    }

"""The transcript as a JSON object, with the API's names and units."""

from __future__ import annotations

import json
from dataclasses import asdict

from scriba.core.transcript import Transcript


def to_json(transcript: Transcript) -> str:
    """`text`, `words` with times in ms, `confidence`, `language_code` and `audio_duration` in whole seconds."""
    document = {
        "text": transcript.text,
        "language_code": transcript.language,
        "confidence": transcript.confidence,
        "audio_duration": transcript.duration_seconds,
        "words": [asdict(word) for word in transcript.words],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n"

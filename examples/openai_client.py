"""Transcribe with OpenAI's own client: python openai_client.py recording.mp3. Needs `pip install openai`."""

import os
import sys
from pathlib import Path

import openai

client = openai.OpenAI(
    base_url=os.environ.get("SCRIBA_BASE_URL", "http://127.0.0.1:8000") + "/v1",
    api_key=os.environ["SCRIBA_API_KEY"],
)

with Path(sys.argv[1]).open("rb") as recording:
    found = client.audio.transcriptions.create(
        model="whisper-1",
        file=recording,
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )

print(found.language, found.duration)
for segment in found.segments or []:
    print(f"{segment.start:8.2f}  {segment.text}")

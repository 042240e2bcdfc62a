"""Transcribe a recording over plain HTTP: python quickstart_requests.py RECORDING (a file or an http(s) address)."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import requests

base_url = os.environ.get("SCRIBA_BASE_URL", "http://127.0.0.1:8000")
headers = {"authorization": os.environ.get("SCRIBA_API_KEY", "YOUR_API_KEY")}
recording = sys.argv[1] if len(sys.argv) > 1 else sys.exit(__doc__)


def answer(response: requests.Response) -> Any:
    """The body of an answer; errors end the program with the server's own words."""
    if not response.ok:
        sys.exit(f"{response.status_code}: {response.json()['error']}")
    return response.json()


# 1. A file of your own goes to the server first. An address that the server can reach is used as it is.
if recording.startswith(("http://", "https://")):
    audio_url = recording
else:
    with Path(recording).open("rb") as file:
        audio_url = answer(requests.post(f"{base_url}/v2/upload", headers=headers, data=file))["upload_url"]

# 2. Ask for a transcript. The models are tried in this order: the first that knows the recording's language serves it.
request = {
    "audio_url": audio_url,
    "speech_models": ["universal-3-pro", "universal-2"],
    "language_detection": True,
}
transcript = answer(requests.post(f"{base_url}/v2/transcript", headers=headers, json=request))

# The id finds the transcript again, in the server's log too: keep it.
print(f"Transcript id: {transcript['id']}")

# 3. Wait until it is done.
while transcript["status"] not in {"completed", "error"}:
    time.sleep(1)
    transcript = answer(requests.get(f"{base_url}/v2/transcript/{transcript['id']}", headers=headers))

if transcript["status"] == "error":
    sys.exit(f"Transcription failed: {transcript['error']}")

for warning in transcript["metadata"]["warnings"]:
    print(f"Warning: {warning['message']}", file=sys.stderr)

print(f"\n{transcript['text']}\n")
for word in transcript["words"]:
    print(f"{word['start'] / 1000:8.2f} s  {word['text']}")

"""Transcribe a recording with the Python SDK: python quickstart_sdk.py RECORDING (a file or an http(s) address)."""

import os
import sys

import assemblyai as aai

aai.settings.base_url = os.environ.get("SCRIBA_BASE_URL", "http://127.0.0.1:8000")
aai.settings.api_key = os.environ.get("SCRIBA_API_KEY", "YOUR_API_KEY")
aai.settings.polling_interval = 1.0
recording = sys.argv[1] if len(sys.argv) > 1 else sys.exit(__doc__)

config = aai.TranscriptionConfig(speech_models=["universal-3-pro", "universal-2"], language_detection=True)

try:
    # Uploads a file of your own, then asks for a transcript.
    transcript = aai.Transcriber(config=config).submit(recording)

    # The id finds the transcript again, in the server's log too: keep it.
    print(f"Transcript id: {transcript.id}")

    transcript.wait_for_completion()
except aai.types.AssemblyAIError as error:
    sys.exit(str(error))

if transcript.status == aai.TranscriptStatus.error:
    sys.exit(f"Transcription failed: {transcript.error}")

print(f"\n{transcript.text}\n")
for word in transcript.words or []:
    print(f"{word.start / 1000:8.2f} s  {word.text}")

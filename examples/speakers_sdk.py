"""Print who said what with the Python SDK: python speakers_sdk.py RECORDING [NAME...].

Names are those of voices that were enrolled with POST /v2/speakers; without any, speakers are letters.
"""

import os
import sys

import assemblyai as aai

aai.settings.base_url = os.environ.get("SCRIBA_BASE_URL", "http://127.0.0.1:8000")
aai.settings.api_key = os.environ.get("SCRIBA_API_KEY", "YOUR_API_KEY")
aai.settings.polling_interval = 1.0
recording, *names = sys.argv[1:] or sys.exit(__doc__)

by_name = {"request": {"speaker_identification": {"speaker_type": "name", "known_values": names}}}
config = aai.TranscriptionConfig(
    speech_models=["universal-3-pro", "universal-2"],
    language_detection=True,
    speaker_labels=True,
    speech_understanding=by_name if names else None,
)

try:
    transcript = aai.Transcriber(config=config).transcribe(recording)
except aai.types.AssemblyAIError as error:
    sys.exit(str(error))

if transcript.status == aai.TranscriptStatus.error:
    sys.exit(f"Transcription failed: {transcript.error}")

for utterance in transcript.utterances or []:
    print(f"Speaker {utterance.speaker}: {utterance.text}")

if names and transcript.speech_understanding and transcript.speech_understanding.response:
    found = transcript.speech_understanding.response.speaker_identification
    print(f"\nRecognized: {found.mapping if found else {}}")

"""What people do with the Python SDK, as a program: it prints what it got as JSON.

Run under an interpreter with pydantic-settings and under one without: the SDK parses answers by different libraries.
Usage: python python_session.py sync|async BASE_URL KEY RECORDING
"""

import asyncio
import importlib.util
import json
import os
import sys
import time
from typing import Any

import assemblyai as aai

CONFIG = aai.TranscriptionConfig(speech_models=["universal-3-pro", "universal-2"], language_detection=True)
PHRASES = ["best of times", "worst", "nowhere"]

EVERYTHING = aai.TranscriptionConfig(
    speech_models=["universal-3-pro", "universal-2"],
    language_detection=True,
    language_detection_options=aai.LanguageDetectionOptions(
        expected_languages=["en", "es"], fallback_language="en", code_switching=True
    ),
    language_confidence_threshold=0.1,
    punctuate=True,
    format_text=True,
    multichannel=True,
    speaker_labels=True,
    speakers_expected=2,
    speaker_options=aai.SpeakerOptions(min_speakers_expected=1, max_speakers_expected=3),
    audio_start_from=10,
    audio_end_at=9_000,
    disfluencies=True,
    filter_profanity=True,
    keyterms_prompt=["foolishness"],
    custom_spelling={"Dickens": ["dickens", "dikens"]},
    redact_pii=True,
    redact_pii_audio=True,
    redact_pii_policies=[aai.PIIRedactionPolicy.person_name, aai.PIIRedactionPolicy.date],
    redact_pii_sub=aai.PIISubstitutionPolicy.entity_name,
    content_safety=True,
    content_safety_confidence=60,
    iab_categories=True,
    sentiment_analysis=True,
    entity_detection=True,
    auto_highlights=True,
    summarization=True,
    summary_model=aai.SummarizationModel.informative,
    summary_type=aai.SummarizationType.bullets,
    speech_threshold=0.01,
    temperature=0.5,
    webhook_url=f"{os.environ['WEBHOOK_URL']}?from=python",
    webhook_auth_header_name="X-Secret",
    webhook_auth_header_value="open sesame",
)

REDACTED = aai.TranscriptionConfig(
    speech_models=["universal-3-pro", "universal-2"],
    redact_pii=True,
    redact_pii_audio=True,
    redact_pii_policies=[aai.PIIRedactionPolicy.person_name],
)
"""By itself: asked for redacted audio, the SDK stumbles over the echo of `custom_spelling`."""


def spans(items: list[Any]) -> list[tuple[str, int, int, int]]:
    return [(item.text, item.start, item.end, len(item.words)) for item in items]


def matches(items: list[Any]) -> dict[str, int]:
    return {item.text: item.count for item in items}


def voices(transcript: Any) -> dict[str, Any]:
    found = transcript.json_response["language_detection_results"]["code_switching_languages"]
    return {
        "channels": transcript.json_response["audio_channels"],
        "utterances": sorted({(one.speaker, one.channel) for one in transcript.utterances}),
        "words": sorted({(one.speaker, one.channel) for one in transcript.words}),
        "languages": [one["language_code"] for one in found],
    }


def told(transcript: Any) -> dict[str, Any]:
    return {
        "id": transcript.id,
        "status": transcript.status.value,
        "text": transcript.text,
        "words": [(word.text, word.start, word.end) for word in transcript.words],
        "confidence": transcript.confidence,
        "audio_duration": transcript.audio_duration,
        "model": transcript.json_response["speech_model_used"],
        "language": transcript.json_response["language_code"],
    }


def refusal(error: Exception) -> str:
    return str(error)


def sync_session(recording: str) -> dict[str, Any]:
    transcriber = aai.Transcriber(config=CONFIG)
    transcript: Any = transcriber.transcribe(recording)
    found: dict[str, Any] = told(transcript)
    found["same"] = aai.Transcript.get_by_id(transcript.id).text == transcript.text
    found["sentences"] = spans(transcript.get_sentences())
    found["paragraphs"] = spans(transcript.get_paragraphs())
    found["srt"] = transcript.export_subtitles_srt(chars_per_caption=32)
    found["vtt"] = transcript.export_subtitles_vtt()
    found["matches"] = matches(transcript.word_search(PHRASES))

    page = transcriber.list_transcripts(aai.ListTranscriptParameters(limit=1))
    found["newest"] = (page.transcripts[0].id, page.page_details.result_count, page.page_details.limit)

    rich: Any = transcriber.submit(recording, config=EVERYTHING)
    rich.wait_for_completion()
    found["rich"] = (rich.status.value, rich.text, len(rich.utterances))
    found["warnings"] = [warning["message"] for warning in rich.json_response["metadata"]["warnings"]]
    found["voices"] = voices(rich)
    for _ in range(100):
        again: Any = aai.Transcript.get_by_id(rich.id)
        found["webhook"] = (rich.id, again.json_response["webhook_status_code"])
        if found["webhook"][1]:
            break
        time.sleep(0.1)
    redacted = transcriber.submit(recording, config=REDACTED)
    found["redacted"] = redacted.get_redacted_audio_url()

    group: Any = transcriber.transcribe_group([recording, recording])
    found["group"] = [member.status.value for member in group]
    for member in [rich, redacted, *group]:
        aai.Transcript.delete_by_id(member.id)
    deleted: Any = aai.Transcript.delete_by_id(transcript.id)
    found["deleted"] = (deleted.status.value, deleted.text, deleted.json_response["audio_url"], deleted.words)

    aai.settings.api_key = "wrong"
    try:
        aai.Transcriber(config=CONFIG).transcribe(recording)
    except aai.types.AssemblyAIError as error:
        found["refused"] = refusal(error)
    return found


async def async_session(recording: str) -> dict[str, Any]:
    async with aai.AsyncTranscriber(config=CONFIG) as transcriber:
        transcript: Any = await transcriber.transcribe(recording)
        found: dict[str, Any] = told(transcript)
        found["same"] = (await transcriber.get_by_id(transcript.id)).text == transcript.text
        found["sentences"] = spans(await transcript.get_sentences())
        found["paragraphs"] = spans(await transcript.get_paragraphs())
        found["srt"] = await transcript.export_subtitles_srt(chars_per_caption=32)
        found["vtt"] = await transcript.export_subtitles_vtt()
        found["matches"] = matches(await transcript.word_search(PHRASES))

        page = await transcriber.list_transcripts(aai.ListTranscriptParameters(limit=1))
        found["newest"] = (page.transcripts[0].id, page.page_details.result_count, page.page_details.limit)

        rich: Any = await (await transcriber.submit(recording, config=EVERYTHING)).wait_for_completion()
        found["rich"] = (rich.status.value, rich.text, len(rich.utterances))
        found["warnings"] = [warning["message"] for warning in rich.json_response["metadata"]["warnings"]]
        found["voices"] = voices(rich)
        for _ in range(100):
            again: Any = await transcriber.get_by_id(rich.id)
            found["webhook"] = (rich.id, again.json_response["webhook_status_code"])
            if found["webhook"][1]:
                break
            await asyncio.sleep(0.1)
        redacted = await transcriber.submit(recording, config=REDACTED)
        found["redacted"] = await redacted.get_redacted_audio_url()

        group: Any = await transcriber.transcribe_group([recording, recording])
        found["group"] = [member.status.value for member in group]
        for member in [rich, redacted, *group]:
            await transcriber.delete_by_id(member.id)
        deleted: Any = await transcriber.delete_by_id(transcript.id)
        found["deleted"] = (deleted.status.value, deleted.text, deleted.json_response["audio_url"], deleted.words)

    async with aai.AsyncTranscriber(config=CONFIG, api_key="wrong") as stranger:
        try:
            await stranger.transcribe(recording)
        except aai.types.AssemblyAIError as error:
            found["refused"] = refusal(error)
    return found


if __name__ == "__main__":
    style, aai.settings.base_url, aai.settings.api_key, path = sys.argv[1:]
    aai.settings.polling_interval = 0.3
    session = asyncio.run(async_session(path)) if style == "async" else sync_session(path)
    session["has_settings"] = importlib.util.find_spec("pydantic_settings") is not None
    print(json.dumps(session))  # noqa: T201  this program's output is what the test reads

"""What the exports write, byte for byte."""

import json

import pytest
from hypothesis import given

from scriba.core.registry import resolve
from scriba.core.transcript import Transcript, Word
from scriba.exports import EXPORTS
from scriba.exports.srt import to_srt
from scriba.exports.vtt import to_vtt
from tests.fakes.strategies import transcripts
from tests.fakes.words import transcript_of

SHORT = Transcript(
    language="en",
    duration=9_001,
    words=(
        Word(text="Fish", start=1_000, end=1_400, confidence=0.5),
        Word(text="&", start=1_400, end=1_500, confidence=0.5),
        Word(text="chips.", start=1_500, end=2_601, confidence=1.0),
        Word(text="<Done>", start=8_000, end=8_300, confidence=1.0),
    ),
)


def test_srt_numbers_its_captions() -> None:
    assert to_srt(SHORT) == (
        "1\n00:00:01,000 --> 00:00:02,601\nFish & chips.\n\n2\n00:00:08,000 --> 00:00:09,000\n<Done>\n"
    )


def test_vtt_has_a_header_and_escapes_markup() -> None:
    assert to_vtt(SHORT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.601\nFish &amp; chips.\n\n"
        "00:00:08.000 --> 00:00:09.000\n&lt;Done&gt;\n"
    )  # fmt: skip


def test_json_has_the_names_and_units_of_the_api() -> None:
    document = json.loads(resolve(EXPORTS, "json")(SHORT))
    assert {name: document[name] for name in ("text", "language_code", "confidence", "audio_duration")} == {
        "text": "Fish & chips. <Done>",
        "language_code": "en",
        "confidence": 0.75,
        "audio_duration": 10,
    }
    assert document["words"][2] == {
        "text": "chips.",
        "start": 1_500,
        "end": 2_601,
        "confidence": 1.0,
        "speaker": None,
        "channel": None,
    }


def test_text_and_sentences_are_plain_lines() -> None:
    assert resolve(EXPORTS, "text")(SHORT) == "Fish & chips. <Done>\n"
    assert resolve(EXPORTS, "sentences")(SHORT) == "Fish & chips.\n<Done>\n"


@pytest.mark.parametrize("name", EXPORTS)
def test_export_is_a_document_even_when_nothing_is_said(name: str) -> None:
    document = resolve(EXPORTS, name)(transcript_of(""))
    assert {"json": '"words": []', "vtt": "WEBVTT\n"}.get(name, "") in document


@given(transcripts())
def test_captions_have_no_stray_arrow_in_vtt(transcript: Transcript) -> None:
    lines = to_vtt(transcript).split("\n")
    assert all(line[2] == ":" for line in lines if "-->" in line)

"""What the options of the text do to real speech, asked for through the official SDK."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import assemblyai as aai
import pytest

from tests.contract.conftest import MODELS, LiveServer, plain

pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")  # the SDK's own
SPELLING = {"WISDOM": ["Wisdom"], "bullshit": ["foolishness"], "BestTimes": ["best of times"]}


@pytest.fixture(scope="module")
def transcriber(live: LiveServer) -> Iterator[aai.Transcriber]:
    settings = aai.Settings(api_key=live.key, base_url=live.address, polling_interval=0.2)
    client = aai.Client(settings=settings)
    with client.http_client:
        yield aai.Transcriber(client=client)


def transcribed(transcriber: aai.Transcriber, clip: Path, **options: Any) -> aai.Transcript:
    found = transcriber.transcribe(str(clip), config=aai.TranscriptionConfig(speech_models=MODELS, **options))
    assert found.status is aai.TranscriptStatus.completed, found.error
    return found


@pytest.fixture(scope="module")
def bare(transcriber: aai.Transcriber, clip: Path) -> aai.Transcript:
    return transcribed(
        transcriber, clip, punctuate=False, disfluencies=True, filter_profanity=True, custom_spelling=SPELLING
    )


@pytest.fixture(scope="module")
def said(transcriber: aai.Transcriber, clip: Path) -> aai.Transcript:
    return transcribed(transcriber, clip, format_text=False, remove_audio_tags="all")


def text_of(transcript: aai.Transcript) -> str:
    return transcript.text or ""


@pytest.mark.shows("punctuate")
def test_text_has_no_marks_when_punctuation_is_off(bare: aai.Transcript, spoken: dict[str, Any]) -> None:
    assert not set(".,;:!?") & set(text_of(bare))
    assert set(".,;:!?") & set(spoken["text"])
    assert text_of(bare)[0].isupper()


@pytest.mark.shows("format_text")
def test_text_is_in_lower_case_and_punctuated_when_formatting_is_off(said: aai.Transcript) -> None:
    assert text_of(said) == text_of(said).lower()
    assert set(".,;:!?") & set(text_of(said))


@pytest.mark.shows("custom_spelling", "custom_spelling.from", "custom_spelling.to")
def test_listed_words_are_spelled_as_asked_and_joined(bare: aai.Transcript, spoken: dict[str, Any]) -> None:
    assert "It was the BestTimes " in text_of(bare)
    assert "age of WISDOM" in text_of(bare)
    words = {word.text: word for word in bare.words or []}
    best, times = (next(word for word in spoken["words"] if plain(word["text"]) == name) for name in ("best", "times"))
    # The text that keeps fillers in may change another word of the window, and with it the times by a little.
    assert (words["BestTimes"].start, words["BestTimes"].end) == pytest.approx((best["start"], times["end"]), abs=40)


@pytest.mark.shows("filter_profanity")
def test_profane_words_are_masked_last(bare: aai.Transcript) -> None:
    assert "age of b*******" in text_of(bare)


def test_nothing_is_warned_of(bare: aai.Transcript, said: aai.Transcript) -> None:
    for transcript in (bare, said):
        assert (transcript.json_response or {})["metadata"]["warnings"] == []


def test_sentences_end_at_pauses_when_nothing_is_punctuated(bare: aai.Transcript) -> None:
    sentences = [sentence.text for sentence in bare.get_sentences()]
    assert len(sentences) > 1
    assert " ".join(sentences) == text_of(bare)


def test_captions_keep_their_rules(said: aai.Transcript) -> None:
    blocks = [block.split("\n") for block in said.export_subtitles_srt(chars_per_caption=60).strip().split("\n\n")]
    assert all(3 <= len(block) <= 4 and len(" ".join(block[2:])) <= 60 for block in blocks)
    assert all(block[-1][-1] in ".,;:!?" for block in blocks), "the text has a clause in every 60 characters"

"""A server with a provider: what both SDKs read of its answers, and what the provider and the log get to see."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from assemblyai.prerecorded.v2.api import get_transcript

from tests.contract.conftest import MODELS, LiveServer, serving
from tests.fakes.providers import Provider, obliging, providing

SECRET = "sk-kept-by-the-operator"
TERMS = ("wisdom", "foolishness", "incredulity")
"""Said in the clip: it was the age of wisdom."""
REQUEST = {
    "summarization": {"summary_type": "paragraph", "headline_length": 6},
    "action_items": {},
    "translation": {"target_languages": ["es", "de"], "match_original_utterance": True},
    "speaker_identification": {"speaker_type": "role", "known_values": ["Narrator", "Listener"]},
    "custom_formatting": {"date": "mm/dd/yyyy", "format_utterances": True},
}
OPTIONS: dict[str, Any] = {
    "speech_models": MODELS,
    "speaker_labels": True,
    "auto_chapters": True,
    "redact_pii": True,
    "redact_static_entities": {"QUALITY": list(TERMS)},
    "speech_understanding": {"request": REQUEST},
}


def reply(instructions: str, text: str) -> Any:
    """As the stand-in does, and who the speakers are."""
    return {"speakers": {"Speaker 1": "narrator"}} if "Speaker 1" in instructions else obliging(instructions, text)


@dataclass(frozen=True)
class Stand:
    server: LiveServer
    provider: Provider

    def log(self) -> str:
        return (self.server.data_dir.parent / "log").read_text(errors="replace")


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A server and its provider."""
    with providing(reply) as provider:
        settings = {"SCRIBA_PROVIDER_URL": provider.address, "SCRIBA_PROVIDER_KEY": SECRET}
        with serving(tmp_path_factory.mktemp("provided"), SCRIBA_LOG_LEVEL="debug", **settings) as server:
            yield Stand(server, provider)


@pytest.fixture(scope="module")
def done(stand: Stand, clip: Path) -> dict[str, Any]:
    """A redacted transcript with everything that a provider writes."""
    body = stand.server.finished(stand.server.submit(stand.server.upload(clip.read_bytes()), **OPTIONS)["id"])
    assert body["status"] == "completed", body["error"]
    return body


@pytest.mark.shows("speech_understanding", "response.translated_texts")
@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_python_sdk_reads_every_answer(stand: Stand, done: dict[str, Any]) -> None:
    # With a client of ours: the SDK's own would be thrown away, open, by the next test that sets another address.
    transcript = get_transcript(stand.server.client, done["id"])
    found = transcript.speech_understanding
    assert found is not None
    assert found.response is not None
    answers = found.response
    assert answers.summarization is not None
    (section,) = answers.summarization.summary or []
    assert (section.headline, section.text, section.bullets) == ("Written headline.", "Written text.", None)
    assert (section.start, section.end) == (done["words"][0]["start"], done["words"][-1]["end"])
    assert (answers.summarization.block_summary, answers.summarization.effort) == ("Written text.", "low")
    assert answers.translation is not None
    assert answers.translation.status == "success"
    assert answers.speaker_identification is not None
    assert answers.speaker_identification.mapping == {"A": "Narrator"}
    assert answers.custom_formatting is not None
    assert answers.custom_formatting.formatted_text == done["text"]
    assert [chapter.gist for chapter in transcript.chapters or []] == ["Written gist"]
    (turn,) = transcript.utterances or []
    assert (turn.speaker, set(turn.translated_texts or {})) == ("Narrator", {"es", "de"})
    assert transcript.translated_texts == turn.translated_texts
    assert done["metadata"]["warnings"] == []


def test_the_javascript_sdk_reads_every_answer(stand: Stand, clip: Path, node: str, node_modules: Path) -> None:
    script = node_modules.parent / "understanding.mjs"
    command = [node, str(script), stand.server.address, stand.server.key, str(clip), json.dumps(OPTIONS)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    transcript = json.loads(run.stdout)
    answers = transcript["speech_understanding"]["response"]
    assert {name: answer["status"] for name, answer in answers.items()} == dict.fromkeys(REQUEST, "success")
    (item,) = answers["action_items"]["items"]
    assert item["action_item"] == "Do it."
    assert transcript["text"].startswith(item["quote"])
    assert set(transcript["translated_texts"]) == {"es", "de"}
    (turn,) = answers["custom_formatting"]["formatted_utterances"]
    assert turn["text"] == transcript["text"]


@pytest.mark.usefixtures("done")
def test_the_provider_sees_redacted_words_alone(stand: Stand) -> None:
    assert len(stand.provider.bodies) >= 6
    assert all(headers["authorization"] == f"Bearer {SECRET}" for headers in stand.provider.headers)
    assert "######" in stand.provider.texts
    assert [term for term in TERMS if term in stand.provider.texts.lower()] == []


@pytest.mark.usefixtures("done")
def test_key_and_text_are_in_no_log_and_no_answer(stand: Stand, done: dict[str, Any]) -> None:
    log = stand.log()
    assert done["id"] in log
    assert [text for text in (SECRET, "Written", "best of times") if text in log] == []
    assert SECRET not in json.dumps(done)

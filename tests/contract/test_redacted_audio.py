"""Redacted recordings end to end: both SDKs fetch them, and nobody can recognize again what is covered."""

import json
import os
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import assemblyai as aai
import httpx
import numpy as np
import pytest

from tests.contract.conftest import MODELS, LiveServer, plain
from tests.fakes.receivers import Receiver

pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")

TERMS = ("wisdom", "foolishness", "incredulity", "darkness")
"""Said in the clip: it was the age of wisdom."""

SOUND = {
    "redact_pii": True,
    "redact_pii_policies": ["person_name"],
    "redact_static_entities": {"QUALITY": list(TERMS)},
    "redact_pii_return_unredacted": True,
    "redact_pii_audio": True,
}


@dataclass(frozen=True)
class Redacted:
    """A completed transcript, and its redacted recording."""

    body: dict[str, Any]
    url: str
    file: Path


@pytest.fixture(scope="module")
def redacted(live: LiveServer, clip: Path, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Redacted:
    """As WAV, fetched through the Python SDK."""
    hook = f"{receiver.address}/redacted"
    options = SOUND | {"redact_pii_audio_quality": "wav", "webhook_url": hook}
    body = live.finished(live.submit(live.upload(clip.read_bytes()), **options)["id"])
    assert body["status"] == "completed", body["error"]
    aai.settings.base_url, aai.settings.api_key = live.address, live.key
    transcript = aai.Transcript.get_by_id(body["id"])
    file = tmp_path_factory.mktemp("redacted") / "redacted.wav"
    transcript.save_redacted_audio(str(file))
    return Redacted(body=body, url=transcript.get_redacted_audio_url(), file=file)


def samples_of(path: Path) -> tuple[Any, int]:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate()


def again(live: LiveServer, content: bytes) -> list[str]:
    """The words of a recording."""
    body = live.finished(live.submit(live.upload(content))["id"])
    assert body["status"] == "completed", body["error"]
    return plain(body["text"]).split()


@pytest.mark.shows("redact_pii_audio", "redact_pii_audio_quality")
def test_covered_words_are_not_recognized_again_and_others_are(live: LiveServer, redacted: Redacted) -> None:
    words = again(live, redacted.file.read_bytes())
    assert not set(words) & set(TERMS)
    assert not [word for word in words if word.startswith(("wis", "fool", "incred", "dark"))]
    text = " ".join(words)
    assert all(
        part in text for part in ("best of times", "worst of times", "age", "epoch of belief", "season of light")
    )


def test_sound_is_covered_where_the_words_are_and_nowhere_else(clip: Path, redacted: Redacted) -> None:
    (source, rate), (copy, copied_rate) = samples_of(clip), samples_of(redacted.file)
    assert (copied_rate, len(copy)) == (rate, len(source))
    hidden = [word for word in redacted.body["unredacted_words"] if plain(word["text"]) in TERMS]
    assert len(hidden) == len(TERMS)
    changed = source != copy
    for word in hidden:
        assert changed[word["start"] * rate // 1000 : word["end"] * rate // 1000].mean() > 0.99
    allowed = np.zeros(len(source), dtype=bool)
    for word in hidden:
        allowed[(word["start"] - 400) * rate // 1000 : (word["end"] + 401) * rate // 1000] = True
    assert not changed[~allowed].any()


def test_link_needs_no_key_and_names_no_secret(live: LiveServer, redacted: Redacted) -> None:
    assert redacted.url.startswith(f"{live.address}/redacted-audio/{redacted.body['id']}.wav?")
    response = httpx.get(redacted.url, trust_env=False)
    assert (response.status_code, response.content) == (200, redacted.file.read_bytes())
    assert httpx.get(redacted.url[:-1] + "x", trust_env=False).status_code == 403
    assert (live.data_dir / "links.key").stat().st_mode & 0o077 == 0


def test_second_webhook_tells_where_the_recording_is(redacted: Redacted, receiver: Receiver) -> None:
    calls = [call.message for call in receiver.wait_for(2, path="/redacted")]
    assert {"transcript_id": redacted.body["id"], "status": "completed"} in calls
    assert {"status": "redacted_audio_ready", "redacted_audio_url": redacted.url} in calls


def test_javascript_sdk_finds_it_ready_at_once(
    live: LiveServer, node: str, node_modules: Path, clip: Path, tmp_path: Path
) -> None:
    script, file = node_modules.parent / "redacted_audio.mjs", tmp_path / "redacted.mp3"
    options = SOUND | {
        "speech_models": MODELS,
        "redact_pii_audio_options": {"override_audio_redaction_method": "silence"},
    }
    run = subprocess.run(
        [node, str(script), live.address, live.key, str(clip), json.dumps(options), str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert (found["status"], file.read_bytes()[:3]) == ("redacted_audio_ready", b"ID3")
    assert not set(again(live, file.read_bytes())) & set(TERMS)
    live.client.delete(f"/v2/transcript/{found['id']}").raise_for_status()
    assert httpx.get(found["redacted_audio_url"], trust_env=False).status_code == 400
    assert not list((live.data_dir / "redacted").glob(f"{found['id']}*"))

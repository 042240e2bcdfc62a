"""Voices enrolled from one recording are recognized in another, through plain requests and through both SDKs."""

import json
import re
import shutil
import subprocess
import sys
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scriba.core.audio import SAMPLE_RATE, Audio
from scriba.pipeline.decode import decode
from tests.conftest import installed_file
from tests.contract.conftest import LiveServer

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ["Nagg", "Narrator", "Hamm"]

Turn = tuple[str, int, int]
CALL: tuple[Turn, ...] = (
    ("two_cities.wav", 23_900, 29_000),
    ("endgame_nagg_nell.wav", 17_500, 22_100),
    ("two_cities.wav", 29_000, 37_600),
    ("endgame_nagg_nell.wav", 22_400, 27_500),
)
"""Who speaks, from where to where, ms: turns of two people who never met."""


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Writes turns of the sample recordings as one WAV file."""
    folder = tmp_path_factory.mktemp("voices")

    def write(name: str, *turns: Turn) -> Path:
        pieces = []
        for source, start, end in turns:
            decode(installed_file("moonshine-voice", f"assets/{source}"), folder / "whole.pcm", name=source)
            samples = Audio.open(folder / "whole.pcm").cut(start, end)
            pieces += [0.1 * samples / np.sqrt(np.mean(samples**2)), np.zeros(SAMPLE_RATE // 2)]
        with wave.open(str(folder / name), "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(2)
            target.setframerate(SAMPLE_RATE)
            target.writeframes((np.clip(np.concatenate(pieces), -1, 1) * 32767).astype("<i2").tobytes())
        return folder / name

    return write


@pytest.fixture(scope="session")
def call(recorded: Any) -> Path:
    """Two people who speak in turn."""
    path: Path = recorded("call.wav", *CALL)
    return path


def enrol(live: LiveServer, name: str, **source: str) -> dict[str, Any]:
    """The speaker once the work is done."""
    answer = live.client.post("/v2/speakers", json={"name": name, **source})
    assert answer.status_code == 200, answer.text
    speaker: dict[str, Any] = answer.json()
    while speaker["status"] in {"queued", "processing"}:
        time.sleep(0.1)
        speaker = live.client.get(f"/v2/speakers/{speaker['id']}").json()
    return speaker


@pytest.fixture(scope="module")
def enrolled(live: LiveServer, recorded: Any) -> Any:
    """The narrator by a recording of his, Nagg as a speaker of the dialogue's beginning."""
    upload = live.upload(recorded("narrator.wav", ("two_cities.wav", 0, 20_000)).read_bytes())
    narrator = enrol(live, "Narrator", audio_url=upload)
    assert (narrator["status"], narrator["error"]) == ("completed", None)
    assert 10 < narrator["speech_seconds"] < 20
    beginning = recorded("dialogue.wav", ("endgame_nagg_nell.wav", 0, 14_000)).read_bytes()
    dialogue = live.finished(live.submit(live.upload(beginning), speaker_labels=True)["id"])
    nagg = enrol(live, "Nagg", transcript_id=dialogue["id"], speaker="A")
    assert nagg["status"] == "completed"
    yield {"Narrator": narrator["id"], "Nagg": nagg["id"]}
    for speaker in live.client.get("/v2/speakers").json()["speakers"]:
        live.client.delete(f"/v2/speakers/{speaker['id']}")


def asked(*names: str) -> dict[str, Any]:
    """Options that ask for these names."""
    identification = {"speaker_type": "name", "known_values": list(names)}
    return {"speaker_labels": True, "speech_understanding": {"request": {"speaker_identification": identification}}}


@pytest.mark.usefixtures("enrolled")
@pytest.mark.shows("speech_understanding", "speech_understanding.request")
def test_speakers_have_names_when_their_voices_are_enrolled(live: LiveServer, call: Path) -> None:
    done = live.finished(live.submit(live.upload(call.read_bytes()), **asked(*NAMES))["id"])
    assert [turn["speaker"] for turn in done["utterances"]] == ["Narrator", "Nagg", "Narrator", "Nagg"]
    assert {word["speaker"] for word in done["words"]} == {"Narrator", "Nagg"}
    found = done["speech_understanding"]
    assert found["request"] == asked(*NAMES)["speech_understanding"]["request"]
    mapping = {"A": "Narrator", "B": "Nagg"}
    assert found["response"] == {"speaker_identification": {"status": "success", "mapping": mapping}}
    assert done["metadata"]["warnings"] == []


@pytest.mark.usefixtures("enrolled")
def test_strangers_keep_their_letters(live: LiveServer, recorded: Any) -> None:
    nell = recorded("nell.wav", ("endgame_nagg_nell.wav", 8_600, 11_400), ("endgame_nagg_nell.wav", 14_600, 17_000))
    done = live.finished(live.submit(live.upload(nell.read_bytes()), **asked())["id"])
    assert {word["speaker"] for word in done["words"]} == {"A"}
    assert done["speech_understanding"]["response"]["speaker_identification"]["mapping"] == {}
    (warning,) = done["metadata"]["warnings"]
    assert warning["message"] == "Nothing tells who these speakers are, so they keep their letters: A."


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory, node: str, node_modules: Path) -> dict[str, list[str]]:
    """Command of the example of each SDK."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "node_modules").symlink_to(node_modules)
    script = shutil.copy(EXAMPLES / "speakers_sdk.mjs", folder)
    return {"python": [sys.executable, str(EXAMPLES / "speakers_sdk.py")], "javascript": [node, str(script)]}


def printed(command: list[str], live: LiveServer, *arguments: str) -> str:
    run = subprocess.run([*command, *arguments], env=live.environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def turns(text: str) -> list[tuple[str, ...]]:
    return re.findall(r"^Speaker (\S+): (.+)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("sdk", ["python", "javascript"])
def test_turns_of_two_people_are_printed_through_the_sdk(
    sdk: str, programs: dict[str, list[str]], live: LiveServer, call: Path
) -> None:
    found = turns(printed(programs[sdk], live, str(call)))
    assert [speaker for speaker, _ in found] == ["A", "B", "A", "B"]
    assert "going direct to heaven" in found[0][1].lower()


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("sdk", ["python", "javascript"])
def test_names_are_read_through_the_sdk(sdk: str, programs: dict[str, list[str]], live: LiveServer, call: Path) -> None:
    text = printed(programs[sdk], live, str(call), "Nagg", "Narrator")
    assert [speaker for speaker, _ in turns(text)] == ["Narrator", "Nagg", "Narrator", "Nagg"]
    mapping = text.rpartition("Recognized: ")[2].replace("'", '"')
    assert json.loads(mapping) == {"A": "Narrator", "B": "Nagg"}


def test_recording_of_two_people_is_refused_when_a_voice_is_to_be_taken_from_it(live: LiveServer, call: Path) -> None:
    speaker = enrol(live, "Both", audio_url=live.upload(call.read_bytes()))
    assert speaker["status"] == "error"
    assert "more than one person speaks" in speaker["error"]
    assert live.client.delete(f"/v2/speakers/{speaker['id']}").status_code == 200


def test_private_addresses_are_refused_when_a_voice_is_to_be_taken_from_there(live: LiveServer) -> None:
    speaker = enrol(live, "Nobody", audio_url="http://127.0.0.1:1/anna.wav")
    assert speaker["status"] == "error"
    assert "is not public" in speaker["error"]
    assert "Nobody" in live.cli("speakers", "delete", "Nobody")


def test_voices_are_not_in_the_log(live: LiveServer, enrolled: dict[str, str]) -> None:
    text = (live.data_dir.parent / "log").read_text(errors="replace")
    assert enrolled["Narrator"] in text
    assert "Narrator" not in text

"""Who said what, on a dialogue of real speech."""

from typing import Any

import pytest

from tests.conftest import installed_file
from tests.contract.conftest import LiveServer


@pytest.fixture(scope="module")
def dialogue(live: LiveServer) -> dict[str, Any]:
    """Two voices who take turns: the start of Beckett's "Endgame" dialogue that the samples package carries."""
    recording = installed_file("moonshine-voice", "assets/endgame_nagg_nell.wav").read_bytes()
    accepted = live.submit(live.upload(recording), speaker_labels=True)
    return live.finished(accepted["id"])


def test_every_word_has_a_speaker_and_a_time(dialogue: dict[str, Any]) -> None:
    assert dialogue["status"] == "completed"
    assert dialogue["metadata"]["warnings"] == []
    assert {word["speaker"] for word in dialogue["words"]} == {"A", "B"}
    assert all(word["start"] < word["end"] for word in dialogue["words"])
    starts = [word["start"] for word in dialogue["words"]]
    assert starts == sorted(starts)


@pytest.mark.shows("speaker_labels", "response.utterances")
def test_speakers_take_turns(dialogue: dict[str, Any]) -> None:
    turns = [utterance["speaker"] for utterance in dialogue["utterances"]]
    assert turns[:4] == ["A", "B", "A", "B"]
    words = [word for utterance in dialogue["utterances"] for word in utterance["words"]]
    assert words == dialogue["words"]


def test_captions_name_speakers_when_asked(live: LiveServer, dialogue: dict[str, Any]) -> None:
    captions = live.client.get(f"/v2/transcript/{dialogue['id']}/srt", params={"speaker_labels": "true"}).text
    assert "Speaker A: " in captions
    assert "Speaker B: " in captions

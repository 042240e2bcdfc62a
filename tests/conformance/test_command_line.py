"""The command line with its real models, in processes of its own."""

import json
import re
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.weights

SPOKEN = "it was the best of times it was the worst of times it was the age of wisdom"

SMALL = "whisper-tiny.en"

Scriba = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def scriba(tmp_path_factory: pytest.TempPathFactory) -> Scriba:
    """Runs `scriba` with a data directory of its own."""
    data_dir = tmp_path_factory.mktemp("data")

    def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scriba", *(str(argument) for argument in arguments)],
            env={"SCRIBA_DATA_DIR": str(data_dir), **settings},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def opening(two_cities: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recording's first ten seconds."""
    target = tmp_path_factory.mktemp("recordings") / "opening.wav"
    with wave.open(str(two_cities)) as whole, wave.open(str(target), "wb") as part:
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(10 * whole.getframerate()))
    return target


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def test_words_have_times_and_the_language_is_found_when_a_file_is_given(scriba, opening):
    result = scriba("transcribe", opening, "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    document = json.loads(result.stdout)
    assert SPOKEN in plain(document["text"])
    assert document["language_code"] == "en"
    assert document["language_confidence"] > 0.5
    assert document["audio_duration"] == 10
    times = [(word["start"], word["end"]) for word in document["words"]]
    assert times == sorted(times)
    assert all(0 <= start < end <= 10_500 for start, end in times)
    assert plain(" ".join(word["text"] for word in document["words"])) == plain(document["text"])


def test_files_are_written_and_a_bad_one_is_told_when_a_folder_is_given(scriba, opening, tmp_path):
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "good.wav").write_bytes(opening.read_bytes())
    (folder / "broken.mp3").write_bytes(b"this is no recording" * 50)
    result = scriba("transcribe", folder, "--output", tmp_path / "out", "--format", "srt", "--model", SMALL)
    assert result.returncode == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.srt"]
    assert "00:00:0" in (tmp_path / "out" / "good.srt").read_text()
    assert re.search(r"Error: \S+broken\.mp3: ", result.stderr)
    assert "Traceback" not in result.stderr


def test_nothing_is_made_up_when_nothing_is_said(scriba, tmp_path):
    with wave.open(str(tmp_path / "silence.wav"), "wb") as recording:
        recording.setparams((1, 2, 16_000, 0, "NONE", ""))
        recording.writeframes(bytes(3 * 32_000))
    result = scriba("transcribe", tmp_path / "silence.wav", "--format", "json", "--model", SMALL)
    assert result.returncode == 0
    assert json.loads(result.stdout)["words"] == []


@pytest.fixture
def served(opening: Path) -> Iterator[str]:
    """The address of the recording on a web server of this machine."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(opening.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{opening.name}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_on_this_machine_is_refused_unless_the_setting_allows_it(scriba, served):
    refused = scriba("transcribe", served, "--model", SMALL)
    assert refused.returncode == 4
    assert "allow_private_urls" in refused.stderr
    allowed = scriba("transcribe", served, "--model", SMALL, SCRIBA_ALLOW_PRIVATE_URLS="true")
    assert allowed.returncode == 0
    assert "best of times" in plain(allowed.stdout)


def test_wrong_use_is_told_when_the_model_does_not_know_the_language(scriba, opening):
    result = scriba("transcribe", opening, "--model", SMALL, "--language", "de")
    assert result.returncode == 2
    assert "does not know the language 'de' (German)" in result.stderr


def test_the_list_and_the_check_agree_when_models_are_installed(scriba):
    listed = {state["name"]: state for state in json.loads(scriba("models", "list", "--json").stdout)}
    assert listed["whisper-base"]["installed"]
    verified = json.loads(scriba("models", "verify", "whisper-base", "--json").stdout)
    assert [file["problem"] for file in verified["whisper-base"]] == [None] * 4
    assert (Path(scriba("models", "path", "whisper-base").stdout.strip()) / "model.bin").is_file()


def test_the_doctor_finds_a_model_that_transcribes_when_all_is_installed(scriba):
    findings = {each["question"]: each for each in json.loads(scriba("doctor", "--port", "0", "--json").stdout)}
    assert findings["Model whisper-base"]["state"] == "ok"
    assert findings["Transcription"]["state"] == "ok", findings["Transcription"]
    assert findings["Audio formats"]["state"] == "ok"

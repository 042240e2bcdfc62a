import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scriba.cli import transcribe as command
from scriba.core.errors import DownloadError, UnsupportedAudioError, WeightsMissingError
from scriba.core.options import TranscriptOptions
from scriba.service.transcribing import TranscribedFile
from tests.fakes.weights import FakeWeights, card_of, models_of
from tests.fakes.words import transcript_of


@dataclass
class FakeTranscriber:
    """Says what the file holds; a file that says "bad" is no recording."""

    seen: list[tuple[str, str | None]] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    diarizes: bool = False
    options: TranscriptOptions | None = None

    def build(self, _settings, recognizer, *, diarize):
        self.loaded.append(recognizer)
        self.diarizes = diarize
        return self

    def transcribe(self, source, language, on_progress, options):
        self.options = options
        on_progress(0.5)
        text = source.read_text()
        self.seen.append((text, language))
        if text == "bad":
            raise UnsupportedAudioError("This file does not appear to contain audio.")
        if text == "bug":
            raise ZeroDivisionError
        warnings = ("The recording breaks off.",) if text == "cut" else ()
        transcript = transcript_of(text)
        if options.speaker_labels:
            transcript = transcript.with_words(
                replace(word, speaker=letter) for word, letter in zip(transcript.words, "AABB", strict=False)
            )
        return TranscribedFile(transcript=transcript, language_confidence=0.98, warnings=warnings)


class FakeFetcher:
    """Everything but what is private lies on the network."""

    def fetch(self, url, target):
        if "private" in url:
            raise DownloadError(f"Download error to {url}, the address is not public.")
        target.write_text("fetched words")


@pytest.fixture(autouse=True)
def transcriber(monkeypatch: pytest.MonkeyPatch) -> FakeTranscriber:
    transcriber = FakeTranscriber()
    cards = (card_of("whisper-base", "en", "es", "fr"), card_of("tiny.en", "en"), card_of("whisper-tiny.en", "en"))
    models = models_of(FakeWeights(), *cards, roles={"universal-2": "whisper-base"})
    monkeypatch.setattr(command, "build_transcriber", transcriber.build)
    monkeypatch.setattr(command, "build_fetcher", lambda _settings: FakeFetcher())
    monkeypatch.setattr(command, "build_models", lambda _settings: models)
    return transcriber


@pytest.fixture
def recording(tmp_path: Path):
    """Makes a file that "says" a text."""

    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
        return path

    return make


def test_only_the_text_is_on_standard_output_when_a_file_is_given(scriba, recording):
    result = scriba("transcribe", recording("a.wav", "Hello there."))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Hello there.\n", "")


def test_json_has_the_fields_of_the_api_when_asked(scriba, recording):
    path = recording("a.wav", "Hello there.")
    document = json.loads(scriba("transcribe", path, "--format", "json").stdout)
    assert document["audio_url"] == str(path)
    assert (document["status"], document["text"], document["language_code"]) == ("completed", "Hello there.", "en")
    assert document["language_confidence"] == 0.98
    assert isinstance(document["audio_duration"], int)
    assert set(document["words"][0]) == {"text", "start", "end", "confidence", "speaker", "channel"}


@pytest.mark.parametrize(("form", "told"), [("srt", "00:00:00,000 --> "), ("vtt", "WEBVTT")])
def test_captions_are_made_when_asked(scriba, recording, form, told):
    assert told in scriba("transcribe", recording("a.wav", "Hello there."), "-f", form).stdout


def test_results_are_told_apart_when_several_go_to_standard_output(scriba, recording):
    paths = [recording("a.wav", "One."), recording("b.wav", "Two.")]
    assert scriba("transcribe", *paths).stdout == f"==> {paths[0]} <==\nOne.\n\n==> {paths[1]} <==\nTwo.\n\n"
    lines = scriba("transcribe", *paths, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["One.", "Two."]


def test_captions_of_several_need_a_folder_when_asked(scriba, recording, transcriber):
    result = scriba("transcribe", recording("a.wav", "One."), recording("b.wav", "Two."), "-f", "srt")
    assert result.exit_code == 2
    assert "--output FOLDER" in result.stderr
    assert transcriber.loaded == []


@pytest.mark.parametrize("flags", [("--speakers",), ("--speakers-expected", 2)])
def test_each_line_names_its_speaker_when_asked(scriba, recording, transcriber, flags):
    result = scriba("transcribe", recording("a.wav", "Hello there. Good morning."), *flags)
    assert result.stdout == "Speaker A: Hello there.\nSpeaker B: Good morning.\n"
    assert transcriber.diarizes
    assert transcriber.options.speakers_expected == (flags[1] if len(flags) > 1 else None)


def test_captions_and_json_name_speakers_when_asked(scriba, recording):
    path = recording("a.wav", "Hello there. Good morning.")
    captions = scriba("transcribe", path, "--speakers", "-f", "srt").stdout
    assert "Speaker A: Hello there." in captions
    assert "Speaker B: Good morning." in captions
    utterances = json.loads(scriba("transcribe", path, "--speakers", "-f", "json").stdout)["utterances"]
    assert [(one["speaker"], one["text"]) for one in utterances] == [("A", "Hello there."), ("B", "Good morning.")]
    assert utterances[1]["words"][0]["speaker"] == "B"


def test_speakers_are_not_looked_for_when_nobody_asks(scriba, recording, transcriber):
    assert json.loads(scriba("transcribe", recording("a.wav", "Hello."), "-f", "json").stdout)["utterances"] is None
    assert not transcriber.diarizes


def test_channels_and_a_part_are_asked_for_when_given(scriba, recording, transcriber):
    scriba("transcribe", recording("a.wav", "one two"), "--multichannel", "--start", "1:30", "--end", "300.5")
    options = transcriber.options
    assert (options.multichannel, options.audio_start_from, options.audio_end_at) == (True, 90_000, 300_500)


@pytest.mark.parametrize(
    "flags", [("--start", "soon"), ("--end", "1:2:3:4"), ("--start", "2:00", "--end", "1:00"), ("--end", "0")]
)
def test_wrong_use_is_told_when_a_time_makes_no_sense(scriba, recording, flags):
    assert scriba("transcribe", recording("a.wav", "one"), *flags).exit_code == 2


def test_wrong_use_is_told_when_nobody_is_expected(scriba, recording):
    assert scriba("transcribe", recording("a.wav", "Hello."), "--speakers-expected", 0).exit_code == 2


def test_the_result_is_a_file_when_one_is_named(scriba, recording, tmp_path):
    result = scriba("transcribe", recording("a.wav", "Hello."), "-o", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text() == "Hello.\n"
    assert result.stdout == ""
    assert "a.wav → " in result.stderr


def test_others_go_on_when_one_recording_fails(scriba, recording, tmp_path):
    for name, text in (("a.wav", "One."), ("b.wav", "bad"), ("c.wav", "Three.")):
        recording(f"calls/{name}", text)
    result = scriba("transcribe", tmp_path / "calls", "--output", tmp_path / "out")
    assert result.exit_code == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.txt", "c.txt"]
    assert f"Error: {tmp_path / 'calls' / 'b.wav'}: This file does not appear to contain audio." in result.stderr
    assert "1 of 3 recordings could not be transcribed." in result.stderr


def test_others_go_on_when_one_recording_meets_a_bug(scriba, recording):
    result = scriba("transcribe", recording("a.wav", "bug"), recording("b.wav", "bad"), recording("c.wav", "Three."))
    assert result.exit_code == 1
    assert "Three." in result.stdout
    assert "ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_bug_comes_through_when_debug_is_asked(scriba, recording):
    assert isinstance(scriba("--debug", "transcribe", recording("a.wav", "bug")).exception, ZeroDivisionError)


def test_nothing_is_said_but_errors_when_quiet(scriba, recording, tmp_path):
    assert scriba("transcribe", recording("a.wav", "cut"), "-o", tmp_path / "x", "--quiet").stderr == ""
    assert "Error: " in scriba("transcribe", recording("b.wav", "bad"), "--quiet").stderr


def test_remarks_on_a_recording_are_passed_on_when_it_is_transcribed(scriba, recording):
    path = recording("a.wav", "cut")
    assert f"Warning: {path}: The recording breaks off.\n" in scriba("transcribe", path).stderr


def test_an_address_is_fetched_when_given(scriba):
    assert scriba("transcribe", "https://host.example/talk.mp3").stdout == "fetched words\n"


def test_an_address_that_cannot_be_fetched_has_its_exit_code_when_given(scriba):
    result = scriba("transcribe", "http://private.example/talk.mp3")
    assert result.exit_code == DownloadError.exit_code
    assert "not public" in result.stderr


@pytest.mark.parametrize(
    ("given", "passed"), [((), None), (("-l", "auto"), None), (("-l", "es"), "es"), (("-l", "en-US"), "en")]
)
def test_the_language_is_the_one_asked_for_when_given(scriba, recording, transcriber, given, passed):
    scriba("transcribe", recording("a.wav", "Hello."), *given)
    assert transcriber.seen == [("Hello.", passed)]


def test_wrong_use_is_told_when_the_language_is_unknown(scriba, recording):
    result = scriba("transcribe", recording("a.wav", "Hello."), "--language", "klingon")
    assert result.exit_code == 2
    assert "'klingon' is no language code" in result.stderr


@pytest.mark.parametrize(
    ("given", "used"),
    [((), "whisper-base"), (("-m", "tiny.en"), "tiny.en"), (("-m", "best"), None), (("-m", "nano"), "whisper-base")],
)
def test_the_model_is_the_one_asked_for_when_given(scriba, recording, transcriber, given, used):
    result = scriba("transcribe", recording("a.wav", "Hello."), *given)
    assert transcriber.loaded == ([used] if used else [])
    assert result.exit_code == (0 if used else 5)


@pytest.mark.parametrize(
    ("given", "used"),
    [(("-l", "en"), "whisper-tiny.en"), (("-l", "es"), "whisper-base"), ((), "whisper-base"), (("-m", "best"), None)],
)
def test_a_profile_has_its_own_recognizer_when_the_language_is_known(scriba, recording, transcriber, given, used):
    result = scriba("transcribe", recording("a.wav", "Hello."), "--profile", "fast", *given)
    assert transcriber.loaded == ([used] if used else [])
    assert ("add --language" in result.stderr) == (given == ())


def test_it_ends_at_once_when_the_model_is_missing(scriba, recording, monkeypatch):
    def refuse(_settings, recognizer, **_more):
        raise WeightsMissingError(f"The weights of {recognizer} are missing.")

    monkeypatch.setattr(command, "build_transcriber", refuse)
    result = scriba("transcribe", recording("a.wav", "One."), recording("b.wav", "Two."))
    assert result.exit_code == WeightsMissingError.exit_code
    assert result.stderr.endswith("Error: The weights of whisper-base are missing.\n")
    assert result.stdout == ""


def test_wrong_use_is_told_when_there_is_no_such_file(scriba, tmp_path):
    result = scriba("transcribe", tmp_path / "nothing.wav")
    assert result.exit_code == 2
    assert "There is no file or folder" in result.stderr


def test_exit_codes_are_told_when_help_is_shown(scriba):
    assert "Exit codes" in scriba("transcribe", "--help").stdout

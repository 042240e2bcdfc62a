"""The spine, with models that need no weights."""

from dataclasses import replace
from pathlib import Path

import pytest

from scriba.core.audio import Audio, Region, Window
from scriba.core.errors import AudioTooShortError, CancelledError
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Word
from scriba.pipeline.stages import StageEvent
from scriba.pipeline.transcribe import Models, SpeakerModels, assemble, prepare, recognize, transcribe
from tests.fakes.engines import EchoRecognizer, LoudnessDetector, ScriptedIdentifier, sound
from tests.fakes.recordings import write_wav
from tests.fakes.voices import FakeEmbedder, FakeSegmenter, conversation


def models(*answers):
    return Models(
        detector=LoudnessDetector(),
        recognizer=EchoRecognizer(),
        identifier=ScriptedIdentifier(*answers) if answers else None,
    )


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "a.wav", sound(("quiet", 1_000), ("loud", 2_000), ("quiet", 5_000), ("loud", 1_000)))


def test_a_file_becomes_a_transcript(recording):
    found = transcribe(recording, models(), language="en")
    assert found.transcript.duration == 9_000
    assert found.transcript.language == "en"
    assert found.language is None
    assert len(found.transcript.words) == 2
    assert found.transcript.words[0].start == pytest.approx(1_000, abs=150)


def test_the_language_is_identified_when_none_is_given(recording):
    engines = models({"de": 0.8, "en": 0.2})
    found = transcribe(recording, engines)
    assert found.transcript.language == "de"
    assert found.language is not None
    assert found.language.confidence == pytest.approx(0.8)


def test_silence_gives_an_empty_transcript(tmp_path):
    found = transcribe(write_wav(tmp_path / "a.wav", sound(("quiet", 2_000))), models({"de": 1.0}))
    assert found.transcript.words == ()
    assert found.transcript.text == ""
    assert found.language is None


def test_progress_is_told_stage_by_stage(recording):
    events: list[StageEvent] = []
    transcribe(recording, models({"en": 1.0}), observer=events.append)
    assert list(dict.fromkeys(event.name for event in events)) == [
        "decode",
        "detect",
        "identify",
        "recognize",
        "finish",
    ]


def test_words_have_speakers_when_they_are_asked_for(tmp_path):
    talk = conversation(24, [(1, 7, [3]), (8, 14, [4]), (15, 22, [3])])
    source = write_wav(tmp_path / "a.wav", talk)
    told: list[StageEvent] = []
    engines = replace(models(), speakers=SpeakerModels(segmenter=FakeSegmenter(), embedder=FakeEmbedder()))
    options = TranscriptOptions(speaker_labels=True)
    found = transcribe(source, engines, language="en", options=options, observer=told.append)
    assert [item.speaker for item in found.transcript.words] == ["A", "B", "A"]
    assert "diarize" in {event.name for event in told}
    assert {item.speaker for item in transcribe(source, engines, language="en").transcript.words} == {None}


def test_it_is_refused_when_speakers_are_asked_for_without_their_models(recording):
    with pytest.raises(ValueError, match="segmenter"):
        transcribe(recording, models(), language="en", options=TranscriptOptions(speaker_labels=True))


def test_nobody_is_looked_for_when_nothing_is_said(tmp_path):
    engines = replace(models(), speakers=SpeakerModels(segmenter=FakeSegmenter(), embedder=FakeEmbedder()))
    source = write_wav(tmp_path / "a.wav", sound(("quiet", 2_000)))
    found = transcribe(source, engines, language="en", options=TranscriptOptions(speaker_labels=True))
    assert found.transcript.utterances == ()


def test_work_ends_when_the_observer_raises(recording):
    def cancel(event: StageEvent) -> None:
        if event.name == "recognize":
            raise CancelledError

    with pytest.raises(CancelledError):
        transcribe(recording, models(), language="en", observer=cancel)


def test_nothing_is_left_when_preparing_fails(tmp_path):
    source = write_wav(tmp_path / "a.wav", sound(("loud", 100)))
    with pytest.raises(AudioTooShortError):
        prepare(source, tmp_path / "a.pcm", LoudnessDetector())
    assert not (tmp_path / "a.pcm").exists()


def test_any_slice_of_windows_can_be_recognized(tmp_path):
    source = write_wav(tmp_path / "a.wav", sound(*[("loud", 5_000), ("quiet", 5_000)] * 20))
    prepared = prepare(source, tmp_path / "a.pcm", LoudnessDetector())
    audio = Audio.open(tmp_path / "a.pcm")
    recognizer = EchoRecognizer()
    whole = recognize(audio, prepared.windows, recognizer, "en")
    halves = recognize(audio, prepared.windows[:7], recognizer, "en")
    halves += recognize(audio, prepared.windows[7:], recognizer, "en")
    assert whole == halves
    assert len(whole) == 20


def test_recognizing_nothing_asks_no_model():
    recognizer = EchoRecognizer()
    assert recognize(sound(("quiet", 100)), [], recognizer, "en") == []
    assert recognizer.calls == []


def word(text, start, end):
    return Word(text=text, start=start, end=end, confidence=1.0)


def test_words_are_in_order_and_apart_when_windows_meet():
    found = assemble([[word("a", 0, 500), word("b", 500, 1_100)], [word("c", 1_000, 1_400)]], "en", 2_000)
    assert [(item.text, item.start, item.end) for item in found.words] == [
        ("a", 0, 500),
        ("b", 500, 1_100),
        ("c", 1_100, 1_400),
    ]


def test_words_stay_inside_the_recording():
    found = assemble([[word("a", 900, 1_500), word("b", 1_500, 1_600)]], "en", 1_000)
    assert [(item.start, item.end) for item in found.words] == [(900, 1_000)]


def test_windows_without_words_leave_no_trace():
    assert assemble([[], [word("a", 0, 10)], []], "en", 100).text == "a"


def test_every_word_comes_from_a_window():
    window = Window(start=0, end=2_000, regions=(Region(start=100, end=900), Region(start=1_000, end=1_900)))
    found = recognize(sound(("loud", 2_000)), [window], EchoRecognizer(), "en")
    assert [item.text for item in found[0]] == ["at100", "at1000"]

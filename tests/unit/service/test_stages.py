"""The four stages as work items, over real stores; the models are fakes that hear what they are told."""

import numpy as np
import pytest

from scriba.core.audio import Audio, Channel, Window
from scriba.core.engines import Hints
from scriba.core.errors import (
    LanguageConfidenceError,
    LanguageUnsupportedError,
    NoSpeechError,
    ScribaError,
    UnsupportedAudioError,
)
from scriba.core.job import Status
from scriba.core.options import TranscriptOptions
from scriba.pipeline.speaker_count import speaker_count
from scriba.service.planning import SPEECH_PER_ITEM_MS, recognize_items
from tests.fakes.bench import Ear

RATE = 16_000


def test_recording_becomes_a_transcript_in_the_default_language(bench, recording):
    bench.submit(recording((1, False), (5, True), (1, False)))
    job = bench.work()
    assert [kind for kind, _ in bench.ran] == ["prepare", "recognize", "finish"]
    assert job.status == Status.COMPLETED
    assert job.transcript.language == "en"
    assert job.transcript.words
    assert job.findings["duration"] == 7000
    assert (job.findings["speech_model_used"], job.findings["recognizer"]) == ("universal-3-pro", "big")
    assert set(job.findings["timings"]) == {"prepare", "recognize"}
    assert "language_code" not in job.findings


@pytest.mark.shows("language_detection", "response.language_confidence")
def test_language_is_detected_and_the_model_falls_back_to_one_that_knows_it(bench, recording):
    bench.engines.ear = Ear("fi", 0.8)
    bench.submit(recording((5, True)), language_detection=True)
    job = bench.work()
    assert [kind for kind, _ in bench.ran] == ["prepare", "identify", "recognize", "finish"]
    assert (job.findings["language_code"], job.findings["language_confidence"]) == ("fi", 0.8)
    assert (job.findings["speech_model_used"], job.findings["recognizer"]) == ("universal-2", "small")
    assert bench.engines.asked == ["small"]


@pytest.mark.shows("language_code")
def test_named_language_is_used_as_it_is(bench, recording):
    bench.submit(recording((5, True)), language_code="es")
    assert bench.work().transcript.language == "es"


def test_recognizer_is_told_the_request_s_hints(bench, recording):
    bench.submit(recording((5, True)), keyterms_prompt=["Scriba"], temperature=0.3)
    bench.work()
    assert bench.engines.ear.hints == Hints(terms=("Scriba",), temperature=0.3)


@pytest.mark.shows("domain")
def test_field_of_speech_is_named_where_it_has_words_and_warned_of_elsewhere(bench, recording):
    bench.submit(recording((5, True)), domain="medical-v1", language_code="es")
    job = bench.work()
    assert job.findings["domain_used"] == "medical-v1"
    assert "amoxicilina" in bench.engines.ear.hints.vocabulary


def test_job_fails_when_no_model_knows_the_language(bench, recording):
    bench.submit(recording((5, True)), language_code="de")
    with pytest.raises(LanguageUnsupportedError, match="German"):
        bench.work()


def test_transcript_is_empty_when_nothing_is_spoken(bench, recording):
    bench.submit(recording((3, False)))
    job = bench.work()
    assert (job.status, job.transcript.words, job.transcript.text) == (Status.COMPLETED, (), "")
    assert bench.engines.asked == []


def test_detection_fails_when_nothing_is_spoken(bench, recording):
    bench.submit(recording((3, False)), language_detection=True)
    with pytest.raises(
        NoSpeechError, match=r"^language_detection cannot be performed on files with no spoken audio\.$"
    ):
        bench.work()


@pytest.mark.shows("language_detection_options.on_no_speech_detected")
def test_silence_falls_back_when_the_request_says_so(bench, recording):
    fallback = {"on_no_speech_detected": "fallback", "fallback_language": "es"}
    bench.submit(recording((3, False)), language_detection=True, language_detection_options=fallback)
    job = bench.work()
    assert (job.transcript.language, job.transcript.text) == ("es", "")


@pytest.mark.shows("language_confidence_threshold")
def test_job_fails_when_the_language_is_less_sure_than_asked(bench, recording):
    bench.engines.ear = Ear("fi", 0.2949)
    bench.submit(recording((5, True)), language_detection=True, language_confidence_threshold=0.4)
    with pytest.raises(LanguageConfidenceError) as caught:
        bench.work()
    assert str(caught.value) == (
        "detected language 'fi', confidence 0.2949, is below the requested confidence threshold value of '0.4'"
    )


@pytest.mark.parametrize(("fallback", "language"), [("es", "es"), ("auto", "fi")])
@pytest.mark.shows(
    "language_detection_options",
    "language_detection_options.on_low_language_confidence",
    "language_detection_options.fallback_language",
)
def test_unsure_language_falls_back_when_the_request_says_so(bench, recording, fallback, language):
    bench.engines.ear = Ear("fi", 0.3)
    bench.submit(
        recording((5, True)),
        language_detection=True,
        language_confidence_threshold=0.9,
        language_detection_options={"on_low_language_confidence": "fallback", "fallback_language": fallback},
    )
    assert bench.work().transcript.language == language


def test_job_fails_when_the_file_is_not_audio(bench, tmp_path):
    (tmp_path / "page.html").write_text("<!DOCTYPE html><html><body>Not a recording</body></html>")
    bench.submit(tmp_path / "page.html")
    with pytest.raises(UnsupportedAudioError, match="does not appear to contain audio"):
        bench.work()


def test_job_fails_when_the_address_is_refused(bench):
    bench.submit()
    with pytest.raises(ScribaError, match="allow_private_urls"):
        bench.work()
    assert list(bench.files.workspace("job").iterdir()) == []


def test_long_recording_is_recognized_in_several_items_in_order(bench, recording):
    bench.submit(recording(*[(20, True), (1, False)] * 12))
    job = bench.work()
    assert sum(kind == "recognize" for kind, _ in bench.ran) >= 3
    starts = [word.start for word in job.transcript.words]
    assert starts == sorted(starts)
    assert starts[-1] > 200_000


LOUD, LOW = 1.0, 0.3


def test_words_carry_speakers_when_asked(bench, recording):
    bench.submit(recording((10, LOUD), (1, 0), (8, LOW), (1, 0), (10, LOUD)), speaker_labels=True)
    words = bench.work().transcript.words
    assert ("diarize", 0) in bench.ran
    assert [kind for kind, _ in bench.ran][-1] == "finish"
    for word in words:
        middle = (word.start + word.end) // 2
        assert word.speaker == ("B" if 10_700 < middle < 19_400 else "A"), word


def test_words_carry_no_speakers_when_not_asked(bench, recording):
    bench.submit(recording((5, LOUD), (5, LOW)))
    assert {word.speaker for word in bench.work().transcript.words} == {None}


def test_speakers_are_told_apart_in_parts_beside_recognition(bench, recording):
    minute = [(25, LOUD), (1, 0), (33, LOW), (1, 0)]
    bench.submit(recording(*minute * 8), speaker_labels=True, language_detection=True)
    job = bench.work()
    assert sum(kind == "diarize" for kind, _ in bench.ran) > 1
    assert [kind for kind, _ in bench.ran].count("finish") == 1
    for word in job.transcript.words:
        middle = (word.start + word.end) // 2 % 60_000
        if 26_500 < middle < 58_500 or 500 < middle < 24_500:
            assert word.speaker == ("B" if middle > 25_000 else "A"), word


def test_silence_has_no_speakers_to_tell_apart(bench, recording):
    bench.submit(recording((3, 0)), speaker_labels=True)
    assert bench.work().transcript.words == ()
    assert "diarize" not in [kind for kind, _ in bench.ran]


@pytest.mark.parametrize(
    ("options", "minutes", "bounds"),
    [
        ({}, 1, (1, None)),
        ({}, 5, (1, 10)),
        ({}, 11, (1, 30)),
        ({"speakers_expected": 3}, 11, (3, 3)),
        ({"speaker_options": {"min_speakers_expected": 2}}, 1, (2, None)),
        ({"speaker_options": {"min_speakers_expected": 12}}, 5, (12, 12)),
        ({"speaker_options": {"min_speakers_expected": 2, "max_speakers_expected": 4}}, 5, (2, 4)),
    ],
)
@pytest.mark.shows(
    "speakers_expected",
    "speaker_options",
    "speaker_options.min_speakers_expected",
    "speaker_options.max_speakers_expected",
)
def test_number_of_speakers_follows_the_request_or_the_length(options, minutes, bounds):
    assert speaker_count(TranscriptOptions.model_validate(options), minutes * 60_000).bounds() == bounds


def test_finished_stretches_are_not_recognized_again_when_work_is_interrupted(bench, recording):
    bench.submit(recording(*[(20, True), (1, False)] * 12))
    real, calls = bench.stages.tools.engines.ear.recognize, []

    def recognize(audio, windows, language, hints):
        calls.append(windows[0].start)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(audio, windows, language, hints)

    bench.engines.ear.recognize = recognize
    with pytest.raises(KeyboardInterrupt):
        bench.work()
    bench.items.release_all(1)
    assert bench.work().status == Status.COMPLETED
    assert len(calls) == len(set(calls)) + 1


def test_windows_are_grouped_in_order_and_none_is_lost():
    windows = [Window(start=start, end=start + 25_000) for start in range(0, 500_000, 26_000)]
    silence = Audio(np.zeros(0, dtype=np.int16))
    items = recognize_items([Channel(audio=silence, windows=tuple(windows))], "en", "small")
    assert [item.index for item in items] == list(range(len(items)))
    assert [row[0] for item in items for row in item.payload["windows"]] == [window.start for window in windows]
    assert all(sum(end - start for start, end, _ in item.payload["windows"]) <= SPEECH_PER_ITEM_MS for item in items)

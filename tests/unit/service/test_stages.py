"""The four stages as work items, over real stores; the models are fakes that hear what they are told."""

import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scriba.core.audio import Window
from scriba.core.engines import NO_HINTS, Hints
from scriba.core.errors import (
    LanguageConfidenceError,
    LanguageUnsupportedError,
    NoSpeechError,
    ScribaError,
    UnsupportedAudioError,
)
from scriba.core.job import Caller, ItemKind, Lane, NewItem, NewJob, Status
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Word
from scriba.pipeline.speaker_count import speaker_count
from scriba.service.fetching import Fetcher
from scriba.service.planning import SPEECH_PER_ITEM_MS, recognize_items
from scriba.service.routing import Routing
from scriba.service.stages import Stages, Tools
from scriba.service.uploads import upload_key
from scriba.store.database import Database
from scriba.store.files import LocalFiles
from scriba.store.items import SqlItems
from scriba.store.jobs import SqlJobs
from scriba.store.keys import SqlKeys
from scriba.store.migration import migrate
from tests.fakes.services import card

RATE = 16_000


class Ear:
    """Detector, identifier and recognizer: speech is what is loud, every second of it one word."""

    def __init__(self, language: str = "en", confidence: float = 0.9) -> None:
        others = [code for code in ("en", "es", "fi", "de", "fr", "it") if code != language]
        self._language = {language: confidence} | dict.fromkeys(others, (1 - confidence) / len(others))
        self.hints = NO_HINTS

    def probabilities(self, samples: Any) -> Any:
        padded = np.pad(samples, (0, -len(samples) % 512)).reshape(-1, 512)
        return (np.abs(padded).max(axis=1) > 0.1).astype(np.float32)

    def language_probabilities(self, clips: Any) -> list[dict[str, float]]:
        return [self._language for _ in clips]

    def recognize(self, audio: Any, windows: Any, language: str, hints: Hints = NO_HINTS) -> list[tuple[Word, ...]]:
        self.hints = hints
        return [
            tuple(
                Word(text=f"{language}{start}", start=start, end=start + 500, confidence=0.5)
                for start in range(window.start, window.end - 500, 1000)
            )
            for window in windows
        ]

    def activity(self, windows: Any) -> Any:
        """Who is loud is local speaker 0, who is low is 1."""
        frames = np.abs(windows[:, : 589 * 270]).reshape(len(windows), 589, 270).mean(axis=2)
        return np.stack([frames > 0.3, (frames > 0.03) & (frames <= 0.3), frames < 0], axis=2).astype(np.float32)

    def embed(self, clips: Any) -> Any:
        """Loud voices lie on one axis, low ones on another."""
        is_loud = np.array([np.abs(clip).mean() > 0.3 for clip in clips])
        return np.stack([is_loud, ~is_loud, *[is_loud & ~is_loud] * 30], axis=1).astype(np.float32)


@dataclass
class Engines:
    """The fake models of a worker."""

    ear: Ear = field(default_factory=Ear)
    asked: list[str] = field(default_factory=list)

    def detector(self) -> Ear:
        return self.ear

    def identifier(self) -> Ear:
        return self.ear

    def recognizer(self, name: str) -> Ear:
        self.asked.append(name)
        return self.ear

    def segmenter(self) -> Ear:
        return self.ear

    def embedder(self) -> Ear:
        return self.ear


class Bench:
    """Runs a job's items one by one as workers would."""

    def __init__(self, folder: Path) -> None:
        database = Database.sqlite(folder / "scriba.db")
        migrate(database)
        self.database = database
        self.jobs, self.items, self.files = SqlJobs(database), SqlItems(database), LocalFiles(folder)
        SqlKeys(database).add("project", "key", "prefix", "digest", 0)
        self.engines = Engines()
        self.stages = Stages(
            Tools(
                jobs=self.jobs,
                items=self.items,
                files=self.files,
                fetcher=Fetcher(
                    clock=lambda: 0, allow_private=False, max_bytes=1, timeout_ms=1000, idle_ms=1000, max_redirects=0
                ),
                routing=Routing(
                    cards={"universal-3-pro": card("big", "en", "es"), "universal-2": card("small", "en", "es", "fi")},
                    aliases={},
                    languages={},
                ),
                engines=self.engines,
                max_audio_ms=3_600_000,
            )
        )
        self.ran: list[tuple[str, int]] = []

    def submit(self, source: Path | None = None, **options: Any) -> None:
        upload_id = None
        if source is not None:
            upload_id = "local_1"
            writer = self.files.create(upload_key(upload_id))
            writer.write(source.read_bytes())
            writer.commit()
        given = TranscriptOptions.model_validate({"speech_models": ["universal-3-pro", "universal-2"], **options})
        job = NewJob(
            id="job",
            caller=Caller(project_id=1, key_id=1, key_name="key"),
            audio_url="http://localhost/upload",
            options=given.model_dump(mode="json", by_alias=True),
            warnings=(),
            upload_id=upload_id,
            region="local",
            created_at=0,
        )
        self.jobs.add(job, NewItem(kind=ItemKind.PREPARE))

    def work(self) -> Any:
        """Work everything off; errors of a stage come through."""
        while True:
            claims = (self.items.claim(lane, "worker", 0, 1000) for lane in Lane)
            item = next((claim for claim in claims if claim is not None), None)
            if item is None:
                return self.jobs.get("job")
            self.ran.append((item.kind, item.index))
            outcome = self.stages.run(item)
            if outcome.transcript is not None:
                self.items.finish(item, outcome.transcript, findings=outcome.findings, now=1)
                continue
            self.items.complete(
                item, outcome.result, findings=outcome.findings, then=outcome.then, join=outcome.join, now=1
            )


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.database.close()


@pytest.fixture
def recording(tmp_path):
    def write(*stretches):
        """Stretches of (seconds, how loud)."""
        noise = np.random.default_rng(1)
        parts = [noise.uniform(-0.8, 0.8, seconds * RATE) * level for seconds, level in stretches]
        path = tmp_path / "recording.wav"
        with wave.open(str(path), "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(2)
            target.setframerate(RATE)
            target.writeframes((np.concatenate(parts) * 32767).astype("<i2").tobytes())
        return path

    return write


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


def test_language_is_detected_and_the_model_falls_back_to_one_that_knows_it(bench, recording):
    bench.engines.ear = Ear("fi", 0.8)
    bench.submit(recording((5, True)), language_detection=True)
    job = bench.work()
    assert [kind for kind, _ in bench.ran] == ["prepare", "identify", "recognize", "finish"]
    assert (job.findings["language_code"], job.findings["language_confidence"]) == ("fi", 0.8)
    assert (job.findings["speech_model_used"], job.findings["recognizer"]) == ("universal-2", "small")
    assert bench.engines.asked == ["small"]


def test_named_language_is_used_as_it_is(bench, recording):
    bench.submit(recording((5, True)), language_code="es")
    assert bench.work().transcript.language == "es"


def test_recognizer_is_told_the_request_s_hints(bench, recording):
    bench.submit(recording((5, True)), keyterms_prompt=["Scriba"], temperature=0.3)
    bench.work()
    assert bench.engines.ear.hints == Hints(terms=("Scriba",), temperature=0.3)


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


def test_silence_falls_back_when_the_request_says_so(bench, recording):
    fallback = {"on_no_speech_detected": "fallback", "fallback_language": "es"}
    bench.submit(recording((3, False)), language_detection=True, language_detection_options=fallback)
    job = bench.work()
    assert (job.transcript.language, job.transcript.text) == ("es", "")


def test_job_fails_when_the_language_is_less_sure_than_asked(bench, recording):
    bench.engines.ear = Ear("fi", 0.2949)
    bench.submit(recording((5, True)), language_detection=True, language_confidence_threshold=0.4)
    with pytest.raises(LanguageConfidenceError) as caught:
        bench.work()
    assert str(caught.value) == (
        "detected language 'fi', confidence 0.2949, is below the requested confidence threshold value of '0.4'"
    )


@pytest.mark.parametrize(("fallback", "language"), [("es", "es"), ("auto", "fi")])
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
    items = recognize_items(windows, "en", "small")
    assert [item.index for item in items] == list(range(len(items)))
    assert [row[0] for item in items for row in item.payload["windows"]] == [window.start for window in windows]
    assert all(sum(end - start for start, end, _ in item.payload["windows"]) <= SPEECH_PER_ITEM_MS for item in items)

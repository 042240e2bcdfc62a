"""Redacted recordings as work items, over real stores: what is said is scripted, the sound is real."""

import sys
import wave
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import select

from scriba.core.errors import UnsupportedAudioError
from scriba.core.job import Status
from scriba.core.redacted_audio import RedactionSizeError
from scriba.service.stages.prepare import prepare
from scriba.service.stages.understand import NO_SPEECH
from scriba.service.uploads import upload_key
from scriba.store.outbox import SqlWebhooks
from scriba.store.schema import work_items
from tests.unit.service.test_understanding import leaks

SAID = "hello this is sarah johnson my card is gone"
"""A word takes 100 ms, and a pause of 10 follows; "sarah johnson" lies from 330 to 540 ms."""

SOUND = {
    "redact_pii": True,
    "redact_pii_policies": ["person_name"],
    "redact_pii_audio": True,
    "redact_pii_audio_quality": "wav",
    "format_text": False,
}
RATE = 16_000


@pytest.fixture
def heard(bench, recording):
    """Submits a recording in which `SAID` is said, and works it off."""

    def work(**options):
        bench.engines.ear.says = SAID
        bench.submit(recording((4, True)), **{**SOUND, **options})
        return bench.work()

    return work


def samples_of(path):
    with wave.open(str(path)) as file:
        assert file.getframerate() == RATE
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_redacted_copy_is_there_when_the_transcript_is_completed(heard, bench, tmp_path):
    job = heard()
    assert bench.ran[-2:] == [("understand", 0), ("redact", 0)]
    assert (job.status, job.transcript.text) == (Status.COMPLETED, "hello this is ##### ####### my card is gone")
    assert job.findings["redacted_audio"] == {"name": "job.wav", "until": 86_400_000}
    assert "redact" not in job.findings["timings"], "an item that has not ended has no time"
    assert (tmp_path / "redacted" / "job.wav").is_file()


@pytest.mark.shows("redact_pii_audio", "redact_pii_audio_quality")
def test_only_what_is_redacted_is_covered_with_a_margin(heard, tmp_path, bench):
    heard()
    source, copy = samples_of(tmp_path / "recording.wav"), samples_of(bench.files.redacted("job.wav"))
    changed = np.flatnonzero(source != copy)
    # The neighbours are 10 ms away: the margin of 150 ms goes into them.
    assert changed.min() >= (330 - 150) * RATE // 1000
    assert changed.max() < (540 + 150) * RATE // 1000
    assert len(changed) > 0.99 * (540 - 330 + 300) * RATE // 1000


@pytest.mark.shows("redact_pii_audio_options", "redact_pii_audio_options.override_audio_redaction_method")
def test_silence_stands_in_when_asked_for(heard, bench):
    heard(redact_pii_audio_options={"override_audio_redaction_method": "silence"})
    assert not samples_of(bench.files.redacted("job.wav"))[330 * 16 : 540 * 16].any()


def test_mp3_is_made_when_no_quality_is_named(heard, bench):
    assert heard(redact_pii_audio_quality=None).findings["redacted_audio"]["name"] == "job.mp3"
    assert bench.files.redacted("job.mp3").read_bytes()[:3] == b"ID3"


def test_nothing_outside_the_excerpt_is_heard(heard, bench):
    heard(audio_start_from=1000, audio_end_at=3000)
    copy = samples_of(bench.files.redacted("job.wav"))
    assert len(copy) == 4 * RATE
    assert not copy[:RATE].any()
    assert not copy[3 * RATE :].any()
    assert copy[2 * RATE : 3 * RATE].any()


def test_entities_and_the_words_before_redaction_survive_the_copying(heard):
    transcript = heard(entity_detection=True, redact_pii_return_unredacted=True).transcript
    assert [entity.entity_type for entity in transcript.entities] == ["person_name"]
    assert " ".join(word.text for word in transcript.unredacted) == SAID


def test_no_word_and_no_stretch_stays_in_the_database(heard, bench, tmp_path):
    heard()
    assert leaks(tmp_path, ("sarah", "johnson", '"hidden"')) == []
    with bench.database.reading() as connection:
        assert connection.execute(select(work_items)).all() == []


def test_no_copy_is_made_when_nothing_is_spoken(bench, recording, tmp_path):
    bench.submit(recording((2, False)), **SOUND)
    job = bench.work()
    assert (job.status, job.findings["warnings"]) == (Status.COMPLETED, [NO_SPEECH])
    assert "redacted_audio" not in job.findings
    assert list((tmp_path / "redacted").iterdir()) == []


@pytest.mark.shows("redact_pii_audio_options.return_redacted_no_speech_audio")
def test_copy_of_silence_is_made_when_asked_for(bench, recording):
    bench.submit(recording((2, False)), **SOUND, redact_pii_audio_options={"return_redacted_no_speech_audio": True})
    assert bench.work().findings["redacted_audio"]["name"] == "job.wav"


def test_recording_is_refused_when_it_is_too_large(heard, monkeypatch):
    monkeypatch.setattr(sys.modules[prepare.__module__], "MAX_SOURCE_BYTES", 1000)
    with pytest.raises(RedactionSizeError, match="larger than 1 GB"):
        heard()


def test_no_transcript_comes_out_when_the_recording_is_gone(bench, recording):
    bench.engines.ear.says = SAID
    bench.submit(recording((4, True)), **SOUND)
    run = bench.stages.run

    class Losing:
        def run(self, item):
            if item.kind == "redact":
                bench.files.delete(upload_key("local_1"))
            return run(item)

    bench.stages = Losing()
    with pytest.raises(UnsupportedAudioError, match="was deleted before"):
        bench.work()
    assert bench.jobs.get("job").transcript is None


class Fetching:
    """Brings a recording as if from an address."""

    def __init__(self, source):
        self._source = source

    def fetch(self, _url, target, _advance):
        target.write_bytes(self._source.read_bytes())


@pytest.mark.parametrize(("asked", "kept"), [(SOUND, True), (SOUND | {"redact_pii_audio": False}, False)])
def test_fetched_recording_is_kept_only_until_its_copy_is_made(bench, recording, tmp_path, asked, kept):
    bench.engines.ear.says = SAID
    bench.stages = replace(bench.stages, tools=replace(bench.stages.tools, fetcher=Fetching(recording((4, True)))))
    bench.submit(**asked)
    job = bench.work()
    assert job.status == Status.COMPLETED
    assert (tmp_path / "work" / "job" / "source-1").exists() == kept, "the worker deletes the folder"
    assert (tmp_path / "redacted" / "job.wav").exists() == kept


def test_second_webhook_tells_where_the_copy_is(heard, bench):
    heard(webhook_url="https://example.com/hook")
    told = SqlWebhooks(bench.database).claim(10, limit=5, per_receiver=5, lease_ms=1000)
    assert [delivery.kind for delivery in told] == ["transcript", "redacted_audio"]
    assert told[0].body == {"transcript_id": "job", "status": "completed"}
    assert set(told[1].body) == {"status", "redacted_audio_url"}
    assert told[1].body["status"] == "redacted_audio_ready"
    assert "/redacted-audio/job.wav?until=86400000&signature=" in told[1].body["redacted_audio_url"]

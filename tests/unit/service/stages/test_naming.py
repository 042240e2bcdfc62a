"""Names for speakers whose voices are enrolled, over real stores."""

import pytest

from scriba.core.enrolment import NewSpeaker
from scriba.core.job import Caller
from tests.fakes.speakers import voice_of

LOUD, LOW = 1.0, 0.3

UNKNOWN = "Nothing tells who these speakers are, so they keep their letters: {}."

LOUD_VOICE, LOW_VOICE = voice_of(1, *[0] * 31), voice_of(0, 1, *[0] * 30)


@pytest.fixture
def enrol(bench):
    def add(name, voice, project_id=1):
        caller = Caller(project_id=project_id, key_id=1, key_name="key")
        bench.speakers.add_voice(NewSpeaker(id=name, caller=caller, name=name, created_at=0), voice)

    return add


@pytest.fixture
def transcribed(bench, recording):
    def transcribe(**asked):
        """The finished job of a dialogue in which a loud voice speaks first, then a low one."""
        identification = {"speaker_type": "name", **asked}
        understanding = {"request": {"speaker_identification": identification}}
        source = recording((10, LOUD), (1, 0), (8, LOW))
        bench.submit(source, speaker_labels=True, speech_understanding=understanding)
        return bench.work()

    return transcribe


def speakers(job):
    return {word.speaker for word in job.transcript.words}


def test_speakers_are_named_when_their_voices_are_enrolled(transcribed, enrol):
    enrol("Anna", LOW_VOICE)
    enrol("Bob", LOUD_VOICE)
    job = transcribed()
    assert job.findings["speaker_names"] == {"A": "Bob", "B": "Anna"}
    assert [span.speaker for span in job.transcript.utterances] == ["Bob", "Anna"]
    assert job.findings["warnings"] == []


def test_letters_stay_when_a_voice_is_unknown(transcribed, enrol):
    enrol("Anna", LOW_VOICE)
    job = transcribed()
    assert job.findings["speaker_names"] == {"B": "Anna"}
    assert speakers(job) == {"A", "Anna"}


def test_only_the_names_asked_for_are_given_as_the_request_spells_them(transcribed, enrol):
    enrol("Anna", LOW_VOICE)
    enrol("Bob", LOUD_VOICE)
    job = transcribed(known_values=["ANNA"], speakers=[{"name": "Carl"}])
    assert job.findings["speaker_names"] == {"B": "ANNA"}
    assert job.findings["warnings"] == [UNKNOWN.format("A")]


def test_caller_is_told_when_nobody_is_enrolled(transcribed):
    job = transcribed(known_values=["Anna"])
    assert job.findings["speaker_names"] == {}
    assert job.findings["warnings"] == [UNKNOWN.format("A, B")]
    assert speakers(job) == {"A", "B"}


def test_letters_stay_when_roles_are_asked_for(transcribed, enrol):
    enrol("Anna", LOW_VOICE)
    job = transcribed(speaker_type="role", known_values=["Anna"])
    assert job.findings["speaker_names"] == {}
    assert speakers(job) == {"A", "B"}


def test_voices_are_kept_by_letter_when_speakers_are_named(transcribed, enrol, bench):
    enrol("Anna", LOW_VOICE)
    transcribed()
    kept = bench.speakers.of_transcript("job")
    assert {label: voice.point.argmax() for label, voice in kept.items()} == {"A": 0, "B": 1}
    assert kept["A"].speech == pytest.approx(10_000, abs=500)


def test_no_voice_is_kept_when_speakers_are_not_told_apart(bench, recording):
    bench.submit(recording((3, LOUD)))
    bench.work()
    assert bench.speakers.of_transcript("job") == {}

import numpy as np
import pytest
from sqlalchemy import text

from scriba.core.enrolment import NewSpeaker, SpeakerNotFoundError
from scriba.core.errors import StaleAttemptError, TranscriptNotFoundError
from scriba.core.job import Interruption, ItemKind, JobQuery, Lane, NewItem, NewJob, Status
from scriba.core.speakers import Voice
from scriba.core.transcript import Transcript
from scriba.store.retention import SqlRetention
from scriba.store.speakers import SqlSpeakers
from tests.fakes.speakers import MODEL, voice_of

VOICE = voice_of(0.6, 0.8, speech=12_345)


@pytest.fixture
def speakers(database):
    return SqlSpeakers(database)


@pytest.fixture
def enrol(speakers):
    def accept(project, name="Anna", upload_id=None):
        new = NewSpeaker(id=f"{name} of {project.caller.project_id}", caller=project.caller, name=name, created_at=5)
        job = NewJob(
            id=f"job of {new.id}",
            caller=project.caller,
            audio_url="https://example.org/anna.mp3",
            options={},
            warnings=(),
            upload_id=upload_id,
            region="local",
            created_at=5,
        )
        return speakers.add_recording(new, job, NewItem(kind=ItemKind.ENROL))

    return accept


def claim(items):
    return items.claim(Lane.MEDIA, "worker", now=10, lease_ms=1000)


def rows(database, table):
    with database.reading() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()


def same(one: Voice, other: Voice) -> bool:
    return np.array_equal(one.point, other.point) and (one.speech, one.model) == (other.speech, other.model)


def test_speaker_waits_when_a_recording_was_accepted(enrol, project, speakers):
    speaker = enrol(project)
    assert (speaker.name, speaker.status, speaker.speech, speaker.project) == ("Anna", Status.QUEUED, None, "first")
    assert speakers.get(speaker.id, project.caller.project_id) == speaker
    assert speakers.enrolled(project.caller.project_id, MODEL) == []


def test_speaker_has_its_voice_and_the_job_is_gone_when_the_work_is_done(enrol, project, speakers, items, database):
    speaker = enrol(project)
    item = claim(items)
    assert (item.kind, item.transcript_id) == (ItemKind.ENROL, speaker.job_id)
    assert speakers.get(speaker.id).status == Status.PROCESSING
    speakers.enrol(item, VOICE, now=20)
    done = speakers.get(speaker.id)
    assert (done.status, done.speech, done.completed_at, done.job_id) == (Status.COMPLETED, 12_345, 20, None)
    (known,) = speakers.enrolled(project.caller.project_id, MODEL)
    assert known.name == "Anna"
    assert same(known.voice, VOICE)
    assert rows(database, "work_items") == rows(database, "transcripts") == 0


def test_speaker_tells_what_went_wrong_when_the_work_failed(enrol, project, speakers, items):
    speaker = enrol(project)
    items.fail(claim(items), "nobody speaks", 30)
    failed = speakers.get(speaker.id)
    assert (failed.status, failed.error, failed.completed_at) == (Status.ERROR, "nobody speaks", 30)


def test_voice_is_taken_from_the_second_attempt_only_when_the_first_one_was_killed(enrol, project, speakers, items):
    enrol(project)
    first = claim(items)
    assert items.interrupt(first, Interruption.STOPPED, "killed", 15)
    second = claim(items)
    with pytest.raises(StaleAttemptError):
        speakers.enrol(first, VOICE, 20)
    speakers.enrol(second, VOICE, 20)
    assert len(speakers.enrolled(project.caller.project_id, MODEL)) == 1


def test_nothing_is_left_when_a_voice_is_deleted(enrol, project, speakers, items, database):
    done, waiting = enrol(project), enrol(project, "Bob")
    speakers.enrol(claim(items), VOICE, 20)
    running = claim(items)
    assert speakers.delete(done.id, project.caller.project_id).name == "Anna"
    speakers.delete(waiting.id)
    assert [rows(database, table) for table in ("speakers", "work_items", "transcripts")] == [0, 0, 0]
    with pytest.raises(StaleAttemptError):
        speakers.enrol(running, VOICE, 30)
    with pytest.raises(SpeakerNotFoundError):
        speakers.get(done.id)


def test_voices_stay_in_their_project_when_another_one_asks(enrol, project, other, speakers, items):
    mine = enrol(project)
    speakers.enrol(claim(items), VOICE, 20)
    stranger = other.caller.project_id
    assert speakers.enrolled(stranger, MODEL) == []
    assert speakers.all(stranger) == []
    for ask in (speakers.get, speakers.delete):
        with pytest.raises(SpeakerNotFoundError):
            ask(mine.id, stranger)
    assert [speaker.id for speaker in speakers.all()] == [mine.id]


def test_voices_of_another_embedder_are_left_out_when_it_was_changed(speakers, project):
    new = NewSpeaker(id="1", caller=project.caller, name="Anna", created_at=5)
    assert speakers.add_voice(new, VOICE).status == Status.COMPLETED
    assert speakers.enrolled(project.caller.project_id, "later") == []


def test_enrolments_are_no_transcripts_when_these_are_asked_for(enrol, project, jobs):
    speaker = enrol(project)
    mine = project.caller.project_id
    assert jobs.page(mine, JobQuery(limit=10)).jobs == ()
    for ask in (lambda: jobs.get(speaker.job_id, mine), lambda: jobs.delete(speaker.job_id, mine, 9)):
        with pytest.raises(TranscriptNotFoundError):
            ask()


def test_failed_enrolment_is_no_old_transcript_when_these_are_deleted_by_age(enrol, project, items, database):
    enrol(project)
    items.fail(claim(items), "nobody speaks", 30)
    assert SqlRetention(database).old_transcripts(before=10**15, limit=10) == []


def test_upload_is_wanted_when_a_voice_is_to_be_taken_from_it(enrol, project, jobs, items, speakers):
    enrol(project, upload_id="local_1")
    assert jobs.upload_is_wanted("local_1")
    speakers.enrol(claim(items), VOICE, 20)
    assert not jobs.upload_is_wanted("local_1")


def test_voices_of_a_transcript_are_kept_until_it_is_deleted(project, jobs, items, speakers):
    project.submit("job")
    spoken = Transcript(language="en", duration=1000, words=(), voices={"A": VOICE, "B": voice_of(1, 0)})
    items.finish(claim(items), spoken, findings={}, now=20)
    kept = speakers.of_transcript("job")
    assert list(kept) == ["A", "B"]
    assert same(kept["A"], VOICE)
    jobs.delete("job", project.caller.project_id, 30)
    assert speakers.of_transcript("job") == {}

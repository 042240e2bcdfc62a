"""The sweeper, over the real stores of a data directory."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import update

from scriba.bootstrap.starting import prepare_data
from scriba.bootstrap.state import State, build_resumable, build_uploads
from scriba.bootstrap.upkeep import build_sweeper
from scriba.core.enrolment import Purpose
from scriba.core.errors import UploadAccessError
from scriba.core.job import Caller, ItemKind, Lane, NewItem, NewJob, Status
from scriba.core.retention import Retention
from scriba.core.submission import Idempotency
from scriba.core.transcript import Transcript, Word
from scriba.service.retention import Sweeper
from scriba.service.uploads import Uploads
from scriba.settings import Settings
from scriba.store.schema import transcripts

DAY = 86_400_000
MINUTE = 60_000


@dataclass
class World:
    state: State
    caller: Caller
    settings: Settings
    sweeper: Sweeper
    uploads: Uploads
    now: int = 0

    def upload(self) -> str:
        writer = self.uploads.begin()
        writer.write(b"sound")
        return self.uploads.commit(self.caller, writer)

    def url(self, upload_id: str) -> str:
        return f"http://127.0.0.1/upload/{upload_id}"

    def submit(self, job_id: str, upload_id: str | None = None, key: str | None = None) -> None:
        job = NewJob(
            id=job_id,
            caller=self.caller,
            audio_url="https://example.org/a.mp3",
            options={},
            warnings=(),
            upload_id=upload_id,
            region="local",
            created_at=self.now,
            idempotency=Idempotency(key=key, digest=job_id, since=self.now - DAY) if key else None,
        )
        self.state.jobs.add(job, NewItem(kind=ItemKind.PREPARE))

    def finish(self) -> None:
        item = self.state.items.claim(Lane.MEDIA, "w", self.now, 1000)
        assert item is not None
        words = (Word(text="secret", start=0, end=5, confidence=1),)
        self.state.items.finish(item, Transcript(language="en", duration=9, words=words), findings={}, now=self.now)

    def files(self) -> set[str]:
        folder = self.settings.data_dir / "uploads"
        return {path.name for path in folder.iterdir()}

    def sweep(self, **keep: int) -> None:
        given = {"uploads_ms": 3 * DAY, "transcripts_ms": 0, "redacted_ms": DAY} | keep
        replace(self.sweeper, keep=Retention(**given)).sweep()


@pytest.fixture
def world(tmp_path: Path) -> World:
    settings = Settings.load(data_dir=tmp_path / "data")
    state = prepare_data(settings)
    state.keys.add("default", "key", "abc", "digest", 0)
    caller = state.keys.find("digest")
    assert caller is not None
    world = World(state, caller, settings, build_sweeper(settings, lambda: True), build_uploads(settings, state))

    def clock() -> int:
        return world.now

    world.uploads = replace(world.uploads, clock=clock)
    transcripts = replace(world.sweeper.transcripts, clock=clock, uploads=world.uploads)
    resumable = replace(build_resumable(settings, state), clock=clock, uploads=world.uploads)
    world.sweeper = replace(world.sweeper, clock=clock, transcripts=transcripts, resumable=resumable)
    return world


def test_upload_goes_when_it_is_old(world):
    old = world.upload()
    world.now = 2 * DAY
    young = world.upload()
    world.now = 3 * DAY + MINUTE + 1
    world.sweep()
    assert world.files() == {young}
    with pytest.raises(UploadAccessError, match=r"it has expired\. Upload the file again\."):
        world.uploads.resolve(world.caller, world.url(old))
    assert world.uploads.resolve(world.caller, world.url(young)) == young


def test_upload_is_refused_before_its_file_goes(world):
    upload_id = world.upload()
    world.now = 3 * DAY - 1
    assert world.uploads.resolve(world.caller, world.url(upload_id)) == upload_id
    world.now = 3 * DAY
    world.sweep()
    with pytest.raises(UploadAccessError, match="expired"):
        world.uploads.resolve(world.caller, world.url(upload_id))
    assert world.files() == {upload_id}


def test_upload_stays_while_a_transcript_needs_it(world):
    upload_id = world.upload()
    world.submit("a", upload_id)
    world.now = 30 * DAY
    world.sweep()
    assert world.files() == {upload_id}
    world.finish()
    world.sweep()
    assert world.files() == set()


def test_stranger_does_not_learn_that_an_upload_has_expired(world):
    upload_id = world.upload()
    world.now = 9 * DAY
    world.sweep()
    stranger = replace(world.caller, project_id=99)
    with pytest.raises(UploadAccessError) as refused:
        world.uploads.resolve(stranger, world.url(upload_id))
    assert str(refused.value) == "Cannot access uploaded file"


def test_uploads_are_kept_when_the_operator_wants_it(world):
    upload_id = world.upload()
    world.now = 900 * DAY
    world.sweep(uploads_ms=0)
    keeping = replace(world.uploads, kept_ms=0)
    assert keeping.resolve(world.caller, world.url(upload_id)) == upload_id


def test_expired_upload_is_forgotten_after_a_month(world):
    upload_id = world.upload()
    world.now = 4 * DAY
    world.sweep()
    world.now = 35 * DAY
    world.sweep()
    with pytest.raises(UploadAccessError) as refused:
        world.uploads.resolve(world.caller, world.url(upload_id))
    assert str(refused.value) == "Cannot access uploaded file"


def test_old_transcripts_are_deleted_when_the_operator_wants_it(world):
    world.submit("old")
    world.finish()
    world.now = DAY
    world.submit("young")
    world.finish()
    world.now = DAY + 1
    world.sweep(transcripts_ms=DAY)
    old, young = world.state.jobs.get("old"), world.state.jobs.get("young")
    assert (old.is_deleted, old.transcript, old.status) == (True, None, Status.COMPLETED)
    assert not young.is_deleted
    world.now = 900 * DAY
    world.sweep(transcripts_ms=0)
    assert not world.state.jobs.get("young").is_deleted


def test_enrolments_are_no_transcripts_to_delete(world):
    world.submit("voice")
    world.finish()
    with world.state.database.transaction() as connection:
        connection.execute(update(transcripts).values(purpose=Purpose.ENROLMENT))
    world.now = DAY + 1
    assert world.state.retention.old_transcripts(world.now, 9) == []


def test_folder_goes_when_nobody_works_in_it(world):
    world.submit("going")
    for job_id in ("going", "deleted-under-its-worker"):
        (world.state.files.workspace(job_id) / "audio-1.pcm").write_bytes(b"x")
    world.sweep()
    assert world.state.files.workspaces() == {"going"}


def test_idempotency_keys_and_delivered_webhooks_are_forgotten(world):
    world.submit("a", key="k")
    world.now = DAY + 1
    world.sweep()
    seen_again = Idempotency(key="k", digest="a", since=0)
    assert world.state.jobs.earlier(world.caller.project_id, seen_again) is None


def test_sweeping_goes_on_when_a_step_fails(world):
    world.upload()
    world.now = 9 * DAY

    class Broken:
        def unfinished_jobs(self) -> set[str]:
            raise OSError("disk")

    (world.state.files.workspace("a") / "x").write_bytes(b"x")
    world.sweeper = replace(world.sweeper, items=Broken())
    world.sweep()
    assert world.files() == set()


def test_redacted_recording_goes_when_it_is_old(world: World) -> None:
    made = world.settings.data_dir / "made.mp3"
    made.write_bytes(b"sound")
    world.state.files.keep_redacted(made, "a.mp3")
    kept = world.state.files.redacted("a.mp3")
    born = int(kept.stat().st_mtime * 1000)
    world.now = born + DAY
    world.sweep()
    assert kept.read_bytes() == b"sound"
    world.now = born + DAY + 2 * MINUTE
    world.sweep()
    assert not kept.exists()

"""Resumable uploads over real files and a real database: what counts, what is dropped, and who may go on."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scriba.core.errors import (
    EmptyUploadError,
    InvalidRequestError,
    ResumableNotFoundError,
    UploadAccessError,
    UploadChecksumError,
    UploadLockedError,
    UploadOffsetError,
    UploadTooLargeError,
)
from scriba.core.job import Caller, ItemKind, NewItem, NewJob
from scriba.service import resumable
from scriba.service.resumable import Checksum, ResumableUploads
from scriba.service.uploads import Uploads
from scriba.store.database import Database
from scriba.store.files import LocalFiles
from scriba.store.jobs import SqlJobs
from scriba.store.keys import SqlKeys
from scriba.store.migration import migrate
from scriba.store.resumables import SqlResumables
from scriba.store.uploads import SqlUploads

SOUND = bytes(range(250)) * 4


@dataclass
class Bench:
    """The service on a folder, as a server has it; `restarted` is the next server on the same folder."""

    folder: Path
    now: int = 1_000
    service: ResumableUploads = field(init=False)
    caller: Caller = field(init=False)

    def __post_init__(self) -> None:
        database = Database.sqlite(self.folder / "scriba.db")
        migrate(database)
        self.database = database
        self.files, self.rows = LocalFiles(self.folder), SqlUploads(database)
        self.jobs = SqlJobs(database)
        uploads = Uploads(files=self.files, rows=self.rows, region="local", max_bytes=5_000, clock=lambda: self.now)
        self.service = ResumableUploads(
            files=self.files,
            rows=SqlResumables(database),
            uploads=uploads,
            jobs=self.jobs,
            ttl_ms=1_000,
            idle_ms=100,
            clock=lambda: self.now,
        )
        self.caller = self._caller("ours")

    def _caller(self, project: str) -> Caller:
        keys = SqlKeys(self.database)
        caller = keys.find(project)
        if caller is None:
            keys.add(project, "key", project, project, 0)
            caller = keys.find(project)
        assert caller is not None
        return caller

    def stranger(self) -> Caller:
        return self._caller("theirs")

    def begun(self, length: int = len(SOUND)) -> str:
        return self.service.create(self.caller, length, "filename YS53YXY=").id

    def add(self, upload_id: str, offset: int, content: bytes, checksum: Checksum | None = None) -> int:
        """A whole request; the offset after it."""
        extension = self.service.extend(self.caller, upload_id, offset, checksum)
        try:
            extension.write(content)
            return extension.commit().offset
        finally:
            extension.close()

    def offset(self, upload_id: str) -> int:
        return self.service.get(self.caller, upload_id).offset

    def stored(self, upload_id: str) -> bytes:
        return (self.folder / "uploads" / upload_id).read_bytes()

    def sweep(self) -> None:
        """What a server does when it starts."""
        self.files.sweep(set(), self.rows.ids() | self.service.rows.ids())

    def restarted(self) -> "Bench":
        self.database.close()
        return Bench(self.folder, self.now)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_pieces_become_an_ordinary_upload(bench: Bench) -> None:
    upload_id = bench.begun()
    address = f"http://anything/upload/{upload_id}"
    assert bench.add(upload_id, 0, SOUND[:300]) == 300
    with pytest.raises(UploadAccessError):
        bench.service.uploads.resolve(bench.caller, address)
    assert bench.add(upload_id, 300, SOUND[300:]) == len(SOUND)
    assert bench.service.uploads.resolve(bench.caller, address) == upload_id
    assert bench.stored(upload_id) == SOUND


def test_upload_goes_on_when_the_server_was_restarted(bench: Bench) -> None:
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND[:300])
    again = bench.restarted()
    again.sweep()
    assert again.offset(upload_id) == 300
    again.add(upload_id, 300, SOUND[300:])
    assert again.restarted().stored(upload_id) == SOUND


def test_bytes_that_were_not_counted_are_dropped(bench: Bench) -> None:
    """What a killed server had written after its last checkpoint."""
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND[:300])
    with (bench.folder / "uploads" / upload_id).open("ab") as file:
        file.write(b"lost")
    bench.add(upload_id, 300, SOUND[300:])
    assert bench.stored(upload_id) == SOUND


def test_bytes_count_when_the_request_breaks_off(bench: Bench) -> None:
    upload_id = bench.begun()
    extension = bench.service.extend(bench.caller, upload_id, 0)
    extension.write(SOUND[:300])
    assert bench.offset(upload_id) == 0
    extension.keep()
    extension.close()
    assert bench.offset(upload_id) == 300


def test_bytes_count_now_and_then_while_they_arrive(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resumable, "CHECKPOINT_BYTES", 200)
    upload_id = bench.begun()
    extension = bench.service.extend(bench.caller, upload_id, 0)
    offsets = []
    for start in range(0, 500, 100):
        extension.write(SOUND[start : start + 100])
        offsets.append(bench.offset(upload_id))
    extension.close()
    assert offsets == [0, 200, 200, 400, 400]


def test_bytes_are_refused_when_they_do_not_follow(bench: Bench) -> None:
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND[:300])
    for offset in (0, 299, 301):
        with pytest.raises(UploadOffsetError, match="300 bytes"):
            bench.add(upload_id, offset, b"x")


def test_bytes_beyond_the_end_are_refused(bench: Bench) -> None:
    upload_id = bench.begun()
    with pytest.raises(UploadTooLargeError):
        bench.add(upload_id, 0, SOUND + b"x")
    assert bench.add(upload_id, 0, SOUND) == len(SOUND)
    with pytest.raises(UploadTooLargeError):
        bench.add(upload_id, len(SOUND), b"x")
    assert bench.stored(upload_id) == SOUND


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_request_counts_as_a_whole_when_it_has_a_checksum(bench: Bench, algorithm: str) -> None:
    upload_id = bench.begun()
    digest = hashlib.new(algorithm, SOUND).digest()
    with pytest.raises(UploadChecksumError):
        bench.add(upload_id, 0, SOUND[:-1] + b"x", Checksum(algorithm=algorithm, digest=digest))
    assert (bench.offset(upload_id), bench.stored(upload_id)) == (0, b"")
    broken = bench.service.extend(bench.caller, upload_id, 0, Checksum(algorithm=algorithm, digest=digest))
    broken.write(SOUND[:300])
    broken.keep()
    broken.close()
    assert bench.offset(upload_id) == 0
    assert bench.add(upload_id, 0, SOUND, Checksum(algorithm=algorithm, digest=digest)) == len(SOUND)


def test_second_writer_is_turned_away_until_the_first_has_ended(bench: Bench) -> None:
    upload_id = bench.begun()
    first = bench.service.extend(bench.caller, upload_id, 0)
    for attempt in (bench.service.extend, lambda caller, upload_id, _: bench.service.delete(caller, upload_id)):
        with pytest.raises(UploadLockedError):
            attempt(bench.caller, upload_id, 0)
    first.close()
    assert bench.add(upload_id, 0, SOUND) == len(SOUND)


@pytest.mark.parametrize("complete", [False, True])
def test_nothing_is_left_when_an_upload_is_deleted(bench: Bench, complete) -> None:
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND if complete else SOUND[:300])
    bench.service.delete(bench.caller, upload_id)
    assert list((bench.folder / "uploads").iterdir()) == []
    assert (bench.rows.ids(), bench.service.rows.ids()) == (set(), set())
    with pytest.raises(ResumableNotFoundError):
        bench.offset(upload_id)


def test_upload_stays_when_a_transcript_still_needs_it(bench: Bench) -> None:
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND)
    job = NewJob(
        id="a",
        caller=bench.caller,
        audio_url="http://a",
        options={},
        warnings=(),
        upload_id=upload_id,
        region="local",
        created_at=0,
    )
    bench.jobs.add(job, NewItem(kind=ItemKind.PREPARE))
    with pytest.raises(InvalidRequestError, match="not finished"):
        bench.service.delete(bench.caller, upload_id)
    assert bench.stored(upload_id) == SOUND


def test_upload_of_another_project_looks_like_none(bench: Bench) -> None:
    upload_id = bench.begun()
    for attempt in (bench.service.get, bench.service.delete):
        with pytest.raises(ResumableNotFoundError):
            attempt(bench.stranger(), upload_id)
    with pytest.raises(ResumableNotFoundError):
        bench.service.extend(bench.stranger(), upload_id, 0)


def test_unfinished_upload_is_deleted_when_nobody_goes_on_with_it(bench: Bench) -> None:
    idle, busy = bench.begun(), bench.begun()
    bench.now += 900
    bench.add(busy, 0, SOUND[:300])
    bench.now += 900
    with pytest.raises(ResumableNotFoundError):
        bench.offset(idle)
    assert bench.service.expire() == 1
    assert [path.name for path in (bench.folder / "uploads").iterdir()] == [busy]
    assert bench.offset(busy) == 300


def test_upload_under_way_is_not_deleted_when_its_time_is_over(bench: Bench) -> None:
    upload_id = bench.begun()
    extension = bench.service.extend(bench.caller, upload_id, 0)
    bench.now += 5_000
    assert bench.service.expire() == 0
    extension.write(SOUND)
    assert extension.commit().is_complete
    extension.close()


def test_finished_upload_outlives_the_memory_of_how_it_came(bench: Bench) -> None:
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND)
    bench.now += 5_000
    assert bench.service.expire() == 1
    bench.sweep()
    assert bench.service.uploads.resolve(bench.caller, f"http://a/upload/{upload_id}") == upload_id
    assert bench.stored(upload_id) == SOUND


def test_finished_upload_is_gone_when_its_file_was_deleted(bench: Bench) -> None:
    upload_id = bench.begun()
    bench.add(upload_id, 0, SOUND)
    bench.service.uploads.delete(upload_id)
    with pytest.raises(ResumableNotFoundError):
        bench.offset(upload_id)


def test_new_upload_sweeps_what_has_expired(bench: Bench) -> None:
    old = bench.begun()
    bench.now += 5_000
    new = bench.begun()
    assert [path.name for path in (bench.folder / "uploads").iterdir()] == [new] != [old]


@pytest.mark.parametrize(("length", "error"), [(0, EmptyUploadError), (5_001, UploadTooLargeError)])
def test_upload_is_refused_when_its_length_is(bench: Bench, length: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        bench.begun(length)
    assert list((bench.folder / "uploads").iterdir()) == []


def test_upload_is_refused_when_its_metadata_is_too_long(bench: Bench) -> None:
    with pytest.raises(InvalidRequestError, match="metadata"):
        bench.service.create(bench.caller, 1, "x" * 5_000)

"""Keys, uploads and workers as rows."""

from scriba.core.job import Lane, Upload, WorkerReport
from scriba.store.keys import SqlKeys
from scriba.store.uploads import SqlUploads
from scriba.store.workers import SqlWorkers


def test_key_is_found_until_it_is_revoked(database):
    keys = SqlKeys(database)
    key = keys.add("clinic", "laptop", "abcd", "digest", 1)
    caller = keys.find("digest")
    assert caller is not None
    assert (caller.key_id, caller.key_name) == (key.id, "laptop")
    assert keys.find("other") is None
    revoked = keys.revoke("laptop", 9)
    assert revoked is not None
    assert revoked.revoked_at == 9
    assert keys.find("digest") is None
    assert keys.revoke("laptop", 9) is None
    assert keys.all() == [revoked]


def test_nothing_is_revoked_when_the_name_is_ambiguous(database):
    keys = SqlKeys(database)
    for number in range(2):
        keys.add("clinic", "laptop", f"prefix{number}", f"digest{number}", 1)
    assert keys.revoke("laptop", 9) is None
    assert keys.revoke("prefix1", 9) is not None


def test_keys_of_one_project_share_it(database):
    keys = SqlKeys(database)
    for name, project in (("a", "one"), ("b", "one"), ("c", "two")):
        keys.add(project, name, name, name, 1)
    callers = [keys.find(name) for name in ("a", "b", "c")]
    assert len({caller.project_id for caller in callers if caller}) == 2


def test_upload_is_found_until_it_is_deleted(database):
    SqlKeys(database).add("clinic", "laptop", "abcd", "digest", 1)
    uploads = SqlUploads(database)
    upload = Upload(id="local_1", project_id=1, region="local", size=2**40, created_at=3)
    uploads.add(upload)
    assert uploads.get("local_1") == upload
    uploads.delete("local_1")
    assert uploads.get("local_1") is None


def test_worker_is_known_by_its_last_report(database):
    workers = SqlWorkers(database)
    loading, ready = (
        WorkerReport(id="speech-1", pid=7, lane=Lane.SPEECH, ready_at=ready_at, seen_at=seen_at)
        for seen_at, ready_at in ((1, None), (2, 2))
    )
    workers.report(loading)
    workers.report(ready)
    assert workers.all() == [ready]
    workers.remove("speech-1")
    assert workers.all() == []

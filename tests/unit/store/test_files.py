"""Files: whole or not at all."""

import pytest

from scriba.core.operator_errors import DataDirectoryBusyError, DataDirectoryError
from scriba.store import lock
from scriba.store.files import LocalFiles
from scriba.store.lock import lock_folder, prepare_folder


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path)


def test_file_is_there_only_when_committed(files):
    writer = files.create("uploads/a")
    writer.write(b"12")
    writer.write(b"345")
    assert not files.path("uploads/a").exists()
    assert writer.commit() == 5
    assert files.path("uploads/a").read_bytes() == b"12345"


def test_nothing_is_left_when_a_file_is_aborted_or_swept(files):
    first, second = files.create("uploads/a"), files.create("uploads/b")
    first.write(b"1")
    first.abort()
    second.write(b"2")
    files.create("uploads/forgotten").commit()
    files.sweep(set(), set())
    assert list(files.path("uploads").iterdir()) == []
    second.abort()


def test_workspaces_of_unfinished_jobs_stay_when_swept(files):
    (files.workspace("done") / "audio").write_bytes(b"x")
    (files.workspace("going") / "audio").write_bytes(b"x")
    files.create("uploads/kept").commit()
    files.sweep({"going"}, {"kept"})
    assert files.path("uploads/kept").exists()
    assert [folder.name for folder in files.path("work").iterdir()] == ["going"]


def test_deleting_twice_is_no_error(files):
    files.create("uploads/a").commit()
    for _ in range(2):
        files.delete("uploads/a")
        files.delete_workspace("nobody")
    assert not files.path("uploads/a").exists()


def test_data_directory_is_refused_when_it_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DataDirectoryError, match="--data-dir"):
        prepare_folder(tmp_path / "file" / "data")


def test_data_directory_is_refused_when_another_server_has_it(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "_WAIT_SECONDS", 0.0)
    lock_folder(tmp_path)
    with pytest.raises(DataDirectoryBusyError, match="Another server"):
        lock_folder(tmp_path)

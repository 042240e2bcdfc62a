"""Uploads: whole or not at all, and found again under any host name, by their owner only."""

import pytest

from scriba.core.errors import EmptyUploadError, UploadAccessError, UploadTooLargeError
from scriba.core.job import Caller
from scriba.service.uploads import Uploads, upload_key
from scriba.store.files import LocalFiles
from tests.fakes.stores import FakeUploads

ME = Caller(project_id=1, key_id=1, key_name="me")
YOU = Caller(project_id=2, key_id=2, key_name="you")


@pytest.fixture
def uploads(tmp_path):
    return Uploads(files=LocalFiles(tmp_path), rows=FakeUploads(), region="eu", max_bytes=10, clock=lambda: 5)


def store(uploads, body=b"audio"):
    writer = uploads.begin()
    writer.write(body)
    return uploads.commit(ME, writer)


@pytest.mark.parametrize(
    "prefix", ["http://127.0.0.1:8000", "https://cdn.example.org", "https://example.org/speech/v1", "https://x/v2"]
)
def test_upload_is_found_under_any_host_name(uploads, prefix):
    upload_id = store(uploads)
    assert uploads.resolve(ME, f"{prefix}/upload/{upload_id}") == upload_id
    assert uploads.files.path(upload_key(upload_id)).read_bytes() == b"audio"


@pytest.mark.parametrize("url", ["https://example.org/a.mp3", "https://example.org/upload/a.mp3", "https://x/upload/"])
def test_other_addresses_are_not_taken_for_uploads(uploads, url):
    assert uploads.resolve(ME, url) is None


def test_upload_is_refused_to_another_project_as_if_it_were_gone(uploads):
    url = f"https://x/upload/{store(uploads)}"
    gone = f"https://x/upload/eu_{'0' * 32}"
    texts = []
    for caller, address in ((YOU, url), (ME, gone)):
        with pytest.raises(UploadAccessError) as caught:
            uploads.resolve(caller, address)
        texts.append(str(caught.value))
    assert texts == ["Cannot access uploaded file"] * 2


def test_upload_of_another_region_is_refused_by_name(uploads):
    with pytest.raises(UploadAccessError, match=r"region 'us'.*region 'eu'"):
        uploads.resolve(ME, f"https://x/upload/us_{'0' * 32}")


def test_upload_is_refused_when_it_is_too_large(uploads):
    with pytest.raises(UploadTooLargeError, match="larger than 10 bytes"):
        uploads.begin(11)
    writer = uploads.begin()
    writer.write(b"12345")
    with pytest.raises(UploadTooLargeError):
        writer.write(b"678901")
    writer.abort()
    assert list(uploads.files.path("uploads").iterdir()) == []


def test_upload_is_refused_when_it_is_empty(uploads):
    writer = uploads.begin()
    with pytest.raises(EmptyUploadError):
        uploads.commit(ME, writer)
    writer.abort()
    assert list(uploads.files.path("uploads").iterdir()) == []


def test_nothing_is_left_when_the_row_cannot_be_written(uploads, monkeypatch):
    def fail(_upload):
        raise OSError("database is gone")

    monkeypatch.setattr(uploads.rows, "add", fail)
    with pytest.raises(OSError, match="database is gone"):
        store(uploads)
    assert list(uploads.files.path("uploads").iterdir()) == []


def test_upload_is_gone_when_it_is_deleted(uploads):
    upload_id = store(uploads)
    uploads.delete(upload_id)
    with pytest.raises(UploadAccessError):
        uploads.resolve(ME, f"https://x/upload/{upload_id}")

"""A resumable upload whose connection is cut three times, and whose server is killed, ends in an identical file."""

from pathlib import Path

from tests.crash.cut_uploads import run
from tests.crash.server import Server

SIZE = 60_000_011


def test_file_is_identical_when_its_upload_was_cut(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    server = Server(tmp_path / "data")
    try:
        offsets = run(server, SIZE)
    finally:
        server.stop()
    assert offsets[:3] == sorted(offsets[:3])
    assert offsets[0] > 0
    assert offsets[3] >= offsets[2]

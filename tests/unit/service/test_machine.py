import http.server
import json
import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scriba.service import machine
from scriba.service.checkup import State


def test_python_is_fine_when_it_runs_this():
    assert machine.python().state is State.OK


@pytest.mark.parametrize(
    ("flags", "state", "told"),
    [
        ("fpu sse4_2 avx avx2 avx512f avx512_vnni", State.OK, "AVX-512 VNNI"),
        ("fpu sse4_2 avx avx2", State.OK, "AVX2"),
        ("fpu sse4_2 avx", State.WARN, "no AVX2"),
    ],
)
def test_instructions_are_judged_when_linux_names_them(tmp_path, monkeypatch, flags, state, told):
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t:\n")
    finding = machine.processor(tmp_path / "cpuinfo")
    assert finding.state is state
    assert told in finding.detail


def test_the_processor_is_not_doubted_when_nothing_names_its_instructions(tmp_path):
    assert machine.processor(tmp_path / "nothing").state is State.OK


@pytest.mark.parametrize(
    ("free_kb", "limit", "state"),
    [
        (8_000_000, "max", State.OK),
        (1_500_000, "max", State.WARN),
        (500_000, "max", State.FAIL),
        (8_000_000, "700000000", State.FAIL),
    ],
)
def test_memory_is_judged_when_a_container_has_a_limit_and_when_not(tmp_path, free_kb, limit, state):
    (tmp_path / "meminfo").write_text(f"MemTotal: 16000000 kB\nMemAvailable: {free_kb} kB\n")
    (tmp_path / "max").write_text(f"{limit}\n")
    assert machine.memory(tmp_path / "meminfo", tmp_path / "max").state is state


def test_memory_is_not_doubted_when_it_cannot_be_told(tmp_path):
    assert machine.memory(tmp_path / "nothing", tmp_path / "nothing").state is State.OK


@pytest.mark.parametrize(("free", "state"), [(50e9, State.OK), (5e9, State.WARN), (1e8, State.FAIL)])
def test_disk_space_is_judged_when_the_folder_is_not_made_yet(tmp_path, monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": int(free)}))
    assert machine.disk_space(tmp_path / "not" / "yet").state is state


def test_the_data_folder_is_fine_and_stays_unmade_when_it_can_be_made(tmp_path):
    assert machine.data_folder(tmp_path / "data").state is State.OK
    assert list(tmp_path.iterdir()) == []


def test_the_data_folder_fails_when_nothing_can_be_written(tmp_path, monkeypatch):
    def refuse(**_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    finding = machine.data_folder(tmp_path)
    assert finding.state is State.FAIL
    assert "Permission denied" in finding.detail
    assert "--data-dir" in finding.fix


@pytest.mark.parametrize(
    ("kind", "state"), [("ext4", State.OK), ("nfs4", State.FAIL), ("cifs", State.FAIL), ("fuse.sshfs", State.FAIL)]
)
def test_network_file_systems_fail_when_the_data_folder_is_on_one(tmp_path, kind, state):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / xfs rw 0 0\nelsewhere {tmp_path.resolve()} {kind} rw 0 0\nproc /proc proc rw 0 0\n")
    finding = machine.filesystem(tmp_path / "data", mounts)
    assert finding.state is state
    assert kind in finding.detail


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_port_is_fine_when_it_is_free():
    assert machine.port("127.0.0.1", free_port()).state is State.OK
    assert machine.port("127.0.0.1", 0).state is State.OK


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_port_is_fine_when_our_own_server_has_it():
    with answering(json.dumps({"status": "ok", "region": "eu"}).encode()) as port:
        finding = machine.port("127.0.0.1", port)
    assert finding.state is State.OK
    assert "region eu" in finding.detail


@pytest.mark.parametrize("body", [b"hello", b"[]", b'{"status": "ok"}'])
def test_the_port_fails_when_another_program_has_it(body):
    with answering(body) as port:
        finding = machine.port("127.0.0.1", port)
    assert finding.state is State.FAIL
    assert "--port" in finding.fix


def test_the_nearest_folder_is_a_parent_when_it_is_not_made_yet(tmp_path):
    assert machine.nearest(tmp_path / "a" / "b") == tmp_path
    assert machine.nearest(tmp_path) == tmp_path


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_the_data_folder_fails_when_this_user_may_not_write_there(tmp_path: Path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert machine.data_folder(tmp_path / "data").state is State.FAIL
    tmp_path.chmod(stat.S_IRWXU)

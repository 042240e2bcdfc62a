"""kill -9 on a real server: nothing accepted is lost, nothing finished is done again, uploads leave no debris."""

import time

import httpx
import pytest

from tests.crash.server import Server
from tests.crash.storm import clips, run
from tests.crash.webhooks import silence
from tests.fakes.receivers import receiving

ROUNDS = 8
JOBS = 6


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("crash") / "data"
    data.mkdir()
    server = Server(data, allow_private_webhooks="true", webhook_interval_ms="200")
    server.wait_for("/ready", 240)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def pieces():
    return clips()


def kill(server, role):
    pid = next(pid for pid, name in server.processes().items() if name == role)
    server.kill(pid)


@pytest.mark.parametrize("role", ["speech", "media", "api", "supervisor"])
def test_job_is_completed_when_a_process_is_killed(server, pieces, role):
    with receiving() as receiver:
        job_id = server.submit(pieces[0], webhook_url=receiver.address)
        kill(server, role)
        server.wait_for("/health")
        job = server.wait_done(job_id)
        assert job["status"] == "completed", job["error"]
        assert job["words"]
        (call,) = receiver.wait_for(1)
    assert call.message == {"transcript_id": job_id, "status": "completed"}


def test_webhook_comes_again_with_the_same_id_when_the_api_is_killed_under_the_call(server):
    def answer(_path, number):
        if number == 0:
            kill(server, "api")
        return 200

    with receiving(answer) as receiver:
        job_id = server.submit(silence(), webhook_url=receiver.address)
        first, second = receiver.wait_for(2)
        server.wait_for("/health")
    assert first.message == second.message == {"transcript_id": job_id, "status": "completed"}
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.parametrize("role", ["media", "supervisor"])
def test_voice_is_enrolled_when_a_process_is_killed(server, two_cities, role):
    upload = server.client.post("/v2/upload", content=two_cities.read_bytes()).json()["upload_url"]
    speaker = server.client.post("/v2/speakers", json={"name": "Dickens", "audio_url": upload}).json()
    kill(server, role)
    deadline = time.monotonic() + 180
    while speaker["status"] in {"queued", "processing"}:
        assert time.monotonic() < deadline, "the enrolment is stuck"
        server.wait_for("/health")
        try:
            speaker = server.client.get(f"/v2/speakers/{speaker['id']}").json()
        except httpx.TransportError:
            continue
        time.sleep(0.1)
    assert speaker["status"] == "completed", speaker["error"]
    assert [each["id"] for each in server.client.get("/v2/speakers").json()["speakers"]].count(speaker["id"]) == 1


def test_nothing_is_left_of_an_upload_when_the_api_is_killed(server):
    def endless():
        for _ in range(50):
            yield b"\0" * 1_000_000
        kill(server, "api")
        time.sleep(0.5)
        yield b"\0" * 1_000_000

    uploads = server.data_dir / "uploads"
    before = set(uploads.iterdir())
    with pytest.raises(httpx.TransportError):
        server.client.post("/v2/upload", content=endless())
    server.wait_for("/health")
    assert set(uploads.iterdir()) <= before


def test_nothing_is_lost_in_a_storm(server):
    report = run(server, rounds=ROUNDS, in_flight=JOBS, seed=7)
    assert report.is_clean, str(report)
    assert report.rounds == ROUNDS

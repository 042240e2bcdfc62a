"""kill -9 on a real server: nothing accepted is lost, nothing finished is done again, uploads leave no debris."""

import sqlite3
import time
import wave
from contextlib import closing
from io import BytesIO

import av
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


def behind_silence(piece, minutes):
    """A recording whose redacted copy takes seconds to write, and whose words take no longer to recognize."""
    with wave.open(BytesIO(piece)) as source:
        parameters, frames = source.getparams(), source.readframes(source.getnframes())
    target = BytesIO()
    with wave.open(target, "wb") as recording:
        recording.setparams(parameters)
        recording.writeframes(frames + b"\0\0" * (parameters.framerate * 60 * minutes))
    return target.getvalue()


def redaction(server, job_id):
    """The state and the attempt of a transcript's last item."""
    with closing(sqlite3.connect(f"file:{server.data_dir / 'scriba.db'}?mode=ro", uri=True)) as database:
        query = "SELECT state, attempt FROM work_items WHERE transcript_id = ? AND kind = 'redact'"
        return database.execute(query, (job_id,)).fetchone()


def wait_until(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def test_redacted_recording_is_whole_when_its_worker_is_killed(server, pieces):
    options = {"redact_pii": True, "redact_pii_policies": ["person_name"], "redact_pii_audio": True}
    job_id = server.submit(behind_silence(pieces[0], minutes=5), **options)
    wait_until(lambda: redaction(server, job_id) == ("running", 1))
    for pid, role in server.processes().items():
        if role == "media":
            server.kill(pid)
    wait_until(lambda: redaction(server, job_id) in {("running", 2), None})
    job = server.wait_done(job_id)
    assert job["status"] == "completed", job["error"]
    url = server.client.get(f"/v2/transcript/{job_id}/redacted-audio").json()["redacted_audio_url"]
    copy = httpx.get(url).content
    with av.open(BytesIO(copy), mode="r") as recording:
        seconds = (recording.duration or 0) / av.time_base
    assert seconds == pytest.approx(job["audio_duration"], abs=1)
    assert [path.name for path in (server.data_dir / "redacted").glob(f"*{job_id}*")] == [f"{job_id}.mp3"]


def test_nothing_is_lost_in_a_storm(server):
    report = run(server, rounds=ROUNDS, in_flight=JOBS, seed=7)
    assert report.is_clean, str(report)
    assert report.rounds == ROUNDS

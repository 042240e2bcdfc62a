"""Cancel and delete while the workers are at it, against a live server."""

import time
from pathlib import Path

import pytest

from tests.contract.conftest import LiveServer
from tests.fakes.receivers import receiving


def wait_until_no_folder_is_left(live: LiveServer, job_id: str) -> None:
    folder = live.data_dir / "work" / job_id
    quiet_since = time.monotonic()
    deadline = quiet_since + 60
    while time.monotonic() - quiet_since < 1.5:
        assert time.monotonic() < deadline, f"{list(folder.iterdir())} is left"
        if folder.exists():
            quiet_since = time.monotonic()
        time.sleep(0.02)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0])
def test_cancelled_work_ends_and_leaves_nothing(live: LiveServer, two_cities: Path, seconds: float) -> None:
    url = live.upload(two_cities.read_bytes())
    with receiving() as receiver:
        job_id = live.submit(url, webhook_url=receiver.address)["id"]
        time.sleep(seconds)
        response = live.client.post(f"/v2/transcript/{job_id}/cancel")
        assert response.status_code == 200, response.text
        assert (response.json()["status"], response.json()["error"]) == ("error", "Cancelled by user.")
        (call,) = receiver.wait_for(1)
    assert call.message == {"transcript_id": job_id, "status": "error"}
    wait_until_no_folder_is_left(live, job_id)
    assert live.client.get(f"/v2/transcript/{job_id}").json()["error"] == "Cancelled by user."
    live.client.delete(f"/v2/transcript/{job_id}")


@pytest.mark.parametrize("seconds", [0.05, 0.15, 0.3, 0.6])
def test_nothing_is_left_when_a_transcript_is_deleted_under_its_worker(
    live: LiveServer, two_cities: Path, seconds: float
) -> None:
    before = live.files()
    job_id = live.submit(live.upload(two_cities.read_bytes()))["id"]
    time.sleep(seconds)
    live.client.delete(f"/v2/transcript/{job_id}")
    wait_until_no_folder_is_left(live, job_id)
    assert live.files() == before

"""`POST /v2/transcript/{id}/cancel`."""

from tests.unit.api.conftest import World


def test_cancelled_transcript_ends_in_error_and_keeps_its_request(world: World) -> None:
    job_id = world.submit(prompt="Manette")["id"]
    body = world.client.post(f"/v2/transcript/{job_id}/cancel").json()
    assert (body["status"], body["error"], body["prompt"]) == ("error", "Cancelled by user.", "Manette")
    assert world.client.post(f"/v2/transcript/{job_id}/cancel").json() == body
    assert world.client.get(f"/v2/transcript/{job_id}").json() == body


def test_completed_transcript_cannot_be_cancelled(world: World) -> None:
    job_id = world.completed()
    text = world.error(world.client.post(f"/v2/transcript/{job_id}/cancel"))
    assert text == "This transcript has a status of 'completed': there is nothing to cancel."


def test_transcript_of_another_project_cannot_be_cancelled(world: World) -> None:
    job_id = world.submit()["id"]
    refused = world.client.post(f"/v2/transcript/{job_id}/cancel", headers=world.stranger())
    assert world.error(refused) == "Transcript lookup error, transcript id not found"
    assert world.client.get(f"/v2/transcript/{job_id}").json()["status"] == "queued"

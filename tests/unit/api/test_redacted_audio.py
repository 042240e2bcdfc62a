"""Redacted recordings through the API: where they are, who may ask, and the signed link that needs no key."""

from typing import Any

import pytest

from scriba.core.job import Status
from tests.fakes.services import LINKS_MS, NOW
from tests.unit.api.conftest import World

SOUND: dict[str, Any] = {"redact_pii": True, "redact_pii_policies": ["person_name"], "redact_pii_audio": True}
UNTIL = NOW + LINKS_MS


def made(world: World, quality: str = "mp3") -> str:
    """Id of a transcript whose redacted recording is there."""
    job_id = str(world.submit(**SOUND, redact_pii_audio_quality=quality)["id"])
    world.back.files.redacted(f"{job_id}.{quality}").write_bytes(b"0123456789")
    world.complete(job_id, redacted_audio={"name": f"{job_id}.{quality}", "until": UNTIL})
    return job_id


def link(world: World, job_id: str) -> str:
    body = world.client.get(f"/v2/transcript/{job_id}/redacted-audio").raise_for_status().json()
    assert body["status"] == "redacted_audio_ready"
    return str(body["redacted_audio_url"])


@pytest.mark.parametrize(("quality", "kind"), [("mp3", "audio/mpeg"), ("wav", "audio/wav")])
def test_link_brings_the_recording_without_a_key(world: World, quality: str, kind: str) -> None:
    address = link(world, made(world, quality))
    del world.client.headers["authorization"]
    response = world.client.get(address)
    assert (response.status_code, response.content) == (200, b"0123456789")
    assert response.headers["content-type"] == kind
    assert response.headers["cache-control"] == "private, no-store"


def test_link_serves_parts_as_players_ask_for_them(world: World) -> None:
    response = world.client.get(link(world, made(world)), headers={"range": "bytes=2-4"})
    assert (response.status_code, response.content) == (206, b"234")


def test_link_has_the_address_under_which_the_client_came(world: World) -> None:
    job_id = made(world)
    headers = {"x-forwarded-proto": "https", "x-forwarded-host": "speech.example"}
    body = world.client.get(f"/v2/transcript/{job_id}/redacted-audio", headers=headers).json()
    assert body["redacted_audio_url"].startswith(f"https://speech.example/redacted-audio/{job_id}.mp3?until=")


@pytest.mark.parametrize("status", [Status.QUEUED, Status.PROCESSING])
def test_it_is_not_ready_until_the_transcript_is(world: World, status: Status) -> None:
    job_id = str(world.submit(**SOUND)["id"])
    world.back.jobs.change(job_id, status=status)
    response = world.client.get(f"/v2/transcript/{job_id}/redacted-audio")
    assert (response.status_code, response.json()) == (202, {"status": status})


def test_it_is_refused_when_nobody_asked_for_it(world: World) -> None:
    response = world.client.get(f"/v2/transcript/{world.completed()}/redacted-audio")
    assert "not submitted with redact_pii_audio" in world.error(response)


def test_it_is_refused_when_nothing_is_spoken(world: World) -> None:
    response = world.client.get(f"/v2/transcript/{world.completed(**SOUND)}/redacted-audio")
    assert "nothing is spoken" in world.error(response)


def test_it_is_refused_when_the_transcript_failed(world: World) -> None:
    job_id = str(world.submit(**SOUND)["id"])
    world.back.jobs.change(job_id, status=Status.ERROR, error="broken")
    assert "ended in an error" in world.error(world.client.get(f"/v2/transcript/{job_id}/redacted-audio"))


def test_it_is_refused_to_another_project(world: World) -> None:
    response = world.client.get(f"/v2/transcript/{made(world)}/redacted-audio", headers=world.stranger())
    assert world.error(response) == "Transcript lookup error, transcript id not found"


def test_link_and_recording_expire(world: World) -> None:
    job_id = made(world)
    address = link(world, job_id)
    world.back.clock.now = UNTIL
    assert "it was deleted" in world.error(world.client.get(f"/v2/transcript/{job_id}/redacted-audio"))
    assert "it was deleted" in world.error(world.client.get(address))


def test_link_leads_nowhere_once_the_transcript_is_deleted(world: World) -> None:
    job_id = made(world)
    address = link(world, job_id)
    world.client.delete(f"/v2/transcript/{job_id}")
    assert not world.back.files.redacted(f"{job_id}.mp3").exists()
    assert "was deleted" in world.error(world.client.get(address))
    assert "was deleted" in world.error(world.client.get(f"/v2/transcript/{job_id}/redacted-audio"))


@pytest.mark.parametrize("change", [("until=", "until=1"), ("signature=", "signature=0"), (".mp3?", ".wav?")])
def test_link_is_refused_when_it_was_changed(world: World, change: tuple[str, str]) -> None:
    address = link(world, made(world)).replace(*change)
    assert "not valid" in world.error(world.client.get(address), 403)


def test_link_without_a_signature_is_refused(world: World) -> None:
    job_id = made(world)
    assert world.client.get(f"/redacted-audio/{job_id}.mp3").status_code == 400


def test_redacted_sound_is_refused_without_redacted_text(world: World) -> None:
    assert world.error(world.post(redact_pii_audio=True)) == "redact_pii_audio requires redact_pii to be true"


def test_address_of_the_server_is_no_part_of_the_echo(world: World) -> None:
    body = world.submit(**SOUND)
    assert "server_address" not in body
    assert world.back.jobs.rows[body["id"]].options["server_address"] == "http://testserver"
